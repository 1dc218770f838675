"""What a list marks: open tickets that can't go on, or that miss their deadline."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from jticket.model.planning.deadlines import deadlines_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket


class Mark(Enum):
    """A state that a ticket's fields don't show, by its name for people."""

    BLOCKED = "blocked"
    PARKED = "parked"
    OVERDUE = "overdue"
    LATE = "late"


def marks_of(ticket: Ticket, graph: Graph, late: Collection[str]) -> tuple[Mark, ...]:
    """Returns the marks of a ticket: whether it can go on, then whether it is in time.

    A parked ticket is not marked as blocked too, nor an overdue one as late. `late` are the IDs of
    the tickets that miss their deadline in the plan.
    """
    marks = []
    if graph.parking(ticket) is not None:
        marks.append(Mark.PARKED)
    elif graph.is_blocked(ticket):
        marks.append(Mark.BLOCKED)
    deadline = deadlines_of(graph).get(ticket.id)
    if deadline is not None and graph.today is not None and deadline.is_overdue(graph.today):
        marks.append(Mark.OVERDUE)
    elif ticket.id in late:
        marks.append(Mark.LATE)
    return tuple(marks)
