"""The filters of a list."""

from __future__ import annotations

import pytest
from graphs import SETTINGS

from jticket.model.graph import Graph
from jticket.model.queries.filters import FieldFilter, Filters
from jticket.model.ticket import Ticket

TICKETS = (
    Ticket("JJM-001", ticket_type="epic", aliases=("OLD-001",)),
    Ticket("JJM-002", status="done", tags=("cli",), parent_id="OLD-001"),
    Ticket("JJM-003", tags=("cli", "mvp"), dependencies=("OLD-001", "JJM-009"), assignee="ana"),
    Ticket("JJM-004", priority="high", parent_id="JJM-009"),
    Ticket("JJM-005", status="odd"),
)


def shown(*fields: FieldFilter, closed_too: bool = False) -> str:
    """Returns the last digits of the tickets that a list shows."""
    graph, filters = Graph(TICKETS, SETTINGS), Filters(fields, closed_too)
    return "".join(ticket.id[-1] for ticket in TICKETS if filters.matches(ticket, graph))


def wants(key: str, *values: str) -> FieldFilter:
    """Returns a filter for any of the values, but for none of those with a `!`."""
    unwanted = {value[1:] for value in values if value.startswith("!")}
    wanted = {value for value in values if not value.startswith("!")}
    return FieldFilter(key, frozenset(wanted), frozenset(unwanted))


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ([], "1345"),
        ([wants("status", "done")], "2"),
        ([wants("status", "!done")], "1345"),
        ([wants("status", "!backlog")], "25"),
        ([wants("tags", "cli")], "3"),
        ([wants("tags", "cli", "!mvp")], ""),
        ([wants("tags", "")], "145"),
        ([wants("tags", "!")], "3"),
        ([wants("assignee", "", "bob")], "145"),
        ([wants("parent_id", "JJM-009")], "4"),
        ([wants("parent_id", "")], "135"),
        ([wants("dependencies", "JJM-001")], "3"),
        ([wants("dependencies", "JJM-009", "zzz")], "3"),
        ([wants("priority", "high"), wants("tags", "cli")], ""),
        ([wants("ticket_type", "epic", "task")], "1345"),
    ],
)
def test_a_filter_matches_any_wanted_value_and_no_unwanted_one(
    filters: list[FieldFilter], numbers: str
) -> None:
    assert shown(*filters) == numbers


def test_closed_tickets_are_shown_on_request() -> None:
    assert shown(closed_too=True) == "12345"
    assert shown(wants("parent_id", "JJM-001"), closed_too=True) == "2"
