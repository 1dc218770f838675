git checkout -q -b other
sed -i 's/title: First/title: Theirs/' .tickets/JJM-001.md && git commit -qam theirs
git checkout -q main
sed -i 's/title: First/title: Ours/' .tickets/JJM-001.md && git commit -qam ours
git merge -q other || :
