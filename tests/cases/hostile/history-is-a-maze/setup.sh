seq 100 250 | awk '{ name = ".tickets/JJM-" $1 ".md"; printf "---\nid: JJM-%s\ntitle: T\n---\n\n## Description\n\nThe same text in all of them.\n", $1 > name; close(name) }'
git add -A && git commit -qm many
mkdir .tickets/a && git mv .tickets/JJM-[1-4]*.md .tickets/a/
for name in .tickets/a/*.md; do sed -i 's/text/texts/' $name; done
git add -A && git commit -qm moved
seq 500 650 | awk '{ name = ".tickets/JJM-" $1 ".md"; printf "---\nid: JJM-%s\ntitle: T\n---\n\n## Description\n\nThe same texts in all of them.\n", $1 > name; close(name) }'
git rm -rqf .tickets/a && git add -A && git commit -qm 'new IDs'
parents=$(for n in $(seq 60); do printf -- '-p %s ' "$(echo $n | git commit-tree 'HEAD^{tree}' -p HEAD)"; done)
git update-ref refs/heads/main "$(echo octopus | git commit-tree 'HEAD^{tree}' -p HEAD $parents)"
git commit -q --allow-empty -m hostile
