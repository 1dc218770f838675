body() { printf -- '---\nid: JJM-00%s\ntitle: T\n---\n\n## Description\n\n' "$1"; cat; }
printf '%020000d' 0 | sed 's/0/> /g' | body 3 > .tickets/JJM-003.md
printf '%020000d' 0 | sed 's/0/- /g' | body 4 > .tickets/JJM-004.md
seq 2000 | awk '{ printf "%*s- [ ] x\n", $1 * 2, "" }' | head -c 900000 | sed 's/## Description//' | body 5 > .tickets/JJM-005.md
printf '%020000d' 0 | sed 's/0/[a](/g' | body 6 > .tickets/JJM-006.md
printf '%020000d' 0 | sed 's/0/<!-- /g' | body 7 > .tickets/JJM-007.md
printf '%010000d' 0 | sed 's/0/1. /g' | body 8 > .tickets/JJM-008.md
git add -A && git commit -qm hostile
