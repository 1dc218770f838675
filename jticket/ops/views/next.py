"""`next`: the ticket to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.people import NoNameError
from jticket.model.planning import next_ticket as planning
from jticket.model.workflow import is_of_another
from jticket.ops.selection import select_tickets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jticket.model.planning.next_ticket import NextTicket
    from jticket.model.ticket import Ticket
    from jticket.ops.selection import Selection
    from jticket.text.project import Project


@dataclass(frozen=True, slots=True)
class Offer:
    """What the person at work is offered, None if nothing available is theirs or unassigned.

    `who` is that person, "" if nothing names one, or if it makes no difference. `others` are the
    available tickets that are assigned to others, where nothing is offered.
    """

    ticket: NextTicket | None
    who: str
    others: tuple[str, ...] = ()


def next_ticket(project: Project, selection: Selection, now: datetime) -> Offer:
    """Returns the ticket to do next among those of a selection.

    Raises:
        UsageError: a value that the field can't have, or a wrong query.
        NotFoundError: the ticket to filter by does not exist.
    """
    tickets = [file.ticket for file in select_tickets(project, selection, now)]
    who = _asker(project, tickets)
    if chosen := planning.next_ticket(project.graph, tickets, who):
        return Offer(chosen, who)
    others = [
        ticket.id
        for ticket in tickets
        if is_of_another(ticket, who, project.settings) and project.graph.is_ready(ticket)
    ]
    return Offer(None, who, tuple(others))


def _asker(project: Project, tickets: Sequence[Ticket]) -> str:
    """Returns the person at work, "" if nothing names one, or if it makes no difference.

    To find that person may mean to start git.
    """
    is_limited = project.settings.wip_limits.per_person is not None
    if not is_limited and not any(t.assignee and project.graph.is_ready(t) for t in tickets):
        return ""
    try:
        return project.asker()
    except NoNameError:
        return ""
