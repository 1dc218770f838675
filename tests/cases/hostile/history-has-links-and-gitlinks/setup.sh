blob=$(printf '../../canary/JJM-009.md' | git hash-object -w --stdin)
for mode in 120000 100755 160000; do
  object=$blob; [ $mode = 160000 ] && object=$(git rev-parse HEAD)
  git update-index --add --cacheinfo "$mode,$object,.tickets/JJM-003.md"
  git update-index --add --cacheinfo "120000,$blob,.tickets/config.yml"
  git commit -qm "mode $mode"
done
git update-index --force-remove .tickets/JJM-003.md
git update-index --add --cacheinfo "100644,$blob,.tickets/JJM-003.md/JJM-004.md"
git commit -qm folder
