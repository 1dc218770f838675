"""What a change did to each ticket, in words: the line that is printed, and the commit's subject.

Both say the difference between HEAD and what is committed, or between the file as it was and as it
is now where nothing is committed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from jticket.model.compare.changes import Changes, changes, described, spelled_out
from jticket.model.wording import shortened
from jticket.ops.write.change import file_bytes
from jticket.text.reading import ValidFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from jticket.ops.write.change import Change
    from jticket.text.reading import File

_TITLE_LENGTH = 60
_FORCED = " (forced)"


class Fate(Enum):
    """What became of a ticket's file, other than an edit; the values are words for it."""

    CREATED = "created"
    DELETED = "deleted"
    FIXED = "made readable"


@dataclass(frozen=True, slots=True)
class Summary:
    """The difference that a change makes to one ticket.

    `command` are the command's own words, "" where the difference does not hold all that it did,
    and `rest` is what they leave out: manual edits that are committed too. `moved_to` is the new
    place of a file in the tickets folder, "" where it did not move. `is_same` says that the command
    wrote the very bytes that HEAD has.
    """

    id: str
    title: str
    difference: Changes
    command: str
    rest: Changes
    fate: Fate | None = None
    moved_to: str = ""
    is_forced: bool = False
    is_same: bool = False

    @property
    def line(self) -> str:
        """The difference in the user's words: `ready → in_progress, assignee ana`."""
        parts = [self.fate.value] if self.fate else []
        parts += [f"moved to {self.moved_to}"] if self.moved_to else []
        parts += [words] if (words := spelled_out(self.difference)) else []
        return ", ".join(parts) or self._unnamed

    @property
    def subject(self) -> tuple[str, ...]:
        """The phrases of the commit's subject: the command's words, then the manual edits."""
        if self.command:
            phrases = [self.command + _FORCED * self.is_forced, described(self.rest)]
            fixed = ["fixed by hand"] if self.fate is Fate.FIXED else []
            return tuple(filter(None, phrases + fixed))
        return (self._words + _FORCED * self.is_forced,)

    @property
    def _words(self) -> str:
        if self.fate is Fate.CREATED:
            return f"create: {shortened(self.title, _TITLE_LENGTH)}"
        if self.fate is Fate.DELETED:
            return "delete"
        parts = ["fix"] if self.fate is Fate.FIXED else []
        parts += [f"move to {self.moved_to}"] if self.moved_to else []
        parts += [words] if (words := described(self.difference)) else []
        return ", ".join(parts) or self._unnamed

    @property
    def _unnamed(self) -> str:
        """The words for a difference that no field shows, such as a comment or the file's mode."""
        return "as in the last commit" if self.is_same else "edited"


def summaries(
    changed: Sequence[Change], at_head: Mapping[Path, File] | None, folder: Path
) -> tuple[Summary, ...]:
    """Returns what changes did, a summary for each ticket.

    `at_head` are the files of HEAD, None where nothing is committed. `folder` is that of the
    tickets.
    """
    by_id: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changed:
        by_id[change.id].append(change)
    return tuple(
        _summary(old, new, at_head, folder)
        for group in by_id.values()
        for old, new in _pairs(group, at_head)
    )


def _pairs(
    group: Sequence[Change], at_head: Mapping[Path, File] | None
) -> Iterator[tuple[Change, Change]]:
    """Yields the changes of one ticket: for a moved file those of its old and new place."""
    gone = [change for change in group if change.after is None]
    for change in group:
        if change.after is None:
            continue
        is_new = _old(change, at_head) is None
        yield (gone.pop(0) if gone and is_new else change), change
    for change in gone:
        yield change, change


def _old(change: Change, at_head: Mapping[Path, File] | None) -> File | None:
    return change.before if at_head is None else at_head.get(change.path)


def _summary(
    source: Change, change: Change, at_head: Mapping[Path, File] | None, folder: Path
) -> Summary:
    old, new = _old(source, at_head), change.after
    own, difference = _difference(source.before, new), _difference(old, new)
    is_true = not own.minus(difference)
    is_moved = change.path != source.path
    title = next((file.ticket.title for file in (new, old) if isinstance(file, ValidFile)), "")
    fate = _fate(old, new)
    return Summary(
        id=change.id,
        title=title,
        difference=difference,
        command=change.what if is_true and fate in (None, Fate.FIXED) else "",
        rest=difference.minus(own),
        fate=fate,
        moved_to=_place(source.path, change.path, folder) if is_moved else "",
        is_forced=change.is_forced,
        is_same=change.differs and file_bytes(old) == file_bytes(new) is not None,
    )


def _difference(old: File | None, new: File | None) -> Changes:
    if isinstance(old, ValidFile) and isinstance(new, ValidFile):
        return changes(old.ticket, new.ticket)
    return Changes()


def _fate(old: File | None, new: File | None) -> Fate | None:
    if old is None:
        return Fate.CREATED
    if new is None:
        return Fate.DELETED
    return None if isinstance(old, ValidFile) else Fate.FIXED


def _place(old: Path, new: Path, folder: Path) -> str:
    """Returns where a file went: a folder where its name is the same, else its path."""
    place = new.relative_to(folder)
    is_renamed = new.name != old.name or new.parent == folder
    return place.as_posix() if is_renamed else f"{place.parent.as_posix()}/"
