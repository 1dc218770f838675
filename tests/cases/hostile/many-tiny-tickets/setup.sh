seq 3 2000 | awk '{ name = sprintf(".tickets/JJM-%03d.md", $1); printf "---\nid: JJM-%03d\ntitle: T\n---\n", $1 > name; close(name) }'
