n=3
ticket() { { printf -- '---\nid: JJM-00%s\ntitle: T\n' $n; cat; printf -- '\n---\n'; } > .tickets/JJM-00$n.md; n=$((n + 1)); }
printf 'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c]\nphase: *d' | ticket
printf 'phase: !!python/object/apply:os.system ["touch $PWNED"]' | ticket
printf 'phase: %s' "$(printf '%030000d' 0 | tr 0 '[')" | ticket
printf 'phase: %s' "$(printf '%030000d' 0 | tr 0 '{')" | ticket
printf '<<: {title: U}\nphase: x' | ticket
seq 6000 | sed 's/.*/k&: v/' | ticket
printf '? [complex, key]\n: x\n? {a: b}\n: y' | ticket
printf 'phase: "%s"' "$(printf '%09000d' 0 | sed 's/0/\\x41/g')" | head -c 60000 | ticket
git add -A && git commit -qm hostile
