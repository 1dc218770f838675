mkdir -p .tickets/templates/tickets
n=0
for name in "$SECRET" "../../../canary/id_rsa" "../config.yml" "../../.git/config" ".GIT/config" "default/../../pyproject.toml" "default/../overview.md.j2" "tickets/../../config.yml" "/proc/self/environ" "file://$SECRET" "./../../README.md" "default/default/overview.md.j2" ""; do
  n=$((n + 1))
  printf '{%% include "%s" %%}' "$name" > .tickets/templates/t$n.md.j2
  printf '{%% extends "%s" %%}' "$name" > .tickets/templates/e$n.md.j2
  printf '{%% from "%s" import x %%}' "$name" > .tickets/templates/i$n.md.j2
done
ln -s "$SECRET" .tickets/templates/link.md.j2
git add -A && git commit -qm hostile
mkdir -p .tickets/templates/.GIT
cp .git/config .tickets/templates/.GIT/config
