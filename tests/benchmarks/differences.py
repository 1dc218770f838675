"""How long `jticket diff` takes over a long history, as a ratio to git's diff of the same range.

    python tests/benchmarks/differences.py [COMMITS] [TICKETS]

The history is built by `git fast-import`: each commit edits one ticket. The two of a pair run in
turn, and the median of the ratios is printed: absolute times mean nothing on a busy machine.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

PAIRS = 5
TICKET = """\
---
id: JJM-{number:03d}
title: Job Manager - step {number}
status: {status}
priority: normal
created: 2025-10-01T09:30:00Z
tags: [cli, mvp]
dependencies: [{dependency}]
effort: 4h
phase: "MVP Phase {phase}"
---

## Description

Why this work matters, what is in and what is out, for the {turn}. time.

## Acceptance Criteria

- [{done}] the first thing works
- [ ] the second thing works
"""
STATUSES = ("backlog", "ready", "in_progress", "review", "done")


def ticket(number: int, turn: int) -> bytes:
    """Returns a ticket as its n-th commit left it."""
    text = TICKET.format(
        number=number,
        status=STATUSES[min(turn, 4)],
        dependency=f"JJM-{number - 1:03d}" if number > 1 else "",
        phase=number // 50,
        turn=turn,
        done="x" if turn else " ",
    )
    return text.encode()


def write_history(stream: IO[bytes], commits: int, tickets: int) -> None:
    """Writes a history for `git fast-import`: all tickets first, then an edit a commit."""
    for place in range(commits):
        stream.write(b"commit refs/heads/main\n")
        stream.write(f"committer A <a@example.com> {1_700_000_000 + place} +0000\n".encode())
        stream.write(b"data 4\nedit\n")
        first = range(1, tickets + 1) if not place else [place % tickets + 1]
        for number in first:
            data = ticket(number, place // tickets + bool(place))
            stream.write(f"M 100644 inline .tickets/JJM-{number:03d}.md\n".encode())
            stream.write(f"data {len(data)}\n".encode() + data + b"\n")


def build(folder: Path, commits: int, tickets: int) -> None:
    """Makes a repository with that history, checked out."""
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=folder, check=True)
    with tempfile.TemporaryFile() as stream:
        write_history(stream, commits, tickets)
        stream.seek(0)
        subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, stdin=stream, check=True)
    subprocess.run(["git", "reset", "-q", "--hard"], cwd=folder, check=True)


def seconds(folder: Path, *args: str) -> float:
    """Returns the wall time of one process."""
    start = time.perf_counter()
    subprocess.run(args, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def report(folder: Path, name: str, span: str) -> None:
    """Prints the median ratio for one range."""
    pairs = [
        (
            seconds(folder, sys.executable, "-m", "jticket", "diff", span),
            seconds(folder, "git", "diff", "--word-diff", span.replace("...", "..")),
        )
        for _ in range(PAIRS)
    ]
    ratio = statistics.median(ours / git for ours, git in pairs)
    took = statistics.median(ours for ours, _ in pairs)
    print(f"{name} : git diff --word-diff = {ratio:.1f} ({took:.2f} s here)", flush=True)


def main() -> None:
    """Prints the ratios."""
    commits = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    tickets = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder, commits, tickets)
        report(folder, f"all {commits} commits, {tickets} tickets", f"HEAD~{commits - 1}..HEAD")
        report(folder, "the last ten commits", "HEAD~10...HEAD")


if __name__ == "__main__":
    main()
