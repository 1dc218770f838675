n=3
ticket() { printf -- '---\nid: JJM-00%s\ntitle: T\nstatus: ready\n%s\n---\n' $n "$1" > .tickets/JJM-00$n.md; n=$((n + 1)); }
ticket 'effort: 99999999999999999999w'
ticket 'effort: 1e308h'
ticket 'effort: 0.00000000000000000001h'
ticket 'effort: -5h'
ticket 'effort: inf'
ticket 'created: 9999-12-31T23:59:59-23:59'
ticket 'created: 0001-01-01T00:00:00+23:59'
printf -- '---\nid: JJM-010\ntitle: T\ndue: 9999-12-31\ncreated: 99999999999999999999\n---\n' > .tickets/JJM-010.md
printf -- '---\nid: JJM-011\ntitle: T\ndue: 0000-00-00\nid2: 007\n---\n' > .tickets/JJM-011.md
printf -- '---\nid: JJM-99999999999999999999999999999999999999999999999999\ntitle: T\n---\n' > .tickets/JJM-99999999999999999999999999999999999999999999999999.md
git add -A && git commit -qm hostile
