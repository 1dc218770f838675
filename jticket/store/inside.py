"""Opens files of a folder that may come with a clone, without following a link out of it."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from jticket.store.locate import inside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW
# `O_PATH`, where it exists, needs no permission to list the folder.
_STEP = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC | os.O_NOFOLLOW


def open_inside(folder: Path, path: Path) -> int:
    """Opens a file for reading if it is in a folder; a link that stays in the folder is followed.

    The path that was checked is opened step by step without links, so a link that is planted
    meanwhile leads nowhere. `folder` must have no links in its own path.

    Raises:
        LeavesFolderError: the path or a link on it leads out of the folder, or into a `.git`.
        OSError: it can't be opened.
    """
    if path.is_relative_to(folder) and ".." not in path.parts:
        with suppress(OSError):  # the usual case, which spares a look at each part of the path
            return _open_without_links(folder, path)
    return _open_without_links(folder, inside(folder, path))


@contextmanager
def opened_parent(folder: Path, path: Path, *, create: bool = False) -> Iterator[int]:
    """Yields a descriptor of the folder that holds `path`, for calls that take a `dir_fd`.

    It is opened as `open_inside` does it: `path` must be without links and in `folder`. With
    `create`, folders that are missing below `folder` are created, durably.

    Raises:
        OSError: it can't be opened or created, or a link has been planted on the path.
    """
    descriptor = _descend(folder, path.relative_to(folder).parts[:-1], create=create)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def sync_folder(folder: int) -> None:
    """Makes the names in a folder durable; `folder` is any descriptor of it."""
    descriptor = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=folder)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _open_without_links(folder: Path, path: Path) -> int:
    *above, name = path.relative_to(folder).parts or (".",)
    parent = _descend(folder, above)
    try:
        return os.open(name, _FLAGS, dir_fd=parent)
    finally:
        os.close(parent)


def _descend(folder: Path, parts: Sequence[str], *, create: bool = False) -> int:
    current = os.open(folder, _STEP)
    for part in parts:
        try:
            below = _open_below(current, part, create=create)
        finally:
            os.close(current)
        current = below
    return current


def _open_below(parent: int, name: str, *, create: bool) -> int:
    try:
        return os.open(name, _STEP, dir_fd=parent)
    except FileNotFoundError:
        if not create:
            raise
    with suppress(FileExistsError):  # another command was faster
        os.mkdir(name, dir_fd=parent)
    sync_folder(parent)
    return os.open(name, _STEP, dir_fd=parent)
