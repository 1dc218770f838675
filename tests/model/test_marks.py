"""What a list marks."""

from __future__ import annotations

from datetime import date

import pytest
from graphs import SETTINGS, numbered

from jticket.model.graph import Graph
from jticket.model.marks import Mark, marks_of
from jticket.model.ticket import Ticket

TODAY = date(2025, 10, 1)


def marks(*tickets: Ticket, late: frozenset[str] = frozenset()) -> tuple[Mark, ...]:
    """Returns the marks of the first ticket."""
    return marks_of(tickets[0], Graph(tickets, SETTINGS, today=TODAY), late)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ()),
        ({"dependencies": ("JJM-002",)}, (Mark.BLOCKED,)),
        ({"dependencies": ("JJM-002",), "on_hold": "legal"}, (Mark.PARKED,)),
        ({"wait_until": "2025-11-01"}, (Mark.PARKED,)),
        ({"wait_until": "2025-09-01"}, ()),
        ({"due": "2025-09-30"}, (Mark.OVERDUE,)),
        ({"due": "2025-10-01"}, ()),
        ({"due": "2025-09-30", "dependencies": ("JJM-002",)}, (Mark.BLOCKED, Mark.OVERDUE)),
        ({"due": "2025-09-30", "on_hold": "legal", "status": "done"}, ()),
    ],
)
def test_open_tickets_are_marked(values: dict[str, str], expected: tuple[Mark, ...]) -> None:
    ticket = Ticket.of({"id": numbered(1), **values})
    assert marks(ticket, Ticket(numbered(2))) == expected


def test_a_ticket_is_marked_as_late_unless_it_is_overdue() -> None:
    late = frozenset({numbered(1)})
    assert marks(Ticket(numbered(1)), late=late) == (Mark.LATE,)
    assert marks(Ticket(numbered(1), due="2025-09-30"), late=late) == (Mark.OVERDUE,)
    assert marks(Ticket(numbered(2)), late=late) == ()
