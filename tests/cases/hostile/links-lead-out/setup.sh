ln -s "$SECRET" .tickets/JJM-003.md
ln -s "$CANARY/JJM-009.md" .tickets/JJM-009.md
ln -s "$CANARY" .tickets/more
ln -s "$CANARY" .tickets/archive
ln -s "$CANARY" .tickets/templates
ln -s "$SECRET" .tickets/README.md
ln -sf "$CANARY/config.yml" .tickets/config.yml
ln -s "$CANARY/out" OVERVIEW.md
git add -A && git commit -qm hostile
