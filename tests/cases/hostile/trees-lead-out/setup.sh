blob=$(printf -- '---\nid: JJM-003\ntitle: T\n---\n' | git hash-object -w --stdin)
entry() { printf "$1 %b\\0" "$2"; printf '%s' "$3" | sed 's/../\\\\x&/g' | xargs -0 printf '%b'; }
inner=$({ entry 100644 '..' "$blob"; entry 100644 '.git' "$blob"; entry 100644 'a/b.md' "$blob"; entry 100644 'JJM-003.md' "$blob"; entry 100644 'JJM-003.md' "$blob"; entry 100644 '../../canary/x.md' "$blob"; } | git hash-object -t tree -w --literally --stdin)
outer=$(entry 40000 '.tickets' "$inner" | git hash-object -t tree -w --literally --stdin)
git update-ref refs/heads/evil "$(echo evil | git commit-tree "$outer" -p HEAD)"
git commit -q --allow-empty -m hostile
