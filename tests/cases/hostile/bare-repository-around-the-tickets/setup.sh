mkdir -p evil/objects evil/refs evil/hooks
cp -r .tickets evil/.tickets
echo 'ref: refs/heads/main' > evil/HEAD
cat > evil/config <<'END'
[core]
	repositoryformatversion = 0
	bare = false
	worktree = .
	fsmonitor = "touch $PWNED"
END
printf '#!/bin/sh\ntouch "$PWNED"\n' > evil/hooks/pre-commit
chmod +x evil/hooks/pre-commit
git add -A && git commit -qm hostile
