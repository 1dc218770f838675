"""The suite's own properties and races, with many more examples, processes and kills."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from stress.proof import Effort, Promise, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


def part(effort: Effort) -> Iterator[Row]:
    """Runs the suite with `JTICKET_STRESS=1`; its short form is the suite itself."""
    if not effort.long:
        return
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "auto", "-p", "no:cacheprovider"],
        cwd=ROOT,
        env={**os.environ, "JTICKET_STRESS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    passed = re.search(r"(\d+) passed", ran.stdout)
    failed = tuple(line for line in ran.stdout.splitlines() if line.startswith(("FAILED", "ERROR")))
    if ran.returncode and not failed:
        failed = (f"pytest exited with {ran.returncode}: {ran.stderr[-500:]}",)
    yield Row(Promise.KEPT, "the suite's properties and races", _count(passed), 0, failed)


def _count(match: re.Match[str] | None) -> int:
    return int(match[1]) if match else 0
