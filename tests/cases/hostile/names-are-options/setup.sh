for name in '-rf' '--output=x' '--upload-pack=touch x' ':(top)x' '[a]*' '*' '$(touch "$PWNED")' '`touch "$PWNED"`' ';touch x' '|sh' '&' '~' '%s%n' '{id}' '..' 'CON' 'nul' ' '; do
  printf -- '---\nid: JJM-003\ntitle: T\n---\n' > ".tickets/$name.md"
done
git add -A && git commit -qm hostile
