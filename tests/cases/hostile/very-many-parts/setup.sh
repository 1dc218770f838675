{ printf -- '---\nid: JJM-003\ntitle: T\n---\n\n## Acceptance Criteria\n\n'; seq 50000 | sed 's/^/- [ ] /'; } > .tickets/JJM-003.md
{ printf -- '---\nid: JJM-004\ntitle: T\n---\n\n## Devlog\n\n'; seq 20000 | sed 's/.*/### 2025-10-01T09:30:00Z a\n\nx\n/'; } > .tickets/JJM-004.md
{ printf -- '---\nid: JJM-005\ntitle: T\n---\n\n'; seq 60000 | sed 's/.*/## S&/'; } > .tickets/JJM-005.md
{ printf -- '---\nid: JJM-006\ntitle: T\ntags: ['; seq 9000 | tr '\n' ','; printf 'x]\nfiles:\n'; seq 2000 | sed 's/.*/- a&/'; printf -- '---\n'; } > .tickets/JJM-006.md
git add -A && git commit -qm hostile
