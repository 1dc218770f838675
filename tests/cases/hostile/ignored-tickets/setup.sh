printf '.tickets\n*.md\n!README.md\n' > .gitignore
printf '*\n' > .tickets/.gitignore
git add -A && git commit -qm hostile
