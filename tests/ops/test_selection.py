"""Selecting tickets: references, filters, order, queries, and errors that carry facts."""

from __future__ import annotations

import pytest
from projects import NOW, broken_file, project, selection, ticket_file

from jticket.errors import Argument, NotFoundError
from jticket.ops.lookup import BrokenTicketError, resolve_ticket
from jticket.ops.selection import BadFilterError, BadQueryError, select_tickets

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


UUID = "486d1c2f-3400-4821-a4c4-85dd795d1106"
NAMED = project(
    ticket_file(1, f"aliases: [{UUID}, JJM-90, x7k]", "refs: ['gh:owner/repo#12', 'jira:PROJ-3']"),
    ticket_file(2, "aliases: [JJM-003, JJM-90]", "refs: ['gh:owner/repo#13', 'jira:PROJ-3']"),
    ticket_file(3),
    ticket_file(4, "id: JJM-x7k2"),
)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (UUID, "JJM-001"),
        (UUID.upper(), "JJM-001"),
        ("gh:owner/repo#12", "JJM-001"),
        ("GH:Owner/Repo#13", "JJM-002"),
        ("JJM-003", "JJM-003"),
        ("JJM-90", "JJM-001"),
        ("90", "JJM-001"),
        ("x7k", "JJM-001"),
        ("x7", "JJM-x7k2"),
    ],
)
def test_an_alias_of_any_form_or_a_ref_means_its_ticket(reference: str, expected: str) -> None:
    assert resolve_ticket(NAMED, reference).ticket.id == expected


@pytest.mark.parametrize(
    "reference", ["3400", "486d1c2f", "gh:owner/repo", "jira:PROJ-3", "PROJ-3"]
)
def test_a_part_of_an_alias_or_a_ref_of_two_tickets_means_none(reference: str) -> None:
    with pytest.raises(NotFoundError):
        resolve_ticket(NAMED, reference)


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
