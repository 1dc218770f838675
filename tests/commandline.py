"""The command line for tests, in this process or in another: `from commandline import …`."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from jticket.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo

NOW = "2025-10-01T09:30:00Z"


@dataclass(frozen=True)
class Ran:
    """The result of a command."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Returns the output, parsed as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """Returns the output, line by line."""
        return self.out.splitlines()


def jticket(folder: Path, *args: str, stdin: str | bytes = "", **env: str) -> Ran:
    """Runs a command in this process, in a folder, with a fixed clock."""
    content = stdin if isinstance(stdin, bytes) else stdin.encode()
    out, err = _stream(), _stream()
    with (
        chdir(folder),
        patch.dict(os.environ, {"JTICKET_NOW": NOW, "COLUMNS": "80", **env}),
        patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8")),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        status = run(args)
    return Ran(status, _text(out), _text(err))


def done(folder: Path, *args: str, stdin: str | bytes = "", **env: str) -> Ran:
    """Runs a command that must succeed, in the same way."""
    ran = jticket(folder, *args, stdin=stdin, **env)
    assert ran.status == 0, ran
    return ran


def refused(repo: GitRepo, *args: str, status: int = 1) -> str:
    """Runs a command that must be refused and change nothing; returns its errors."""
    before = repo.head(), repo.files()
    ran = jticket(repo.path, *args)
    assert ran.status == status, ran
    assert (repo.head(), repo.files()) == before
    return ran.err


def command(*args: str) -> list[str]:
    """Returns the words that start a command in a process of its own."""
    return [sys.executable, "-m", "jticket", *args]


def environment(**env: str) -> dict[str, str]:
    """Returns the variables of such a process."""
    path = os.pathsep.join(folder for folder in sys.path if folder)
    own = {"PYTHONPATH": path, "PYTHONUNBUFFERED": "", "JTICKET_NOW": NOW, "COLUMNS": "80"}
    no_pager = {"JTICKET_PAGER": "cat"}  # on a terminal it would wait for keys
    return {**os.environ, **own, **no_pager, **env}


def process(folder: Path, *args: str, stdin: str | bytes = "", **env: str) -> Ran:
    """Runs a command in a process of its own."""
    content = stdin if isinstance(stdin, bytes) else stdin.encode()
    ran = subprocess.run(
        command(*args),
        cwd=folder,
        input=content,
        capture_output=True,
        check=False,
        env=environment(**env),
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace", newline="")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()
