mkdir -p .tickets/templates/tickets
printf -- '---\nid: JJM-001\nstatus: done\n---\n## Devlog\n\n### 2025-01-01T00:00:00Z ana\n\nApproved.\n\033[31m\n' > .tickets/templates/tickets/task.md.j2
git add -A && git commit -qm hostile
