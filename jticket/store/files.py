"""Ticket files on the disk: which there are, read in bulk, written whole or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.errors import ConflictError, RefusedError
from jticket.store.locate import TEMPLATES, real_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_FILE = 1024 * 1024
_NO_TICKETS = ("README.md",)


class ChangedMeanwhileError(ConflictError):
    """Says that a file is not what it was when it was read."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.name} changed meanwhile; nothing was written", "try again")


class WriteError(RefusedError):
    """Says that the disk did not take a file; what was there is still there."""

    code = "io_error"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"can't write {path}: {reason}; nothing was changed")


class UnreadableFileError(RefusedError):
    """Says that a file can't be read."""

    code = "io_error"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"can't read {path}: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class TicketFile:
    """A Markdown file in the tickets folder; `leaves` is where a link leads, if out of it."""

    path: Path
    leaves: str | None = None


def ticket_files(folder: Path) -> Iterator[TicketFile]:
    """Every file that should be a ticket, in any subfolder, sorted by path within each folder.

    Left out: `README.md`, the `templates` folder, hidden files, and folders behind links. A folder
    that can't be looked into stands for what may be in it.
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
            yield TicketFile(current)
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
                yield TicketFile(current / entry.name)
        pending += reversed(below)


def is_ticket_path(folder: Path, path: Path) -> bool:
    """Whether a path in the tickets folder is one where a ticket should be.

    The folder itself is none, which a commit may hold as a file.
    """
    parts = path.relative_to(folder).parts
    hidden = any(each.startswith(".") for each in parts)
    return bool(parts) and not hidden and parts[0] != TEMPLATES and _is_ticket_name(parts[-1])


def _is_ticket_name(name: str) -> bool:
    return name.endswith(".md") and name not in _NO_TICKETS


def _linked(path: Path, real: Path) -> Iterator[TicketFile]:
    """A link among the tickets: followed to a file within the folder, else named as leaving it."""
    target = real_path(path)
    leaves = not target.is_relative_to(real)
    if target.is_dir():
        if leaves:
            yield TicketFile(path, str(target))
    elif _is_ticket_name(path.name):
        yield TicketFile(path, str(target) if leaves else None)


def read_file(path: Path) -> bytes:
    """The bytes of a regular file; of one larger than a ticket may be, one byte more than that.

    Raises:
        UnreadableFileError: there is none, no permission, or it is a pipe, device or folder.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise UnreadableFileError(path, "not a regular file")
            return file.read(MAX_FILE + 1)
    except OSError as error:
        raise UnreadableFileError(path, error.strerror or str(error)) from None


def write_file(path: Path, data: bytes, *, before: bytes | None) -> None:
    """Writes a file whole or not at all, durably, if it still is what it was (None: not there).

    Holds against a full disk and a kill: a temporary file in the same folder, fsync, rename. The
    caller holds the lock; another program that writes between check and rename is not seen.

    Raises:
        ChangedMeanwhileError: the file is not `before` any more.
        WriteError: the disk refused; the old file is still there.
    """
    target = real_path(path)
    try:
        if before is None:
            target.parent.mkdir(parents=True, exist_ok=True)
        temporary = _written_beside(target, data)
    except OSError as error:
        raise WriteError(path, error.strerror or str(error)) from None
    try:
        if before is None:
            _linked_as(temporary, target)
        elif _current(target) != before:
            raise ChangedMeanwhileError(path)
        else:
            temporary.replace(target)
        _sync_folder(target.parent)
    except FileExistsError:
        raise ChangedMeanwhileError(path) from None
    except OSError as error:
        raise WriteError(path, error.strerror or str(error)) from None
    finally:
        with suppress(OSError):
            temporary.unlink()


def remove_file(path: Path, *, before: bytes) -> None:
    """Removes a file if it still is what it was.

    Raises:
        ChangedMeanwhileError: it is not `before` any more.
        WriteError: the disk refused.
    """
    if _current(path) != before:
        raise ChangedMeanwhileError(path)
    try:
        path.unlink()
        _sync_folder(path.parent)
    except OSError as error:
        raise WriteError(path, error.strerror or str(error)) from None


def _current(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _written_beside(target: Path, data: bytes) -> Path:
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    with suppress(FileNotFoundError):
        temporary.unlink()  # what a killed process of the same number left
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(temporary, flags, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with suppress(FileNotFoundError):
                os.fchmod(descriptor, stat.S_IMODE(target.stat().st_mode))
            file.write(data)
            file.flush()
            os.fsync(descriptor)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _linked_as(temporary: Path, target: Path) -> None:
    """Gives a file its name if nobody has that name; a rename alone would not ask."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(target):
            raise FileExistsError from None
        temporary.rename(target)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
