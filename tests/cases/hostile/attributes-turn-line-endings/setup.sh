printf '*.md text eol=crlf\n' > .tickets/.gitattributes
printf -- '---\r\nid: JJM-003\r\ntitle: T\r\n---\r\n' > .tickets/JJM-003.md
printf -- '---\nid: JJM-004\r\ntitle: T\n---\r\n' > .tickets/JJM-004.md
git add -A && git commit -qm hostile
