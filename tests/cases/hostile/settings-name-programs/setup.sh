cat > .tickets/config.yml <<END
prefix: JJM
editor: touch $PWNED
pager: touch $PWNED
hooks: {pre-commit: touch $PWNED}
templates: $CANARY
folder: $CANARY
archive: $CANARY
include: $SECRET
extends: $SECRET
git: touch $PWNED
END
git add -A && git commit -qm hostile
