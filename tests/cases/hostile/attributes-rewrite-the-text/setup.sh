printf '*.md text working-tree-encoding=UTF-16 ident export-subst\n' > .tickets/.gitattributes
printf -- '---\nid: JJM-003\ntitle: $Id$ $Format:%%H$\n---\n' > .tickets/JJM-003.md
git add .tickets/.gitattributes
git commit -qm hostile
