mkfifo .tickets/JJM-003.md
mkdir .tickets/JJM-004.md
ln -s JJM-005.md .tickets/JJM-005.md
ln -s nowhere .tickets/JJM-006.md
ln -s JJM-003.md .tickets/JJM-007.md
mknod .tickets/JJM-008.md c 1 5 || :
"$PYTHON" -c 'import os, socket; os.chdir(".tickets"); socket.socket(socket.AF_UNIX).bind("JJM-009.md")'
