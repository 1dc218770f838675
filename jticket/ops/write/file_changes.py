"""The changes of a command on disk: all written, or all undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import ConflictError, JticketError
from jticket.store.writes import move_file, remove_file, write_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.ops.write.commit_message import WrittenFile
    from jticket.store.writes import Area


def write_change(change: WrittenFile, area: Area) -> None:
    """Writes or moves a file, if it is still what was read.

    Raises:
        JticketError: it can't be written; nothing has changed.
    """
    new = change.new_bytes
    if new is None:
        return  # it disappears when the file is moved to its new place
    if change.moved_from is not None:
        move_file(change.moved_from, change.path, before=new, area=area)
    else:
        write_file(change.path, new, before=change.old_bytes, area=area)


def put_back(changes: Sequence[WrittenFile], area: Area) -> list[WrittenFile]:
    """Undoes what was written, except in files that have changed since.

    Returns the changes that can't be undone: on a full disk, the old file may no longer fit.
    """
    left: list[WrittenFile] = []
    for change in reversed(changes):
        try:
            _undo(change, area)
        except ConflictError:
            continue
        except JticketError:
            left.append(change)
    return left[::-1]


def _undo(change: WrittenFile, area: Area) -> None:
    new = change.new_bytes
    if new is None:
        return
    if change.moved_from is not None:
        move_file(change.path, change.moved_from, before=new, area=area)
    elif change.old_bytes is None:
        remove_file(change.path, before=new, area=area)
    else:
        write_file(change.path, change.old_bytes, before=new, area=area)
