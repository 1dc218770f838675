printf -- '---\nid: jjm-001\ntitle: Twin\n---\n' > .tickets/jjm-001.md
printf -- '---\nid: "\\u0408\\u0408M-001"\ntitle: Cyrillic\n---\n' > "$(printf '.tickets/\320\210\320\210M-001.md')"
printf -- '---\nid: "JJM-\\uff10\\uff10\\uff11"\ntitle: Full width\n---\n' > "$(printf '.tickets/JJM-\357\274\220\357\274\220\357\274\221.md')"
printf -- '---\nid: "JJM-\\u0661"\ntitle: Arabic digits\n---\n' > "$(printf '.tickets/JJM-\331\241.md')"
printf -- '---\nid: JJM-1\ntitle: Without zeros\n---\n' > .tickets/JJM-1.md
printf -- '---\nid: JJM-002 \ntitle: Space\n---\n' > '.tickets/JJM-002 .md'
git add -A && git commit -qm hostile
