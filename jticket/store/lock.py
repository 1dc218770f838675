"""One exclusive lock among all jticket processes that share a file's path.

The lock belongs to an open descriptor, not to a process: children that inherit the descriptor keep
the lock when their parent is killed, so no other command gets it while one of them still works.
"""

from __future__ import annotations

import errno
import os
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from jticket.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SHORTEST_WAIT_NS = 2_000_000
_JITTER_NS = 13_000_000

_REMEDIES: Final = {
    errno.EROFS: "the file system is read-only: change tickets in a copy that can be written",
    errno.EACCES: "to change tickets you need write permission for that folder",
    errno.ELOOP: "the lock must not be a symbolic link: remove it",
    errno.EISDIR: "the lock must be a file: remove the folder",
    errno.ENOLCK: "keep the files on a file system that has locks",
}


class LockedError(RefusedError):
    """Raised when another command holds the lock until the timeout."""

    code = "locked"

    def __init__(self, path: Path, waited: float) -> None:
        super().__init__(
            f"another jticket command holds the lock {path} (waited {waited:g} s)",
            "another jticket command is running here; try again when it is done"
            f" (`fuser {path}` names the process)",
        )
        self.path, self.waited = path, waited


class LockUnavailableError(RefusedError):
    """Raised when the lock can't be opened or taken, whoever holds it."""

    code = "lock_unavailable"

    def __init__(self, path: Path, error: OSError) -> None:
        reason = error.strerror or str(error)
        super().__init__(
            f"can't take the lock {path}: {reason}; nothing was changed",
            _REMEDIES.get(error.errno or 0),
        )
        self.path, self.reason = path, reason


@contextmanager
def held(path: Path, *, timeout: float = 30.0) -> Iterator[int]:
    """Holds the exclusive lock on `path` and yields the descriptor that it belongs to.

    The file is created if it is missing, and never removed: otherwise two processes could lock two
    files of one name. Pass the descriptor on to every child that changes what the lock guards.
    Threads of one process exclude each other too.

    Raises:
        LockedError: one holder keeps the lock for `timeout` seconds; the time starts again whenever
            the lock changes hands, so that many commands can wait in turn.
        LockUnavailableError: the file can't be opened (a symbolic link is refused), or the file
            system has no locks.
    """
    # `import filelock` loads asyncio and takes longer than a complete reading command.
    from filelock import unlock_descriptor

    try:
        descriptor = _open(path)
    except OSError as error:
        raise LockUnavailableError(path, error) from None
    try:
        _take(path, descriptor, timeout)
        with suppress(PermissionError):
            os.utime(descriptor)  # shows waiting commands that the lock has changed hands
        os.set_inheritable(descriptor, True)
        try:
            yield descriptor
        finally:
            # Closing is not enough: a daemon that a hook started may hold a copy. Unlocking can
            # fail, as without a lock daemon on NFS; what was done under the lock has not failed.
            with suppress(OSError):
                unlock_descriptor(descriptor)
    finally:
        with suppress(OSError):  # on a network disk; what was done under the lock is done
            os.close(descriptor)


def _take(path: Path, descriptor: int, timeout: float) -> None:
    from filelock import lock_descriptor

    deadline, holder = time.monotonic() + timeout, os.fstat(descriptor).st_mtime_ns
    while True:
        try:
            if lock_descriptor(descriptor, blocking=False):
                return
        except OSError as error:
            raise LockUnavailableError(path, error) from None
        now = time.monotonic_ns()
        if (newest := os.fstat(descriptor).st_mtime_ns) != holder:
            deadline, holder = now / 1e9 + timeout, newest
        if now / 1e9 >= deadline:
            raise LockedError(path, timeout)
        # The clock's last digits are jitter enough to keep waiters out of step.
        time.sleep((_SHORTEST_WAIT_NS + now % _JITTER_NS) / 1e9)


def _open(path: Path) -> int:
    flags = os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        return os.open(path, os.O_RDWR | flags, 0o666)
    except PermissionError:
        # In a repository that a group shares, the file may be another member's.
        return os.open(path, os.O_RDONLY | flags, 0o666)
