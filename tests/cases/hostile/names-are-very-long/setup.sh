long=$(printf '%0251d' 0)
printf -- '---\nid: JJM-003\ntitle: T\n---\n' > ".tickets/$long.md"
printf -- '---\nid: JJM-004\ntitle: T\n---\n' > .tickets/JJM-004.md
"$PYTHON" - <<'END'
import os
os.chdir(".tickets")
for _ in range(40):
    os.mkdir("d" * 200)
    os.chdir("d" * 200)
with open("JJM-005.md", "w") as file:
    file.write("---\nid: JJM-005\ntitle: T\n---\n")
END
