cat > .tickets/JJM-003.md <<'END'
---
id: JJM-003
title: Third
---

## Description

<script>alert(1)</script> <img src=x onerror=alert(1)> <a href="javascript:alert(1)">x</a>

<iframe src="http://evil.example"></iframe>

<details open ontoggle=alert(1)>

<!-- never closed

## Technical Notes

<svg onload=alert(1)> <style>body { display: none }</style> <form action=http://evil.example>

## Acceptance Criteria

- [ ] <img src=x onerror=alert(1)>
- [ ] <script>alert(1)</script>
END
git add -A && git commit -qm hostile
