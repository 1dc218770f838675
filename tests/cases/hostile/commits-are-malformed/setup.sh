tree=$(git rev-parse 'HEAD^{tree}')
head=$(git rev-parse HEAD)
commit() { git hash-object -t commit -w --literally --stdin; }
n=10
while read -r author date; do
  n=$((n + 1))
  printf -- '---\nid: JJM-0%s\ntitle: T\n---\n' $n > .tickets/JJM-0$n.md
  git add -A
  tree=$(git write-tree)
  head=$(printf 'tree %s\nparent %s\nauthor %b %s\ncommitter %b %s\nencoding UTF-7\n\nJJM-001: \033[31m %s +ADw-script+AD4- \302\233\nCloses JJM-002\n' "$tree" "$head" "$author" "$date" "$author" "$date" "$author" | commit)
done <<'END'
Eve<e> 99999999999999999999 +0000
\033[31mEve\007<\033]0;x\007> 1700000000 +9999
Eve<> -5 -0000
<> 1700000000 +0000
Eve 1700000000 +0000
\377\376<x> 18446744073709551615 +0000
\342\200\256Eve<e@x> 0 +0000
Eve<e>x> 253402300800 +0000
END
git update-ref refs/heads/main "$head"
printf 'Eve <e> \033[31m<x>\n\342\200\256Ana <ana@example.com>\n' > .mailmap
printf -- '---\nid: JJM-001\ntitle: First\nstatus: done\n---\n' > .tickets/JJM-001.md
git add -A && git commit -qm hostile
