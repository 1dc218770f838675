"""The changes of a command on disk: all written, or all undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.errors import ConflictError, JticketError
from jticket.store.writes import move_file, remove_file, write_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.ops.write.change import WrittenFile
    from jticket.store.writes import Area


def write_changes(changes: Sequence[WrittenFile], area: Area, done: list[WrittenFile]) -> None:
    """Writes, moves and removes files that are still what was read; adds each to `done`.

    Raises:
        JticketError: the next one can't be written; those in `done` are.
    """
    for change in _on_disk(changes):
        _write(change, area)
        done.append(change)


def _on_disk(changes: Sequence[WrittenFile]) -> list[WrittenFile]:
    """Returns the changes without those of the old places of files that are moved."""
    left = {change.moved_from for change in changes}
    return [change for change in changes if change.path not in left]


def _write(change: WrittenFile, area: Area) -> None:
    new, old = change.new_bytes, change.old_bytes
    if new is None:
        if old is not None:
            remove_file(change.path, before=old, area=area)
    elif change.moved_from is not None:
        move_file(change.moved_from, change.path, before=new, area=area)
    else:
        write_file(change.path, new, before=old, area=area)


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
    for change in reversed(_on_disk(changes)):
        try:
            _undo(change, area)
        except ConflictError:
            changed_since.append(change)
        except JticketError:
            stuck.append(change)
    return Remains(tuple(stuck[::-1]), tuple(changed_since[::-1]))


def _undo(change: WrittenFile, area: Area) -> None:
    new, old = change.new_bytes, change.old_bytes
    if new is None:
        if old is not None:
            write_file(change.path, old, before=None, area=area, mode=change.mode)
    elif change.moved_from is not None:
        move_file(change.path, change.moved_from, before=new, area=area)
    elif old is None:
        remove_file(change.path, before=new, area=area)
    else:
        write_file(change.path, old, before=new, area=area)
