printf -- 'not a ticket\n' > .tickets/x.md
for name in "$(printf 'a\033[31mb\007')" "$(printf 'a\nb: error')" "$(printf 'a\342\200\256b')" "$(printf 'a\377b')" "$(printf 'a\r::set-env name=x::y')"; do
  cp .tickets/x.md ".tickets/$name.md"
  mkdir -p ".tickets/$name"
  cp .tickets/x.md ".tickets/$name/y.md"
done
mkdir -p .tickets/templates
for name in "$(printf 'a\033[31mb')" "$(printf 'a\nb')" "$(printf 'a\377b')"; do
  echo x > ".tickets/templates/$name.md.j2"
done
git add -A && git commit -qm hostile
