"""Opens files of a folder that may come with a clone, without following a link out of it."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from jticket.store.locate import inside

if TYPE_CHECKING:
    from pathlib import Path

_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW


def open_inside(folder: Path, path: Path) -> int:
    """Opens a file for reading if it is in a folder; a link that stays in the folder is followed.

    The path that was checked is opened step by step without links, so a link that is planted
    meanwhile leads nowhere. `folder` must have no links in its own path.

    Raises:
        LeavesFolderError: the path or a link on it leads out of the folder, or into a `.git`.
        OSError: it can't be opened.
    """
    if path.is_relative_to(folder) and ".." not in path.parts:
        with suppress(OSError):  # the usual case, which needs no look at each part of the path
            return _open_without_links(folder, path)
    return _open_without_links(folder, inside(folder, path))


def _open_without_links(folder: Path, path: Path) -> int:
    *above, name = path.relative_to(folder).parts or (".",)
    current = os.open(folder, _FLAGS | os.O_DIRECTORY)
    try:
        for part in above:
            below = os.open(part, _FLAGS | os.O_DIRECTORY, dir_fd=current)
            os.close(current)
            current = below
        return os.open(name, _FLAGS, dir_fd=current)
    finally:
        os.close(current)
