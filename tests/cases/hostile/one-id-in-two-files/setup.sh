mkdir .tickets/a
printf -- '---\nid: JJM-001\ntitle: Other\n---\n' > .tickets/a/JJM-001.md
printf -- '---\nid: JJM-003\ntitle: Thief\naliases: [JJM-002, JJM-001, JJM-004]\n---\n' > .tickets/JJM-003.md
printf -- '---\nid: JJM-005\ntitle: Thief\naliases: [JJM-004, JJM-006]\n---\n' > .tickets/JJM-005.md
printf -- '---\nid: JJM-007\ntitle: Circle\naliases: [JJM-007]\nparent_id: JJM-004\n---\n' > .tickets/JJM-007.md
git add -A && git commit -qm hostile
