"""A ticket's history in git, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from jticket.model.history.timeline import HistoryEntry, StatusStep


@dataclass(frozen=True, slots=True)
class LinkedCommit:
    """A commit of code that names a ticket; `moment` is the committer's, in UTC."""

    id: str
    author: str
    moment: datetime
    subject: str


@dataclass(frozen=True, slots=True)
class TicketHistory:
    """A ticket's history; None for what no available commit shows.

    `changes` are all edits of the last commit that made any, `since` is the change to the status
    that the ticket has now, `commits` are newest first. `is_cut`: the clone is shallow, and there
    may be more.
    """

    created: HistoryEntry | None
    changes: tuple[HistoryEntry, ...]
    since: StatusStep | None
    commits: tuple[LinkedCommit, ...]
    is_cut: bool
