"""Temporary files: written completely before they get their names, durably where it matters.

They lie in git's own folder, where no `git add` finds one that a killed command left. A later
command removes what was left.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import contextmanager, suppress
from itertools import count
from typing import TYPE_CHECKING, Final

from jticket.store.files import UnreadableFileError, read_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STAGING: Final = "jticket"
"""The folder of temporary files and caches in git's own; `git rev-parse --git-path` finds it."""

_SWEPT_AFTER: Final = 3600.0  # seconds: a process in another container seems gone, but is soon done
_LONGEST_LINK: Final = 8192
_NAME: Final = re.compile(r"\.jticket-(?P<process>[1-9]\d{0,8})-\d+\.tmp")
_OLDER_NAME: Final = re.compile(
    r"\.(?:.+\.md|config\.yml|\.gitattributes)\.(?P<process>[1-9]\d{0,8})\.tmp"
)
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | os.O_NOFOLLOW

_serial = count(1)


@contextmanager
def temporary_file(
    folder: int,
    data: bytes,
    *,
    mode: int | None = None,
    group: int | None = None,
    durable: bool = True,
) -> Iterator[str]:
    """Yields the name of a new file in a folder; removes it, unless it was renamed.

    `mode` are the permissions, by default those of any new file; `group` is the owning group. What
    may be lost in a power cut need not be `durable`.

    Raises:
        OSError: it can't be written.
    """
    name, descriptor = _create(folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if group is not None:
                with suppress(PermissionError):
                    os.fchown(descriptor, -1, group)
            if mode is not None:
                os.fchmod(descriptor, mode)
            file.write(data)
            file.flush()
            if durable:
                os.fsync(descriptor)
        yield name
    finally:
        with suppress(OSError):
            os.unlink(name, dir_fd=folder)


def open_staging(top: Path, device: int) -> int | None:
    """Returns a descriptor of the folder for temporary files of a work tree; creates the folder.

    None if the work tree has no git folder of its own, or if that is on another device.
    """
    git_dir = _git_dir(top)
    if git_dir is None:
        return None
    try:
        with suppress(FileExistsError):
            (git_dir / STAGING).mkdir()
        descriptor = open_folder(git_dir / STAGING)
    except OSError:  # read-only, or another user's
        return None
    if os.fstat(descriptor).st_dev == device:
        return descriptor
    os.close(descriptor)
    return None


def open_folder(path: Path) -> int:
    """Returns a descriptor of a folder, which must not be a link.

    Raises:
        OSError: it can't be opened.
    """
    return os.open(path, _FOLDER)


def sweep(top: Path, folder: Path, *, lock: int) -> None:
    """Removes temporary files of killed commands: the old ones whose process is gone.

    Looks in git's folder of a work tree and in the tickets folder, which has those that could not
    be in git's, and those of older versions. `lock` is the descriptor of the lock, which the caller
    has just taken: its time is the current one on the file system's clock.
    """
    before = os.fstat(lock).st_mtime - _SWEPT_AFTER
    if git_dir := _git_dir(top):
        with suppress(OSError):
            descriptor = open_folder(git_dir / STAGING)
            try:
                _sweep(descriptor, os.listdir(descriptor), before)
            finally:
                os.close(descriptor)
    for _, below, names, descriptor in os.fwalk(folder):
        below[:] = [name for name in below if not name.startswith(".")]
        _sweep(descriptor, names, before)


def _sweep(folder: int, names: list[str], before: float) -> None:
    for name in names:
        if not name.endswith(".tmp"):
            continue
        match = _NAME.fullmatch(name) or _OLDER_NAME.fullmatch(name)
        if match is None or _is_running(int(match["process"])):
            continue
        with suppress(OSError):
            state = os.stat(name, dir_fd=folder, follow_symlinks=False)
            if stat.S_ISREG(state.st_mode) and state.st_mtime < before:
                os.unlink(name, dir_fd=folder)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's
        return True
    return True


def _create(folder: int) -> tuple[str, int]:
    while True:
        name = f".jticket-{os.getpid()}-{next(_serial)}.tmp"
        with suppress(FileExistsError):  # left by a killed process with the same ID
            return name, os.open(name, _NEW, 0o666, dir_fd=folder)


def _git_dir(top: Path) -> Path | None:
    """Returns git's own folder of a work tree, found without git; None if there is none."""
    folder = top / ".git"
    if not folder.is_dir():  # a file in linked work trees and submodules
        try:
            link = read_file(folder, limit=_LONGEST_LINK)
        except UnreadableFileError:
            return None
        start, _, target = link.partition(b"gitdir: ")
        if start:
            return None
        folder = top / os.fsdecode(target.rstrip(b"\r\n"))
    return folder if os.path.lexists(folder / "HEAD") else None
