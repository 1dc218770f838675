for folder in hooks .githooks .husky .tickets/hooks; do
  mkdir -p $folder
  for name in pre-commit commit-msg post-commit prepare-commit-msg; do
    printf '#!/bin/sh\ntouch "$PWNED"\n' > $folder/$name
    chmod +x $folder/$name
  done
done
printf 'repos:\n- repo: local\n  hooks:\n  - {id: x, name: x, entry: touch, language: system}\n' > .pre-commit-config.yaml
git add -A && git commit -qm hostile
