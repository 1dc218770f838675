"""Starting git: which executable, its version, and the error if there is none."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import pytest

from jticket.vcs import process
from jticket.vcs.errors import GitMissingError, GitNotStartedError, GitTooOldError
from jticket.vcs.repository import open_repository

if TYPE_CHECKING:
    from io import BufferedRandom
    from pathlib import Path

    from gitrepo import GitRepo


def test_a_missing_git_is_an_error_of_its_own(
    repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = (
        "import sys; from pathlib import Path; from jticket.vcs.repository import open_repository\n"
        "from jticket.vcs.errors import GitMissingError\n"
        "try: open_repository(Path(sys.argv[1]))\n"
        "except GitMissingError as error: print(error.code)\n"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PATH": str(tmp_path)}
    for quiet in ("raise", "quiet"):
        env["GIT_PYTHON_REFRESH"] = quiet
        command = [sys.executable, "-c", code, str(repo.path)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
        assert done.stdout == "git_missing\n"
    open_repository(repo.path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitMissingError):
        open_repository(repo.path)


@pytest.mark.parametrize(
    ("version", "old"),
    [("2.37.9", True), ("1.9", True), ("2.38.0", False), ("2.51.GIT", False), ("3.0.1", False)],
)
def test_an_old_git_is_named_with_the_version_that_is_needed(
    repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, old: bool
) -> None:
    open_repository(repo.path)
    fake = tmp_path / "bin/git"
    fake.parent.mkdir()
    fake.write_text(f"#!/bin/sh\necho git version {version}\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}{os.pathsep}{os.environ['PATH']}")
    if not old:
        process.check_version()
        return
    with pytest.raises(GitTooOldError) as caught:
        open_repository(repo.path)
    assert version in caught.value.message
    assert "2.38" in str(caught.value.hint)


def test_the_executable_that_gitpython_is_given_is_used_and_its_variables_stay(
    repo: GitRepo, tmp_path: Path
) -> None:
    log, script = tmp_path / "log", repo.script("my-git", 'echo "$1" >> "$LOG"\nexec git "$@"')
    code = (
        "import os, sys; from pathlib import Path; from jticket.vcs import process\n"
        "before = dict(os.environ)\n"
        "process.check_version()\n"
        "process.check_version()\n"
        "process.start(Path(sys.argv[1]), ['status'], env={})\n"
        "assert dict(os.environ) == before\n"
    )
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "GIT_PYTHON_GIT_EXECUTABLE": str(script),
        "LOG": str(log),
    }
    subprocess.run([sys.executable, "-c", code, str(repo.path)], check=True, env=env)
    assert log.read_text() == "version\n-C\n"


def _fail(*_: object, **__: object) -> None:
    raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))


@pytest.mark.parametrize(
    "short_of", ["subprocess.Popen.__init__", "jticket.vcs.process.TemporaryFile"]
)
def test_a_system_that_cannot_start_git_now_is_called_so(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch, short_of: str
) -> None:
    repository = open_repository(repo.path)
    monkeypatch.setattr(short_of, _fail)
    with pytest.raises(GitNotStartedError, match="git can't be started: Too many open files"):
        repository.run("hash-object", "--stdin", input=b"text")


def test_an_input_that_fails_to_close_does_not_fail_what_git_did(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = open_repository(repo.path)
    streams: list[BufferedRandom] = []

    class Failing:
        def __init__(self) -> None:
            self.stream = TemporaryFile()  # noqa: SIM115
            streams.append(self.stream)

        def __getattr__(self, name: str) -> object:
            return getattr(self.stream, name)

        def close(self) -> None:
            self.stream.close()
            _fail()

    monkeypatch.setattr(process, "TemporaryFile", Failing)
    assert repository.run("hash-object", "--stdin", input=b"text").out.strip()
    assert [stream.closed for stream in streams] == [True]
