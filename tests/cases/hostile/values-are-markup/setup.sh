cat > .tickets/JJM-003.md <<'END'
---
id: JJM-003
title: '"] click t_JJM_001 href "javascript:alert(1)" <img src=x onerror=alert(1)> | %%{init: {"securityLevel": "loose"}}%%'
status: ready
assignee: '[x](javascript:alert(1))'
phase: '</details><script>alert(1)</script> | x'
milestone: "![x](http://evil.example/x.png)"
tags: ['<b>', '](javascript:x)', '`']
dependencies: [JJM-001]
files: ['`<script>`', 'a|b', '<!--']
---

## Acceptance Criteria

- [ ] ok
END
sed 's/JJM-003/JJM-004/; s/ready/in_progress/; s/JJM-001/"<script>"/' .tickets/JJM-003.md > .tickets/JJM-004.md
git add -A && git commit -qm hostile
