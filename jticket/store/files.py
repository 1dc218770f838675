"""Ticket files on the disk: listed, read, and written completely or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.errors import ConflictError, RefusedError
from jticket.store.inside import open_inside
from jticket.store.locate import TEMPLATES, LeavesFolderError, inside, real_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_FILE = 1024 * 1024
_NOT_TICKETS = ("README.md",)


class ChangedMeanwhileError(ConflictError):
    """Raised when a file is not what it was when it was read."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.name} changed meanwhile; nothing was written", "try again")
        self.path = path


class WriteError(RefusedError):
    """Raised when a file can't be written; the old one is unchanged."""

    code = "io_error"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"can't write {path}: {reason}; nothing was changed")
        self.path, self.reason = path, reason


class HalfWrittenError(RefusedError):
    """Raised when a file was changed, can't be made durable, and can't be put back either."""

    code = "io_error"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"{path} was changed, but may not be on the disk: {reason}",
            "look at the file; a power cut may bring the old one back",
        )
        self.path, self.reason = path, reason


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


def write_file(path: Path, data: bytes, *, before: bytes | None) -> None:
    """Writes a file completely or not at all, durably, if it is still `before` (None: missing).

    A full disk or a kill does no harm: it writes a temporary file in the same folder, then fsync,
    then rename. If the rename can't be made durable, the old file is put back. The caller holds the
    lock; a program that writes between the check and the rename goes unnoticed.

    Raises:
        ChangedMeanwhileError: the file is no longer `before`.
        WriteError: the file can't be written; the old one is unchanged.
        HalfWrittenError: the same, but the old one can't be put back.
    """
    target = real_path(path)
    try:
        if before is None:
            target.parent.mkdir(parents=True, exist_ok=True)
        temporary = _write_temporary(target, data)
    except OSError as error:
        raise WriteError(path, error.strerror or str(error)) from None
    try:
        if before is None:
            _name_if_free(temporary, target)
        elif _current(target) != before:
            raise ChangedMeanwhileError(path)
        else:
            temporary.replace(target)
        _sync_or_restore(target, before)
    except FileExistsError:
        raise ChangedMeanwhileError(path) from None
    except OSError as error:
        raise WriteError(path, error.strerror or str(error)) from None
    finally:
        with suppress(OSError):
            temporary.unlink()


def remove_file(path: Path, *, before: bytes) -> None:
    """Removes a file, durably, if it is still `before`.

    Raises:
        ChangedMeanwhileError: it is no longer `before`.
        WriteError: the file can't be removed; it is still there.
        HalfWrittenError: it is removed, but not durably, and can't be put back.
    """
    if _current(path) != before:
        raise ChangedMeanwhileError(path)
    try:
        path.unlink()
        _sync_or_restore(path, before)
    except OSError as error:
        raise WriteError(path, error.strerror or str(error)) from None


def _current(path: Path) -> bytes | None:
    """Returns the bytes of a file; None if it is missing, or is not a regular file."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        return file.read() if stat.S_ISREG(os.fstat(descriptor).st_mode) else None


def _write_temporary(target: Path, data: bytes) -> Path:
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    with suppress(FileNotFoundError):
        temporary.unlink()  # left by a killed process with the same ID
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


def _name_if_free(temporary: Path, target: Path) -> None:
    """Gives a file its name if that is free; a rename alone would replace a file there."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(target):
            raise FileExistsError from None
        temporary.rename(target)


def _sync_or_restore(path: Path, before: bytes | None) -> None:
    """Makes the new name of a file durable, or makes the file `before` again.

    Raises:
        OSError: it can't be made durable; the file is `before`.
        HalfWrittenError: the file can't be made `before` again.
    """
    try:
        _sync_folder(path.parent)
    except OSError as error:
        try:
            if before is None:
                path.unlink(missing_ok=True)
            else:
                _write_temporary(path, before).replace(path)
        except OSError:
            raise HalfWrittenError(path, error.strerror or str(error)) from None
        raise


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
