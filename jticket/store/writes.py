"""Files written, moved or removed: all or nothing, durably, and never through a planted link."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jticket.errors import ConflictError, RefusedError
from jticket.store.inside import opened_parent, sync_folder
from jticket.store.locate import inside
from jticket.store.temporary import open_staging, temporary_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.store.locate import Location

# With these, a temporary file may still be possible in the folder of the file itself.
_NOT_STAGED: Final = (errno.EXDEV, errno.EACCES, errno.EPERM, errno.EROFS)


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
    """Raised when a changed file can't be made durable, and can't be restored either."""

    code = "io_error"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"{path} was changed, but may not be on the disk: {reason}",
            "check the file: a power failure may bring the old one back",
        )
        self.path, self.reason = path, reason


@dataclass(frozen=True, slots=True)
class Area:
    """Where files may be written, and which work tree's git folder holds the temporary ones.

    `within` is a folder, without links in its own path, that no link may lead out of. Where `top`
    is None or on another device, a temporary file is in the folder of the file itself.
    """

    within: Path = Path("/")
    top: Path | None = None

    @classmethod
    def of(cls, location: Location) -> Area:
        """Returns the area of a tickets folder."""
        return cls(location.folder, top=location.root)


ANYWHERE: Final = Area()


@dataclass(frozen=True, slots=True)
class _FilePlace:
    """A name in an open folder; `mode` are the permissions of the file there, if there is one."""

    path: Path
    name: str
    folder: int
    mode: int | None

    @property
    def group(self) -> int | None:
        """The group that a new file gets, where the folder gives it its own."""
        state = os.fstat(self.folder)
        return state.st_gid if state.st_mode & stat.S_ISGID else None


def write_file(
    path: Path,
    data: bytes,
    *,
    before: bytes | None,
    area: Area = ANYWHERE,
    mode: int | None = None,
) -> None:
    """Writes a file completely or not at all, durably, if it is still `before` (None: missing).

    `mode` are the permissions of a file that was missing, by default those of any new file.

    A full disk or a kill does no harm: it writes a temporary file, then fsync, then rename. If the
    rename can't be made durable, the old file is put back. A link that is planted meanwhile leads
    nowhere. The caller holds the lock; a program that writes between the check and the rename goes
    unnoticed.

    Raises:
        LeavesFolderError: a link leads out of the area, or into a `.git`.
        ChangedMeanwhileError: the file is no longer `before`.
        WriteError: the file can't be written; the old one is unchanged.
        HalfWrittenError: the same, but the old one can't be put back.
    """
    target = inside(area.within, path)
    with _failures_of(path), _opened(area, target, path, create=before is None) as place:
        _put(place if before is not None else replace(place, mode=mode), data, before, area.top)
        _sync_or_restore(place, before)


def remove_file(path: Path, *, before: bytes, area: Area = ANYWHERE) -> None:
    """Removes a file, durably, if it is still `before`; of a link, the link itself.

    Raises:
        LeavesFolderError: a link leads out of the area, or into a `.git`.
        ChangedMeanwhileError: it is no longer `before`.
        WriteError: the file can't be removed; it is still there.
        HalfWrittenError: it is removed, but not durably, and can't be put back.
    """
    inside(area.within, path)
    target = inside(area.within, path.parent) / path.name
    with _failures_of(path), _opened(area, target, path) as place:
        if _current(place, limit=len(before), follow=True) != before:
            raise ChangedMeanwhileError(path)
        os.unlink(place.name, dir_fd=place.folder)
        _sync_or_restore(place, before)


def move_file(path: Path, target: Path, *, before: bytes, area: Area = ANYWHERE) -> None:
    """Moves a file by one durable rename, if it is still `before` and its new place is free.

    It keeps its permissions, and a kill leaves it in one of the two places. If the rename can't be
    made durable, it is moved back.

    Raises:
        LeavesFolderError: a link leads out of the area, or into a `.git`.
        ChangedMeanwhileError: it is no longer `before`, or there is a file at `target`.
        WriteError: the file can't be moved; it is where it was.
        HalfWrittenError: it is moved, but not durably, and can't be moved back.
    """
    source = inside(area.within, path.parent) / path.name
    goal = inside(area.within, target.parent) / target.name
    with (
        _failures_of(path),
        _opened(area, source, path) as old,
        _opened(area, goal, target, create=True) as new,
    ):
        if path.is_symlink():
            raise WriteError(path, "it is a symbolic link")
        if _current(old, limit=len(before)) != before:
            raise ChangedMeanwhileError(path)
        _rename_if_free(old.folder, old.name, new)
        try:
            _sync_both(old, new)
        except OSError as error:
            try:
                _rename_if_free(new.folder, new.name, old)
                _sync_both(old, new)
            except OSError:
                raise HalfWrittenError(target, error.strerror or str(error)) from None
            raise


@contextmanager
def _failures_of(path: Path) -> Iterator[None]:
    """Turns errors of the system into those of a write."""
    try:
        yield
    except FileExistsError:
        raise ChangedMeanwhileError(path) from None
    except OSError as error:
        raise WriteError(path, error.strerror or str(error)) from None


@contextmanager
def _opened(area: Area, target: Path, path: Path, *, create: bool = False) -> Iterator[_FilePlace]:
    with opened_parent(area.within, target, create=create) as folder:
        mode = None
        with suppress(FileNotFoundError):
            state = os.stat(target.name, dir_fd=folder, follow_symlinks=False)
            mode = stat.S_IMODE(state.st_mode)
        yield _FilePlace(path, target.name, folder, mode)


def _current(place: _FilePlace, *, limit: int, follow: bool = False) -> bytes | None:
    """Returns the bytes of a file, at most one more than `limit`.

    None if it is missing or is not a regular file; a link is one only if it is followed.
    """
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW)
    try:
        descriptor = os.open(place.name, flags, dir_fd=place.folder)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ELOOP):
            return None
        raise
    with os.fdopen(descriptor, "rb") as file:
        return file.read(limit + 1) if stat.S_ISREG(os.fstat(descriptor).st_mode) else None


def _put(place: _FilePlace, data: bytes, before: bytes | None, top: Path | None) -> None:
    """Replaces a file's content through a temporary file, in git's own folder if possible."""
    device = os.fstat(place.folder).st_dev
    staging = open_staging(top, device) if top else None
    if staging is not None:
        try:
            _put_from(staging, place, data, before)
        except OSError as error:
            if error.errno not in _NOT_STAGED:
                raise
        else:
            return
        finally:
            os.close(staging)
    _put_from(place.folder, place, data, before)


def _put_from(source: int, place: _FilePlace, data: bytes, before: bytes | None) -> None:
    with temporary_file(source, data, mode=place.mode, group=place.group) as name:
        if before is None:
            _name_if_free(source, name, place)
        elif _current(place, limit=len(before)) != before:
            raise ChangedMeanwhileError(place.path)
        else:
            os.rename(name, place.name, src_dir_fd=source, dst_dir_fd=place.folder)


def _name_if_free(source: int, name: str, place: _FilePlace) -> None:
    """Gives a file its name if that is free; a rename alone would replace a file there."""
    folder = place.folder
    try:
        os.link(name, place.name, src_dir_fd=source, dst_dir_fd=folder, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        _rename_if_free(source, name, place)


def _rename_if_free(source: int, name: str, place: _FilePlace) -> None:
    with suppress(FileNotFoundError):
        os.stat(place.name, dir_fd=place.folder, follow_symlinks=False)
        raise FileExistsError
    os.rename(name, place.name, src_dir_fd=source, dst_dir_fd=place.folder)


def _sync_both(old: _FilePlace, new: _FilePlace) -> None:
    sync_folder(new.folder)  # first: a power cut leaves the file in two places rather than in none
    sync_folder(old.folder)


def _sync_or_restore(place: _FilePlace, before: bytes | None) -> None:
    """Makes the new name of a file durable, or makes the file `before` again.

    Raises:
        OSError: it can't be made durable; the file is `before`.
        HalfWrittenError: the file can't be made `before` again.
    """
    try:
        sync_folder(place.folder)
    except OSError as error:
        try:
            _restore(place, before)
        except OSError:
            raise HalfWrittenError(place.path, error.strerror or str(error)) from None
        raise


def _restore(place: _FilePlace, before: bytes | None) -> None:
    if before is None:
        with suppress(FileNotFoundError):
            os.unlink(place.name, dir_fd=place.folder)
        return
    with temporary_file(place.folder, before, mode=place.mode) as name:
        os.rename(name, place.name, src_dir_fd=place.folder, dst_dir_fd=place.folder)
