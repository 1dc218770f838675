"""What became of each ticket in the commits: its versions, its changes, its turns of status."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from jticket.model.history.timeline import edits, first_edits, merged_edits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.model.history.timeline import FieldEdit, FileState
    from jticket.vcs.log import Commit

Version: TypeAlias = tuple[str, str]
"""A file of a commit: its name from the top, and its blob."""


@dataclass(slots=True, eq=False)
class TicketRecord:
    """One ticket: the IDs it had, its newest version, None when deleted, and its turns.

    `title` is the last that it had, `version` the last file that it was. `begins` is false where
    the clone does not know its creation.
    """

    id: str
    ids: set[str]
    title: str = ""
    last: FileState | None = None
    version: Version | None = None
    begins: bool = True
    status_changes: list[StatusChange] = field(default_factory=list)


class StatusChange(NamedTuple):
    """A version of a ticket: which commit made which file, and the status; None: deleted it."""

    commit: Commit
    version: Version
    status: str | None


@dataclass(frozen=True, slots=True)
class End:
    """A file of HEAD, and the ticket that it is."""

    id: str
    title: str
    state: FileState


@dataclass(frozen=True, slots=True)
class TicketChange:
    """What a commit did to a ticket: to a `version` of it, the one that it made or deleted.

    `befores` are several where it is a merge; `is_first` marks the values of a creation, and those
    of a ticket that could not be read before.
    """

    record: TicketRecord
    commit: Commit
    version: Version
    befores: tuple[FileState, ...]
    after: FileState | None
    by_merge: bool = False
    is_first: bool = False

    def edits(self) -> Iterator[FieldEdit]:
        """Its edits, found when they are asked for."""
        if self.by_merge:
            yield from merged_edits(self.befores, self.after)
        elif self.is_first and self.after:
            yield from first_edits(self.after, is_new=not self.befores)
        else:
            yield from edits(self.befores[0] if self.befores else None, self.after)
