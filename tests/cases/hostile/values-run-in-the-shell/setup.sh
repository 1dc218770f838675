cat > .tickets/JJM-003.md <<'END'
---
id: JJM-003
title: '$(touch "$PWNED")'
assignee: '`touch "$PWNED"`'
phase: '";touch "$PWNED";"'
milestone: "x\n$(touch $PWNED)"
tags: ['$(touch${IFS}$PWNED)', '|sh', "';touch<$PWNED;'"]
---
END
git update-ref 'refs/heads/$(touch${IFS}$PWNED)' HEAD
git update-ref 'refs/heads/;touch${IFS}$PWNED' HEAD
mkdir -p .tickets/templates && echo x > '.tickets/templates/$(touch $PWNED).md.j2'
git add -A && git commit -qm hostile
