"""What a folder is like now, as one number, for those who wait for a change."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def folder_state(folder: Path) -> int:
    """Returns a number that is another one after a file in a folder changed, appeared or went.

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
    except OSError:  # a link to nothing, or a file that is gone meanwhile
        return (entry.path,)
    return entry.path, status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
