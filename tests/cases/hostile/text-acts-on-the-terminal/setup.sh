evil='a\033[31mb\007\010\302\233\342\200\256c\342\201\246\342\200\216\342\200\250d\357\273\277\177e'
printf -- "---\nid: JJM-003\ntitle: \"x\\\\e[31m\\\\u202e\"\nassignee: \"\\\\e]0;x\\\\a\"\nstatus: \"\\\\e[2J\"\nphase: \"\\\\u2066x\"\nkey: \"\\\\r\"\n---\n\n## Description\n\n$evil\n\n## Acceptance Criteria\n\n- [ ] $evil\n\n## Devlog\n\n### 2025-01-01T00:00:00Z $evil\n\n$evil\n" > .tickets/JJM-003.md
printf "prefix: JJM\nservices:\n  s: {title: \"\\\\e[31m\"}\n\"\\\\e[31mkey\": x\nticket_types: [\"\\\\e[31m\"]\n" > .tickets/config.yml
git add -A && git commit -qm hostile
