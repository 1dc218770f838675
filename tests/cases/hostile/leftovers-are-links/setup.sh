for pid in $(seq 1 500); do ln -s "$CANARY/written" ".tickets/.JJM-001.md.$pid.tmp"; done
touch .git/jticket.lock
ln -sf "$CANARY/lock" .git/jticket.lock || :
