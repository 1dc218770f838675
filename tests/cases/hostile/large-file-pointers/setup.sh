printf '* filter=lfs diff=lfs merge=lfs -text\n' > .tickets/.gitattributes
printf '[lfs]\n\turl = "file:///nowhere"\n[remote "origin"]\n\turl = "ext::touch $PWNED"\n' > .lfsconfig
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 12345\n' 0 > .tickets/JJM-003.md
git add -A && git commit -qm hostile
