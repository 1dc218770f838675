n=3
for target in /proc/self/environ /proc/self/fd/0 /dev/stdin /proc/self/cwd/README.md /proc/self/root/etc/passwd /dev/zero /dev/tty; do
  ln -s $target .tickets/JJM-00$n.md
  n=$((n + 1))
done
mkdir -p .tickets/templates
ln -s /proc/self/environ .tickets/templates/leak.md.j2
ln -s /dev/zero .tickets/templates/endless.md.j2
git add -A && git commit -qm hostile
