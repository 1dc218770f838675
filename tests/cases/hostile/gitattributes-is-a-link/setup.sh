echo "$CANARY" > /dev/null
ln -s "$CANARY/attributes" .tickets/.gitattributes
ln -s "$CANARY/ignore" .gitignore
rm .tickets/config.yml
ln -s "$CANARY/new.yml" .tickets/config.yml
git add -A && git commit -qm hostile
