"""The errors that git, or the state of a repository, can cause."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jticket.errors import (
    Advice,
    ConflictError,
    JticketError,
    NotFoundError,
    RefusedError,
    Remedy,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

OLDEST_GIT: Final = (2, 38)
_LOCKED: Final = re.compile(r"Unable to create '(.+?\.lock)': File exists", re.DOTALL)
_UNFETCHED: Final = re.compile(r"could not fetch ([0-9a-f]+) from promisor|promisor remote")


class GitMissingError(JticketError):
    """Raised when git can't be started."""

    code = "git_missing"

    def __init__(self) -> None:
        super().__init__("git is not installed, or not on PATH", "install git 2.38 or newer")


class GitNotStartedError(JticketError):
    """Raised when the system can't start git now, for lack of memory, descriptors or disk space."""

    code = "git_not_started"

    def __init__(self, error: OSError) -> None:
        super().__init__(
            f"git can't be started: {error.strerror or error}",
            "close programs or free disk space, then try again",
        )


class GitTooOldError(JticketError):
    """Raised when git is older than `OLDEST_GIT`."""

    code = "git_too_old"

    def __init__(self, version: Sequence[int]) -> None:
        oldest = ".".join(map(str, OLDEST_GIT))
        super().__init__(
            f"git {'.'.join(map(str, version))} is too old", f"install git {oldest} or newer"
        )


class GitError(JticketError):
    """Raised when a git command fails; the message is git's own."""

    code = "git"

    def __init__(self, command: str, status: int, stderr: str) -> None:
        lines = [_without_prefix(line) for line in stderr.splitlines()]
        words = "; ".join(line for line in lines if line) or f"exit status {status}"
        super().__init__(f"git {command} failed: {words}")
        self.status = status
        self.stderr = stderr


class MissingObjectError(NotFoundError):
    """Raised when this clone lacks objects, as shallow and partial clones do."""

    code = "missing_object"

    def __init__(self, object_id: str) -> None:
        super().__init__(
            f"this clone lacks the object {object_id[:10]}",
            "`git fetch --unshallow`, or `git fetch --refetch` in a partial clone, fetches it",
        )


class LockLeftError(RefusedError):
    """Raised when git can't take a lock, for example of a reference, because its file exists."""

    code = "lock_left"

    def __init__(self, lock: Path) -> None:
        super().__init__(
            f"{lock} exists: another git command is running, or one was killed and left it",
            f"try again later; if no git command is running here, remove {lock}",
        )
        self.lock = lock


def failed(command: str, status: int, stderr: str) -> GitError | MissingObjectError | LockLeftError:
    """Returns the error for a failed git command; for known failures it says what to do."""
    if locked := _LOCKED.search(stderr):
        return LockLeftError(Path(locked[1]))
    if missing := _UNFETCHED.search(stderr):
        return MissingObjectError(missing[1] or "that a history needs")
    return GitError(command, status, stderr)


class NoRepositoryError(NotFoundError):
    """Raised when a folder is not in a git work tree."""

    code = "no_repository"

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is not inside a git repository",
            "run `git init` in the project's folder first",
        )


class BareRepositoryError(RefusedError):
    """Raised when a repository has no work tree to keep tickets in."""

    code = "bare_repository"

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"the repository at {folder} has no work tree",
            "work in a clone, or in a folder made by `git worktree add`",
        )


class UntrustedRepositoryError(RefusedError):
    """Raised when git refuses to read a repository that another user owns."""

    code = "untrusted_repository"

    def __init__(self, folder: Path, advice: str | None) -> None:
        super().__init__(
            f"git does not trust the repository at {folder}: it belongs to another user",
            f"if you trust its owner, run `{advice}`" if advice else None,
        )


class OutsideRepositoryError(RefusedError):
    """Raised when a path can't be committed to this repository."""

    code = "outside_repository"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} {reason}", "keep tickets in the repository's own folders")


class BusyRepositoryError(RefusedError):
    """Raised when a merge, rebase or the like has to be finished before a commit."""

    code = "busy_repository"

    def __init__(self, operation: str, finish: str) -> None:
        super().__init__(f"a {operation} is in progress; nothing is committed during it", finish)
        self.operation = operation


class NoIdentityError(RefusedError):
    """Raised when git has no name or email for the author of a commit."""

    code = "no_identity"

    def __init__(self) -> None:
        super().__init__(
            "git does not know who you are, so it can't commit",
            'run `git config --global user.name "Your Name"` and'
            " `git config --global user.email you@example.com`",
        )


class IgnoredPathError(RefusedError):
    """Raised when an ignore rule keeps a file out of the repository."""

    code = "ignored_path"

    def __init__(self, name: str, rule: str, place: str) -> None:
        super().__init__(
            f"{name} is ignored by git: rule {rule!r} at {place}",
            "change that rule, or keep tickets in a folder that git does not ignore",
        )


class UnmergedPathError(RefusedError):
    """Raised when a file still has a merge conflict in the index."""

    code = "unmerged_path"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} has an unresolved merge conflict",
            f"resolve it, then run `git add {shlex.quote(name)}`",
        )


class IndexLockedError(RefusedError):
    """Raised when another git process holds the lock of the index for too long."""

    code = "index_locked"

    def __init__(self, lock: Path) -> None:
        super().__init__(
            f"another git process holds {lock}",
            "try again when it is done; remove the file if no git is running",
        )


class HookFailedError(RefusedError):
    """Raised when a hook refuses the commit; `output` is what it printed."""

    code = "hook_failed"

    def __init__(self, hook: str, status: int, output: str) -> None:
        printed = f":\n{output}" if output else ""
        super().__init__(
            f"the {hook} hook refused the commit (exit status {status}){printed}",
            "fix what it complains about",
            Advice(Remedy.SKIP_HOOKS),
        )
        self.hook = hook
        self.output = output


class EmptyMessageError(RefusedError):
    """Raised when a commit message is empty once it is cleaned up."""

    code = "empty_message"

    def __init__(self) -> None:
        super().__init__("the commit message is empty", Advice(Remedy.GIVE_MESSAGE))


class HeadMovedError(ConflictError):
    """Raised when others committed to the branch each time this commit was about to be added."""

    code = "head_moved"

    def __init__(self, attempts: int) -> None:
        super().__init__(
            f"the branch moved on {attempts} times while this was being committed",
            "try again when the other commits are done",
        )


def _without_prefix(line: str) -> str:
    for prefix in ("fatal: ", "error: ", "hint: ", "warning: "):
        line = line.removeprefix(prefix)
    return line.strip()
