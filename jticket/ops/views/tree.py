"""`tree`: tickets below their parents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.stats.tree import tree
from jticket.ops.lookup import resolve_ticket
from jticket.ops.selection import select_tickets

if TYPE_CHECKING:
    from datetime import datetime

    from jticket.model.stats.tree import TreeRow
    from jticket.ops.selection import Selection
    from jticket.text.project import Project


def ticket_tree(
    project: Project, selection: Selection, now: datetime, *, start: str | None = None
) -> tuple[TreeRow, ...]:
    """Returns the tickets of a selection and all their parents, from the roots downwards.

    `start` is a reference to the ticket to begin at instead.

    Raises:
        UsageError: a value that the field can't have, or a wrong query.
        NotFoundError: the ticket to start at, or to filter by, does not exist.
        BrokenTicketError: the file of the ticket to start at can't be read.
    """
    top = resolve_ticket(project, start).ticket.id if start else None
    chosen = [file.ticket.id for file in select_tickets(project, selection, now)]
    return tuple(tree(project.graph, chosen, top))
