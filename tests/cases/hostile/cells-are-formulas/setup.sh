printf -- '---\nid: JJM-003\ntitle: "=cmd|'"' /C calc'"'!A0"\nassignee: "@SUM(1)"\nphase: "+1"\nmilestone: "-1"\ntags: ["=x"]\n---\n' > .tickets/JJM-003.md
git add -A && git commit -qm hostile
