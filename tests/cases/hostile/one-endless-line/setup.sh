title=$(printf '%060000d' 0 | tr 0 a)
printf -- '---\nid: JJM-003\ntitle: %s\n---\n' "$title" > .tickets/JJM-003.md
{ printf -- '---\nid: JJM-004\ntitle: T\n---\n\n## Description\n\n'; printf '%0900000d' 0 | tr 0 '*'; } > .tickets/JJM-004.md
{ printf -- '---\nid: JJM-005\ntitle: T\n---\n\n## Description\n\n'; printf '%0300000d' 0 | tr 0 '`'; printf '%0300000d' 0 | tr 0 '['; printf '%0300000d' 0 | tr 0 '<'; } > .tickets/JJM-005.md
{ printf -- '---\nid: JJM-006\ntitle: T\n---\n\n## Description\n\n'; printf '%0200000d' 0 | sed 's/0/a_b*c`/g'; } > .tickets/JJM-006.md
git add -A && git commit -qm hostile
