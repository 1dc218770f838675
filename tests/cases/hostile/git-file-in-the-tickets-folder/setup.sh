mkdir -p .tickets/g/objects .tickets/g/refs .tickets/g/hooks
echo 'ref: refs/heads/main' > .tickets/g/HEAD
printf '[core]\n\trepositoryformatversion = 0\n\tfsmonitor = "touch $PWNED"\n\tworktree = ..\n' > .tickets/g/config
printf '#!/bin/sh\ntouch "$PWNED"\n' > .tickets/g/hooks/pre-commit
chmod +x .tickets/g/hooks/pre-commit
echo 'gitdir: g' > .tickets/.git
