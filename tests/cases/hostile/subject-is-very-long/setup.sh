printf 'prefix: JJM\ncommit_subject: "%s{id}{what}%s"\n' "$(printf '%030000d' 0)" "$(printf '%03000d' 0 | sed 's/0/{id}{what}/g')" > .tickets/config.yml
git add -A && git commit -qm hostile
