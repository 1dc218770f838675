"""Starts git, through GitPython, and nothing else does; knows no repository.

GitPython is imported when the first git starts: that takes longer than a whole reading command.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from jticket.vcs.errors import OLDEST_GIT, GitMissingError, GitTooOldError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from git import Git


@dataclass(frozen=True, slots=True)
class Result:
    """What a git process left: its exit status, its output as it is, its messages as text."""

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
    """Runs git in `folder` to its end; `env` is laid over the process's own environment.

    `descriptors` stay open in the child and in what it starts. With `new_process_group`, signals to
    the command (Ctrl-C, a closed terminal) don't reach git; it must not prompt then. Raises
    `GitMissingError`.
    """
    git = _git()
    from git.exc import GitCommandNotFound

    # GitPython falls back to the current directory when it can't enter another one; `-C` fails.
    command = [git.GIT_PYTHON_GIT_EXECUTABLE or "git", "-C", str(folder), *args]
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
    return Result(status, out, err)


def ask_for_recent_git() -> None:
    """Raises `GitMissingError` or `GitTooOldError` unless git can do what is asked of it here."""
    git = _git()
    from git.exc import GitCommandNotFound

    try:
        found = git.version_info
    except GitCommandNotFound as error:
        raise GitMissingError from error
    if found[:2] < OLDEST_GIT:
        raise GitTooOldError(found)


def _git() -> Git:
    try:
        from git import Git
    except ModuleNotFoundError:
        raise
    except ImportError as error:
        # GitPython starts git when it is imported and fails where there is none.
        raise GitMissingError from error
    return Git()


def _stream(content: bytes) -> AbstractContextManager[BinaryIO | None]:
    """Returns what git reads: a file, for a pipe would stand still when both sides write."""
    if not content:
        return nullcontext()
    stream = TemporaryFile()  # noqa: SIM115 - closed by the caller's `with`
    stream.write(content)
    stream.seek(0)
    return stream
