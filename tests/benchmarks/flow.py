"""How long `stats --since` takes over many commits, as a ratio to a bare `git log` of the same.

    python tests/benchmarks/flow.py [COMMITS] [TICKETS]

The history is that of `history.py` (10,000 commits on 500 tickets by default). The two
of a pair run in turn, and the median of the ratios is printed.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from history import stream, timed

PAIRS = 3


def main() -> None:
    """Prints the ratios."""
    given = [int(argument) for argument in sys.argv[1:]]
    commits, tickets = [*given, *(10_000, 500)[len(given) :]]
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
    log = ("git", "log", "--raw", "-c", "--find-renames=50%", "--date-order", "main")
    ours = (sys.executable, "-m", "jticket", "stats", "--since", "2025-01-01", "--json")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(["git", "init", "-q", "-b", "main"], cwd=folder, check=True)
        feed = b"".join(stream(commits, tickets))
        subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, input=feed, check=True)
        subprocess.run(["git", "reset", "-q", "--hard", "main"], cwd=folder, check=True)
        pairs = [(timed(folder, *ours), timed(folder, *log)) for _ in range(PAIRS)]
    ratio = statistics.median(a / b for a, b in pairs)
    took = statistics.median(a for a, _ in pairs)
    print(f"stats --since, {commits} commits : git log --raw = {ratio:.2f} ({took:.2f} s)")


if __name__ == "__main__":
    main()
