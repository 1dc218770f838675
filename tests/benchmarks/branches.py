"""How long `list --branches` takes with many branches, as a ratio to plain commands beside it.

    python tests/benchmarks/branches.py [BRANCHES] [TICKETS] [COMMITS]

Builds, by `git fast-import`, a main line that edits tickets and branches that leave it here and
there, each with a ticket of its own changed (500 branches, 1,000 tickets and 2,000 commits by
default). The commands of a pair run in turn, and the median of the ratios is printed.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reading import TICKET

PAIRS = 5
WHO = "committer Ana <ana@example.com>"
START = 1_700_000_000


def stream(branches: int, tickets: int, commits: int) -> bytes:
    """Returns what `git fast-import` reads."""
    lines = ["reset refs/heads/main"]

    def commit(ref: str, number: int, mark: int, start: int | None, edit: str) -> None:
        lines.extend([f"commit {ref}", f"mark :{mark}", f"{WHO} {START + 600 * mark} +0000"])
        lines.extend(["data 1", "c"])
        if start is not None:
            lines.append(f"from :{start}")
        chosen = range(1, tickets + 1) if not start else [number]
        for number in chosen:
            text = TICKET.format(number=number, dependency="") + edit
            name = f".tickets/JJM-{number:03d}.md"
            lines.extend([f"M 644 inline {name}", f"data {len(text.encode())}", text])

    commit("refs/heads/main", 0, 1, None, "")
    for mark in range(2, commits + 1):
        commit("refs/heads/main", mark % tickets + 1, mark, mark - 1, f"main {mark}\n")
    for n in range(branches):
        start = 1 + n * (commits - 1) // max(branches, 1)
        edit = f"branch {n}\n"
        commit(f"refs/heads/feat/{n}", n % tickets + 1, commits + 1 + n, start, edit)
    return "\n".join(lines).encode()


def seconds(folder: Path, *args: str) -> float:
    """Returns the wall time of a process."""
    start = time.perf_counter()
    subprocess.run(args, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Prints the ratios."""
    given = [int(argument) for argument in sys.argv[1:]]
    branches, tickets, commits = [*given, *(500, 1_000, 2_000)[len(given) :]]
    ours = (sys.executable, "-m", "jticket", "list", "--branches")
    measures = {
        "jticket list": (sys.executable, "-m", "jticket", "list"),
        "git for-each-ref": ("git", "for-each-ref"),
        "git log --raw": ("git", "log", "--raw", "--no-renames", "--", ".tickets"),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(["git", "init", "-q", "-b", "main"], cwd=folder, check=True)
        data = stream(branches, tickets, commits)
        subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, input=data, check=True)
        subprocess.run(["git", "reset", "-q", "--hard"], cwd=folder, check=True)
        for label, measure in measures.items():
            pairs = [(seconds(folder, *ours), seconds(folder, *measure)) for _ in range(PAIRS)]
            ratio = statistics.median(a / b for a, b in pairs)
            took = statistics.median(a for a, _ in pairs)
            print(f"list --branches, {branches} branches : {label} = {ratio:.2f} ({took:.2f} s)")


if __name__ == "__main__":
    main()
