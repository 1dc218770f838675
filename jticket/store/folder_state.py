"""The state of a folder as one number, for commands that wait for a change."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def folder_state(folder: Path) -> int:
    """Returns a number that differs after a file in the folder changed, appeared or disappeared.

    Nothing is opened: the names, times, sizes and inodes count. Hidden files don't.
    """
    stamps: set[tuple[str | int, ...]] = set()
    pending = [os.fspath(folder)]
    while pending:
        current = pending.pop()
        try:
            entries = os.scandir(current)
        except OSError:
            stamps.add((current,))
            continue
        with entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                else:
                    stamps.add(_stamp(entry))
    return hash(frozenset(stamps))


def _stamp(entry: os.DirEntry[str]) -> tuple[str | int, ...]:
    try:
        status = entry.stat()
    except OSError:  # a dangling link, or a file that was removed meanwhile
        return (entry.path,)
    return entry.path, status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
