mkdir -p .tickets/sub
printf -- '---\nid: JJM-003\ntitle: Third\n---\n' > .tickets/sub/JJM-003.md
git init -q .tickets/sub
cat >> .tickets/sub/.git/config <<'END'
[core]
	fsmonitor = "touch $PWNED"
END
mkdir -p .tickets/sub/.git/hooks
printf '#!/bin/sh\ntouch "$PWNED"\n' > .tickets/sub/.git/hooks/pre-commit
chmod +x .tickets/sub/.git/hooks/pre-commit
