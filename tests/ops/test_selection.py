"""Selecting tickets: references, filters, order, queries, and errors that carry facts."""

from __future__ import annotations

import pytest
from projects import NOW, broken_file, project, selection, ticket_file

from jticket.errors import Argument, NotFoundError
from jticket.ops.selection import (
    BadFilterError,
    BadQueryError,
    BrokenTicketError,
    resolve_ticket,
    select_tickets,
)

TICKETS = project(
    ticket_file(1, "assignee: ana", "status: done", "due: 2025-10-09"),
    ticket_file(2, "assignee: Smith, Ben", "effort: 1d"),
    ticket_file(3, "priority: high", "effort: 2h", "due: 2025-10-02"),
    broken_file(4),
)


def ids(**options: object) -> str:
    files = select_tickets(TICKETS, selection(**options), NOW)  # type: ignore[arg-type]
    return " ".join(file.ticket.id[-1] for file in files)


def test_a_reference_resolves_to_a_ticket_or_says_why_not() -> None:
    assert resolve_ticket(TICKETS, "2").ticket.id == "JJM-002"
    with pytest.raises(BrokenTicketError) as broken:
        resolve_ticket(TICKETS, "4")
    assert broken.value.ticket_id == "JJM-004"
    assert broken.value.reason.path == ".tickets/JJM-004.md"
    with pytest.raises(NotFoundError):
        resolve_ticket(TICKETS, "5")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "3 2"),
        ({"closed_too": True}, "3 1 2"),
        ({"status": ["done"]}, "1"),
        ({"assignee": ["-"]}, "3"),
        ({"assignee": ["!-"], "closed_too": True}, "1 2"),
        ({"assignee": ["Smith, Ben"]}, "2"),
        ({"assignee": ["ana,Smith, Ben"], "closed_too": True}, "1"),
        ({"sort": ("effort",), "closed_too": True}, "3 2 1"),
        ({"sort": ("-effort_hours",), "closed_too": True}, "2 3 1"),
        ({"sort": ("due",), "closed_too": True}, "3 1 2"),
        ({"sort": ("status",), "closed_too": True}, "2 3 1"),
        ({"sort": ("-priority",)}, "2 3"),
        ({"limit": 1}, "3"),
        ({"where": "closed"}, "1"),
        ({"where": "due < 2025-10-05"}, "3"),
    ],
)
def test_a_selection_filters_and_sorts(options: dict[str, object], expected: str) -> None:
    assert ids(**options) == expected


def test_the_error_for_an_unknown_filter_or_order_names_the_nearest() -> None:
    for options in ({"status": ["dne"]}, {"sort": ("prio",)}):
        with pytest.raises(BadFilterError) as caught:
            ids(**options)
        assert caught.value.hint is not None


def test_the_error_for_an_invalid_query_has_the_location_of_the_mistake() -> None:
    text = "open and prio >= high"
    with pytest.raises(BadQueryError) as caught:
        ids(where=text)
    error = caught.value
    place = error.text[error.start : error.end]
    assert (error.text, place, error.argument) == (text, "prio", Argument.QUERY)
