seq 3 1200 | awk '{ name = sprintf(".tickets/JJM-%03d.md", $1); printf "---\nid: JJM-%03d\ntitle: T\ndependencies: [JJM-%03d]\nparent_id: JJM-%03d\n---\n", $1, $1 == 1200 ? 3 : $1 + 1, $1 == 3 ? 1200 : $1 - 1 > name; close(name) }'
all=$(seq 3001 3060 | sed 's/^/JJM-/' | paste -sd,)
for n in $(seq 3001 3060); do printf -- '---\nid: JJM-%s\ntitle: T\ndependencies: [%s]\n---\n' $n "$all" > .tickets/JJM-$n.md; done
printf -- '---\nid: JJM-4000\ntitle: T\nparent_id: JJM-4000\ndependencies: [JJM-4000]\n---\n' > .tickets/JJM-4000.md
