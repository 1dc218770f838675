"""The proof of safety, where it can't run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


@pytest.mark.parametrize("parts", [["states", "kills", "faults"], []])
def test_without_strace_the_proof_says_at_once_what_to_install(
    tmp_path: Path, parts: list[str]
) -> None:
    folders = [TESTS.parent, TESTS, TESTS / "vcs"]
    ran = subprocess.run(
        [sys.executable, "-m", "stress", *parts],
        env={**os.environ, "PATH": str(tmp_path), "PYTHONPATH": os.pathsep.join(map(str, folders))},
        capture_output=True,
        text=True,
        check=False,
    )
    named = parts[1:] or ["kills", "faults", "random_kills", "controls"]
    expected = f"{', '.join(named)}: install strace first (`apt-get install strace`)\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", expected)
