"""Sorting tickets by several columns, of whatever kind their values are."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from jticket.model.columns import columns_of
from jticket.model.graph import Graph
from jticket.model.settings import Settings
from jticket.model.sorting import in_order
from jticket.model.ticket import EMPTY_BODY, Criterion, Ticket


@dataclass(frozen=True)
class File:
    """A ticket and its path."""

    path: str
    ticket: Ticket


TICKETS = (
    Ticket("T-1", title="b", priority="high", created="2025-10-03T00:00:00Z"),
    Ticket("T-2", title="a", priority="high", created="2025-10-01T00:00:00Z", parent_id="T-1"),
    Ticket("T-3", title="c", created="2025-10-02T00:00:00Z", dependencies=("T-4", "T-2")),
    Ticket("T-4", title="a", dependencies=("T-2",), due="2025-11-01"),
)
GRAPH = Graph(TICKETS, Settings())


def order(*keys: str, tickets: tuple[Ticket, ...] = TICKETS) -> str:
    files = [File(f".tickets/{ticket.id}.md", ticket) for ticket in tickets]
    return " ".join(file.ticket.id[2:] for file in in_order(files, keys, GRAPH))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["priority", "title"], "2 1 4 3"),
        (["priority", "-title"], "1 2 3 4"),
        (["-priority", "-title", "due"], "3 4 1 2"),
        (["title", "due"], "4 2 1 3"),
        (["-title", "-priority"], "3 1 4 2"),
        (["due", "-id"], "4 3 2 1"),
    ],
)
def test_equal_tickets_are_sorted_by_the_next_key(keys: list[str], expected: str) -> None:
    assert order(*keys) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("age", "1 3 2 4"),
        ("-age", "2 3 1 4"),
        ("blocks", "4 2 1 3"),
        ("-blocks", "2 4 1 3"),
        ("children", "1 2 3 4"),
        ("ready", "2 1 3 4"),
        ("-ready", "1 3 4 2"),
        ("waiting_for", "4 3 1 2"),
        ("path", "1 2 3 4"),
    ],
)
def test_computed_columns_sort_lists_by_length_and_yes_before_no(key: str, expected: str) -> None:
    assert order(key) == expected


def test_criteria_are_sorted_by_the_part_that_is_done() -> None:
    done, open_ = Criterion("a", done=True), Criterion("b", done=False)
    criteria = ((open_, open_, done), (done, open_), (), (done,))
    tickets = tuple(
        replace(ticket, body=EMPTY_BODY.changed(criteria=items))
        for ticket, items in zip(TICKETS, criteria, strict=True)
    )
    assert order("criteria", tickets=tickets) == "1 2 4 3"
    assert order("-criteria", tickets=tickets) == "4 2 1 3"


def test_tickets_can_be_sorted_by_every_column() -> None:
    for column in columns_of(Settings()):
        assert sorted(order(column).split()) == ["1", "2", "3", "4"]
        assert sorted(order(f"-{column}").split()) == ["1", "2", "3", "4"]
