printf 'prefix: JJM\ncommit_subject: "{id.__class__.__mro__} {0} {id:999999999} {what!r:>999999999} {id} {what}"\n' > .tickets/config.yml
git add -A && git commit -qm hostile
