printf -- '---\nid: JJM-003\ntitle: T\n---\n\n## Description\n\n\000\377\n' > .tickets/JJM-003.md
printf -- '---\nid: JJM-004\ntitle: "a\302\205b\342\200\250status: done"\n---\n' > .tickets/JJM-004.md
printf -- '---\nid: JJM-005\ntitle: T\rstatus: done\r---\r' > .tickets/JJM-005.md
printf '\357\273\277---\nid: JJM-006\ntitle: T\n---\n' > .tickets/JJM-006.md
printf '\377\376-\000-\000-\000\n\000' > .tickets/JJM-007.md
printf -- '---\nid: JJM-008\ntitle: T\n...\n---\nid: JJM-009\n---\n' > .tickets/JJM-008.md
: > .tickets/JJM-010.md
printf -- '---' > .tickets/JJM-011.md
git add -A && git commit -qm hostile
