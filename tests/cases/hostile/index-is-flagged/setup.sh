git update-index --assume-unchanged .tickets/JJM-001.md
git update-index --skip-worktree .tickets/JJM-002.md
git config core.sparseCheckout true
mkdir -p .git/info
printf '/*\n!/.tickets\n' > .git/info/sparse-checkout
