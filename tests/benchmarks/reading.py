"""How long commands take, as a ratio to something measured in the same run.

    python tests/benchmarks/reading.py [TICKETS]

Startup is compared with `import click`, reading with PyYAML's C loader on the same files. The
two of a pair run in turn, and the median of the ratios is printed: absolute times mean nothing on
a busy machine.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TICKET = """\
---
id: JJM-{number:03d}
title: Job Manager - step {number}
status: backlog
ticket_type: issue
priority: normal
created: 2025-10-01T09:30:00Z
assignee:
service_id: jules-job-manager
tags: [cli, mvp]
dependencies: [{dependency}]
effort: 4h
phase: "MVP Phase 5: Testing & Documentation"
milestone: MVP
files:
  - jules_job_manager/tests/test_{number}.py
---

## Description

Why this work matters, what is in and what is out.

## Acceptance Criteria

- [x] the first thing works
- [ ] the second thing works

## Technical Notes

Hints for whoever builds it.
"""
LOAD_ALL = """
import pathlib, yaml
for path in pathlib.Path(".tickets").glob("*.md"):
    yaml.load(path.read_text().split("---")[1], Loader=yaml.CSafeLoader)
"""
PAIRS = 7


def write_project(folder: Path, count: int) -> None:
    """Writes a chain of tickets."""
    (folder / ".tickets").mkdir()
    for number in range(1, count + 1):
        dependency = f"JJM-{number - 1:03d}" if number > 1 else ""
        text = TICKET.format(number=number, dependency=dependency)
        (folder / ".tickets" / f"JJM-{number:03d}.md").write_text(text)


def seconds(folder: Path, *args: str) -> float:
    """Returns the wall time of one Python process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *args], cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def ratio(folder: Path, ours: list[str], measure: list[str]) -> float:
    """Returns the median ratio of two commands that run in turn."""
    pairs = [(seconds(folder, *ours), seconds(folder, *measure)) for _ in range(PAIRS)]
    return statistics.median(a / b for a, b in pairs)


def main() -> None:
    """Prints the ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    jticket = ["-m", "jticket"]
    import_click = ["-c", "import click"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_project(folder, count)
        started = ratio(folder, [*jticket, "--version"], import_click)
        print(f"jticket --version : import click = {started:.2f}")
        for command in ("list", "check"):
            median = ratio(folder, [*jticket, command], ["-c", LOAD_ALL])
            print(f"jticket {command}, {count} tickets : PyYAML's C loader = {median:.2f}")


if __name__ == "__main__":
    main()
