"""Records of each ticket in the commits: its versions, changes and changes of status."""

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
    """One ticket: its IDs, its last state, None if it was deleted, and its changes of status.

    `title` is its last one, `version` its last file. `begins` is false if the clone does not
    contain its creation.
    """

    id: str
    ids: set[str]
    title: str = ""
    last: FileState | None = None
    version: Version | None = None
    begins: bool = True
    status_changes: list[StatusChange] = field(default_factory=list)


class StatusChange(NamedTuple):
    """A version of a ticket, made by a commit, and its status; None means deleted."""

    commit: Commit
    version: Version
    status: str | None


@dataclass(frozen=True, slots=True)
class HeadTicket:
    """A ticket file at HEAD."""

    id: str
    title: str
    state: FileState


@dataclass(frozen=True, slots=True)
class TicketChange:
    """What a commit did to a ticket; `version` is the one that it made or deleted.

    A merge has several `befores`; `is_first` marks the values of a creation, and of a ticket that
    was not readable before, `is_move` a file that got another name or mode and no other content.
    """

    record: TicketRecord
    commit: Commit
    version: Version
    befores: tuple[FileState, ...]
    after: FileState | None
    by_merge: bool = False
    is_first: bool = False
    is_move: bool = False

    def edits(self) -> Iterator[FieldEdit]:
        """Yields its edits, computed on demand."""
        if self.by_merge:
            yield from merged_edits(self.befores, self.after)
        elif self.is_first and self.after:
            yield from first_edits(self.after, is_new=not self.befores)
        else:
            yield from edits(self.befores[0] if self.befores else None, self.after)
