"""The changes of a command on disk: all written, or all undone."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Remains:
    """The changes that could not be undone.

    `stuck` can't be written: on a full disk, the old file may no longer fit. The files of
    `changed_since` hold what another program wrote there meanwhile.
    """

    stuck: tuple[WrittenFile, ...] = ()
    changed_since: tuple[WrittenFile, ...] = ()


def put_back(changes: Sequence[WrittenFile], area: Area) -> Remains:
    """Undoes what was written, except in files that have changed since."""
    stuck: list[WrittenFile] = []
    changed_since: list[WrittenFile] = []
    for change in reversed(changes):
        try:
            _undo(change, area)
        except ConflictError:
            changed_since.append(change)
        except JticketError:
            stuck.append(change)
    return Remains(tuple(stuck[::-1]), tuple(changed_since[::-1]))


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
