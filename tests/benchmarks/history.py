"""How long the history of many commits takes, each of which edits a ticket.

    python tests/benchmarks/history.py [COMMITS] [TICKETS]

The history (10,000 commits on 500 tickets by default, one in a hundred a merge) is built
with `git fast-import`. Printed are the seconds of each command, and its ratio to a bare
`git log --raw` of the same repository: seconds alone mean little on a busy machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

STATUSES = ("backlog", "ready", "in_progress", "review", "done")
COMMANDS = (
    "log",
    "log --json",
    "log --limit 20",
    "log --since 2025-01-07",
    "log 1",
    "show 1 --history",
)
START = 1_735_689_600  # 2025-01-01
TICKET = """\
---
id: JJM-{number:03d}
title: Job Manager - step {number}
status: {status}
ticket_type: issue
priority: normal
created: 2025-01-01T00:00:00Z
assignee: ana
service_id: jules-job-manager
tags: [cli, mvp]
effort: {effort}h
---

## Description

Why this work matters, what is in and what is out. Revision {commit}.

## Acceptance Criteria

- [ ] one
- [ ] two
"""


def stream(commits: int, tickets: int) -> Iterator[bytes]:
    """Yields the history as `git fast-import` reads it."""
    for n in range(1, commits + 1):
        number, turn = n % tickets + 1, n // tickets
        status = STATUSES[turn % len(STATUSES)]
        text = TICKET.format(number=number, status=status, effort=turn + 1, commit=n).encode()
        subject = f"JJM-{number:03d}: edit {n}\n".encode()
        branch = b"side" if n % 100 == 99 else b"main"
        yield b"commit refs/heads/%s\nmark :%d\n" % (branch, n)
        yield b"committer Ana <ana@example.com> %d +0000\n" % (START + n * 60)
        yield b"data %d\n%s" % (len(subject), subject)
        if n % 100 == 99:
            yield b"from :%d\n" % (n - 1)
        elif n % 100 == 0:
            yield b"from :%d\nmerge :%d\n" % (n - 2, n - 1)
            yield from _file(number - 1 or tickets, n - 1, tickets)
        yield b"M 100644 inline .tickets/JJM-%03d.md\ndata %d\n%s\n" % (number, len(text), text)


def _file(number: int, commit: int, tickets: int) -> Iterator[bytes]:
    """Yields what the merged branch brings."""
    turn = commit // tickets
    text = TICKET.format(
        number=number, status=STATUSES[turn % len(STATUSES)], effort=turn + 1, commit=commit
    ).encode()
    yield b"M 100644 inline .tickets/JJM-%03d.md\ndata %d\n%s\n" % (number, len(text), text)


def timed(folder: Path, *command: str) -> float:
    """Returns the seconds that a command takes."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Builds the history and prints the times."""
    commits, tickets = (*map(int, sys.argv[1:]), *(10_000, 500)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(["git", "init", "-q", "-b", "main"], cwd=folder, check=True)
        feed = b"".join(stream(commits, tickets))
        importing = ["git", "fast-import", "--quiet"]
        subprocess.run(importing, cwd=folder, input=feed, check=True)
        subprocess.run(["git", "reset", "-q", "--hard", "main"], cwd=folder, check=True)
        bare = timed(folder, "git", "log", "--raw", "-c", "--date-order", "main")
        print(f"git log --raw: {bare:.2f} s for {commits} commits")
        start = [sys.executable, "-m", "jticket"]
        os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
        for line in COMMANDS:
            taken = timed(folder, *start, *line.split())
            print(f"jticket {line}: {taken:.2f} s, {taken / bare:.1f} × git log")


if __name__ == "__main__":
    main()
