stars=$(printf '%040d' 0 | sed 's/0/a*/g')
deep=$(printf '%040d' 0 | sed 's,0,**/,g')
as=$(printf '%0200d' 0 | tr 0 a)
path=$(printf '%0100d' 0 | sed 's,0,a/,g')
sets=$(printf '%030d' 0 | sed 's/0/[a-z]*/g')
for n in 3 4 5 6; do
  printf -- '---\nid: JJM-00%s\ntitle: T\nstatus: ready\nfiles:\n- "%sb"\n- "%sb"\n- "%s"\n- "%sx"\n- "%sb"\n- "?%s"\n---\n' $n "$stars" "$deep" "$as" "$path" "$sets" "$stars" > .tickets/JJM-00$n.md
done
printf 'prefix: JJM\nservices:\n  s: {paths: ["%sb", "%sb"]}\n' "$stars" "$deep" > .tickets/config.yml
mkdir -p src && echo x > "src/$as"
git add -A && git commit -qm hostile
