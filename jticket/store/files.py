"""Ticket files on disk: listed and read."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.errors import RefusedError
from jticket.store.inside import open_inside
from jticket.store.locate import TEMPLATES, LeavesFolderError, inside, real_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_FILE = 1024 * 1024
_NOT_TICKETS = ("README.md",)


class UnreadableFileError(RefusedError):
    """Raised when a file can't be read."""

    code = "io_error"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"can't read {path}: {reason}")
        self.path, self.reason = path, reason


@dataclass(frozen=True, slots=True)
class TicketPath:
    """A Markdown file in the tickets folder; `leaves` is the target of a link out of the folder."""

    path: Path
    leaves: str | None = None


def ticket_files(folder: Path) -> Iterator[TicketPath]:
    """Yields every file that should be a ticket, in any subfolder, sorted by path in each folder.

    Left out are `README.md`, the `templates` folder, hidden files and linked folders. A folder that
    can't be listed is yielded itself, in place of the files that may be in it.
    """
    real = real_path(folder)
    pending = [folder]
    while pending:
        current = pending.pop()
        try:
            entries = sorted(os.scandir(current), key=lambda entry: entry.name)
        except OSError:
            if current == folder:
                raise
            yield TicketPath(current)
            continue
        below = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                if current != folder or entry.name != TEMPLATES:
                    below.append(current / entry.name)
            elif entry.is_symlink():
                yield from _linked(current / entry.name, real)
            elif _is_ticket_name(entry.name):
                yield TicketPath(current / entry.name)
        pending += reversed(below)


def is_ticket_path(folder: Path, path: Path) -> bool:
    """Returns whether a path in the tickets folder is one where a ticket should be.

    Not so the folder itself, which may be a file in a commit.
    """
    parts = path.relative_to(folder).parts
    hidden = any(part.startswith(".") for part in parts)
    return bool(parts) and not hidden and parts[0] != TEMPLATES and _is_ticket_name(parts[-1])


def _is_ticket_name(name: str) -> bool:
    return name.endswith(".md") and name not in _NOT_TICKETS


def _linked(path: Path, real: Path) -> Iterator[TicketPath]:
    """Yields a link to a ticket file in the folder, or one that leads out of the folder."""
    try:
        target, leaves = inside(real, path), None
    except LeavesFolderError as error:
        target, leaves = error.target, str(error.target)
    if target.is_dir():
        if leaves:
            yield TicketPath(path, leaves)
    elif _is_ticket_name(path.name):
        yield TicketPath(path, leaves)


def permissions(path: Path) -> int | None:
    """Returns the permissions of a file; None where there is none, or it is a link."""
    with suppress(OSError):
        mode = path.lstat().st_mode
        return stat.S_IMODE(mode) if stat.S_ISREG(mode) else None
    return None


def read_file(path: Path, *, within: Path | None = None, limit: int = MAX_FILE) -> bytes:
    """Returns the bytes of a regular file, but at most one more than `limit`.

    `within` is a folder, without links in its own path, that no link may lead out of.

    Raises:
        LeavesFolderError: a link leads out of the folder.
        UnreadableFileError: it is missing, a pipe, device or folder, or there is no permission.
    """
    try:
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
        descriptor = open_inside(within, path) if within else os.open(path, flags)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise UnreadableFileError(path, "not a regular file")
            return file.read(limit + 1)
    except OSError as error:
        raise UnreadableFileError(path, error.strerror or str(error)) from None
