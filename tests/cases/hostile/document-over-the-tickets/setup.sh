ln -s .git/hooks/post-commit OVERVIEW.md
ln -s .tickets/.gitattributes A.md
ln -s .tickets/config.yml B.md
ln -s .git C
git add -A && git commit -qm hostile
