"""`next`: the ticket to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.planning import next_ticket as planning
from jticket.ops.selection import select_tickets

if TYPE_CHECKING:
    from datetime import datetime

    from jticket.model.planning.next_ticket import NextTicket
    from jticket.ops.selection import Selection
    from jticket.text.project import Project


def next_ticket(project: Project, selection: Selection, now: datetime) -> NextTicket | None:
    """Returns the ticket to do next among those of a selection; None where none is available.

    Raises:
        UsageError: a value that the field can't have, or a wrong query.
        NotFoundError: the ticket to filter by does not exist.
    """
    files = select_tickets(project, selection, now)
    return planning.next_ticket(project.graph, [file.ticket for file in files])
