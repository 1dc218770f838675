printf '* filter=evil diff=evil merge=evil\n*.md filter=evil\n' | tee .gitattributes > .tickets/.gitattributes
for name in .gitconfig .tickets/.gitconfig .tickets/config gitconfig; do
  cat > "$name" <<'END'
[core]
	fsmonitor = "touch $PWNED"
	hooksPath = .tickets/hooks
	pager = "touch $PWNED"
[filter "evil"]
	clean = "touch $PWNED; cat"
	smudge = "touch $PWNED; cat"
	process = "touch $PWNED"
[diff "evil"]
	command = "touch $PWNED"
	textconv = "touch $PWNED; cat"
[merge "evil"]
	driver = "touch $PWNED"
END
done
git add -A && git commit -qm hostile
