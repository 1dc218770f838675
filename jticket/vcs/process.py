"""Starts git, through GitPython; the only module that starts processes here.

GitPython is imported when the first git starts: that takes longer than a complete reading command.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from shutil import which
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, Final

from jticket.vcs.errors import OLDEST_GIT, GitMissingError, GitNotStartedError, GitTooOldError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from git import Git

_EXECUTABLE: Final = "GIT_PYTHON_GIT_EXECUTABLE"

# GitPython runs `git version` when it is imported and throws the answer away. With a file that
# can't be run and no complaint about it, it starts nothing, and `check_version` asks instead.
_WHILE_IMPORTING: Final = {_EXECUTABLE: os.devnull, "GIT_PYTHON_REFRESH": "quiet"}


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a git process: exit status, output in bytes, messages as text."""

    status: int
    out: bytes
    err: str


def start(
    folder: Path,
    args: Sequence[str],
    *,
    input: bytes = b"",  # noqa: A002 - the word subprocess uses
    env: Mapping[str, str],
    descriptors: tuple[int, ...] = (),
    new_process_group: bool = False,
) -> Result:
    """Runs git in `folder` to its end; `env` is added to the process's own environment.

    `descriptors` stay open in the child and in what it starts. With `new_process_group`, signals to
    the command (Ctrl-C, a closed terminal) don't reach git; it must not prompt then. Raises
    `GitMissingError` or `GitNotStartedError`.
    """
    git = _git_class()()
    from git.exc import GitCommandNotFound

    # GitPython falls back to the current directory when it can't enter another one; `-C` fails.
    command = [git.GIT_PYTHON_GIT_EXECUTABLE or git.git_exec_name, "-C", str(folder), *args]
    with _stream(input) as stream:
        try:
            status, out, err = git.execute(
                command,
                stream,
                with_extended_output=True,
                with_exceptions=False,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
                env=dict(env),
                pass_fds=descriptors,
                process_group=0 if new_process_group else None,
            )
        except (GitCommandNotFound, PermissionError) as error:
            raise GitMissingError from error
        except OSError as error:
            raise GitNotStartedError(error) from error
    return Result(status, out, err)


def check_version() -> None:
    """Raises `GitMissingError` or `GitTooOldError` unless git is recent enough.

    An executable is asked for its version once a process.
    """
    git = _git_class()
    executable = which(git.GIT_PYTHON_GIT_EXECUTABLE or git.git_exec_name)
    if executable is None:
        raise GitMissingError
    version = _version_of(executable)
    if version[:2] < OLDEST_GIT:
        raise GitTooOldError(version)


@cache
def _version_of(executable: str) -> tuple[int, ...]:
    """Returns the version of git; `executable` is what GitPython finds on PATH, too."""
    from git.exc import GitCommandNotFound

    try:
        return _git_class()().version_info
    except (GitCommandNotFound, PermissionError) as error:
        raise GitMissingError from error
    except OSError as error:
        raise GitNotStartedError(error) from error


@cache
def _git_class() -> type[Git]:
    before = {name: os.environ.get(name) for name in _WHILE_IMPORTING}
    os.environ.update(_WHILE_IMPORTING)
    try:
        from git import Git
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    Git.GIT_PYTHON_GIT_EXECUTABLE = before[_EXECUTABLE] or Git.git_exec_name
    return Git


@contextmanager
def _stream(content: bytes) -> Iterator[BinaryIO | None]:
    """Yields what git reads: a file, since a pipe would block if both sides write."""
    if not content:
        yield None
        return
    stream: BinaryIO | None = None
    try:
        try:
            stream = TemporaryFile()  # noqa: SIM115 - an error in closing it doesn't matter
            stream.write(content)
            stream.seek(0)
        except OSError as error:
            raise GitNotStartedError(error) from error
        yield stream
    finally:
        if stream is not None:
            with suppress(OSError):
                stream.close()
