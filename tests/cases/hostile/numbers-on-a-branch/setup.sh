git checkout -q -b far
printf -- '---\nid: JJM-999999999999\ntitle: T\n---\n' > .tickets/JJM-999999999999.md
printf -- '---\nid: JJM-99999999999999999999999999\ntitle: T\n---\n' > .tickets/JJM-99999999999999999999999999.md
git add -A && git commit -qm far
git checkout -q main
git commit -q --allow-empty -m hostile
