"""The proof of safety: what it says where it can't run, and what its commands leave on the disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from stress import sandbox, strace

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


def test_a_git_that_outlives_who_waits_for_its_announcement_goes_on(tmp_path: Path) -> None:
    pipe = tmp_path / "announced"
    os.mkfifo(pipe)
    env = strace.variables(os.environ["PATH"], tmp_path, ANNOUNCE=str(pipe))
    ran = subprocess.run(
        ["git", "version"],
        env={**os.environ, **env},
        executable=tmp_path / "bin/git",
        capture_output=True,
        timeout=20,
        check=True,
    )
    assert ran.stdout.startswith(b"git version")


def test_a_command_that_may_be_killed_has_its_temporary_files_beside_its_repository(
    tmp_path: Path,
) -> None:
    (tmp_path / "repo").mkdir()
    code = "import tempfile; print(tempfile.gettempdir())"
    ran = sandbox.run(tmp_path / "repo", [sys.executable, "-c", code], {}, tmp_path / "output")
    assert ran.out == f"{tmp_path / 'repo-tmp'}\n"


def test_the_proof_heeds_signals_that_it_was_started_to_ignore() -> None:
    code = (
        "import signal; from stress import __main__; __main__._heed_signals(); "
        "print(*(signal.getsignal(number) == signal.SIG_IGN for number in "
        "(signal.SIGINT, signal.SIGTERM, signal.SIGHUP)))"
    )
    folders = [TESTS.parent, TESTS, TESTS / "vcs"]
    ran = subprocess.run(
        ["sh", "-c", 'trap "" INT TERM HUP; exec "$@"', "sh", sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, folders))},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "False False False\n"
