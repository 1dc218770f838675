printf 'prefix: JJM\ncommit_subject: "{id}: {what}\\n\\nSigned-off-by: Eve <eve@example.org>\\n# ------------------------ >8 ------------------------\\e[31m\\u202e"\n' > .tickets/config.yml
printf -- '---\nid: JJM-003\ntitle: "T"\nassignee: "ana\\nSigned-off-by: Eve <e@example.org>"\n---\n\n## Acceptance Criteria\n\n- [ ] x\n' > .tickets/JJM-003.md
git add -A && git commit -qm hostile
