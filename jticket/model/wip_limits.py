"""The limits on work in progress: which tickets count, and when there is no room for another.

An epic has a limit neither for itself nor for others: its children are the work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jticket.model.graph import EPIC
from jticket.model.wording import listed

if TYPE_CHECKING:
    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket

IN_PROGRESS: Final = "in_progress"
"""The status that the limit of a person counts."""


@dataclass(frozen=True, slots=True)
class LimitReached:
    """A limit leaves no room for the ticket in a status.

    `tickets` are the IDs of those that fill it; `person` is whose limit it is, "" for the limit of
    the status itself.
    """

    ticket_id: str
    status: str
    limit: int
    person: str
    tickets: tuple[str, ...]

    @property
    def words(self) -> str:
        """The sentence for it."""
        count = len(self.tickets)
        tickets = f"{count} ticket{'s'[: count != 1]}"
        filled = f"{self.status} has {tickets}"
        if self.person:
            filled = f"{self.person} has {tickets} in progress"
        return f"{filled}, the limit is {self.limit}: {listed(self.tickets)}"


def limit_reached(ticket: Ticket, status: str, graph: Graph) -> LimitReached | None:
    """Returns the limit that leaves no room for a ticket to go to a status; None if none does."""
    limits = graph.settings.wip_limits
    if ticket.ticket_type == EPIC:
        return None
    others = [held for held in counted(status, graph) if held.id != ticket.id]
    limit = limits.statuses.get(status)
    if limit is not None and len(others) >= limit:
        return LimitReached(ticket.id, status, limit, "", tuple(held.id for held in others))
    if status != IN_PROGRESS or limits.per_person is None or not ticket.assignee:
        return None
    key = graph.settings.person_key
    person = key(ticket.assignee)
    own = tuple(held.id for held in others if held.assignee and key(held.assignee) == person)
    if len(own) >= limits.per_person:
        return LimitReached(ticket.id, status, limits.per_person, person, own)
    return None


def counted(status: str, graph: Graph) -> tuple[Ticket, ...]:
    """Returns the tickets that count for the limit of a status."""
    return tuple(
        ticket
        for ticket in graph.tickets.values()
        if ticket.status == status and ticket.ticket_type != EPIC
    )
