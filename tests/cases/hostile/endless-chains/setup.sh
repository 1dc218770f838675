seq 3 1500 | awk '{ name = sprintf(".tickets/JJM-%03d.md", $1); printf "---\nid: JJM-%03d\ntitle: T\nparent_id: JJM-%03d\n---\n", $1, $1 + 1 > name; close(name) }'
seq 3002 4500 | awk '{ name = sprintf(".tickets/JJM-%03d.md", $1); printf "---\nid: JJM-%03d\ntitle: T\ndependencies: [JJM-%03d]\n---\n", $1, $1 + 1 > name; close(name) }'
