git update-ref refs/remotes/origin/tree "$(git rev-parse 'HEAD^{tree}')"
git update-ref refs/remotes/origin/blob "$(git rev-parse HEAD:README.md)"
git tag -a -m x one HEAD
for n in $(seq 30); do git tag -f -a -m x two "$(git rev-parse one)"; git tag -f -a -m x one "$(git rev-parse two)"; done 2> /dev/null
git tag blob "$(git rev-parse HEAD:README.md)"
git update-ref refs/replace/"$(git rev-parse HEAD)" "$(git rev-parse HEAD~1)"
mkdir -p .git/info
echo "$(git rev-parse HEAD) $(git rev-parse HEAD)" > .git/info/grafts
