"""The use cases that only read, without a command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from projects import EVERYTHING, NOW, broken_file, project, selection, ticket_file

from jticket.errors import NotFoundError, UsageError
from jticket.ops.lookup import BrokenTicketError
from jticket.ops.views.board import board
from jticket.ops.views.graph import dependency_graph
from jticket.ops.views.grouping import BadGroupingError
from jticket.ops.views.list import blocked_tickets, list_tickets, ready_tickets
from jticket.ops.views.next import next_ticket
from jticket.ops.views.plan import PlanRequest, plan_tickets
from jticket.ops.views.search import search_tickets
from jticket.ops.views.show import raw_text
from jticket.ops.views.stats import count_tickets
from jticket.ops.views.tree import ticket_tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jticket.text.reading import ValidFile

CHAIN = project(
    ticket_file(1, "ticket_type: epic"),
    ticket_file(2, "parent_id: JJM-001", "status: done", "effort: 2h"),
    ticket_file(3, "parent_id: JJM-001", "dependencies: [JJM-002]", "effort: 3h"),
    ticket_file(4, "dependencies: [JJM-003]", "effort: 4h"),
    ticket_file(5, "priority: low", body="Oil the hinge."),
)
"""2 is done, 3 waits for it no longer, 4 waits for 3, 5 for nothing; 2 and 3 make the epic 1."""


def numbers(files: Iterable[ValidFile]) -> list[int]:
    return [int(file.ticket.id[-3:]) for file in files]


def test_a_list_is_sorted_by_priority_then_id() -> None:
    assert numbers(list_tickets(CHAIN, selection(), NOW)) == [1, 3, 4, 5]
    assert numbers(list_tickets(CHAIN, EVERYTHING, NOW)) == [1, 2, 3, 4, 5]


def test_a_limit_counts_only_listed_tickets() -> None:
    assert numbers(ready_tickets(CHAIN, selection(limit=2), NOW)) == [3, 5]
    assert numbers(ready_tickets(CHAIN, selection(limit=1, sort=("-id",)), NOW)) == [5]


def test_blocked_tickets_wait_for_open_ones() -> None:
    assert numbers(blocked_tickets(CHAIN, selection(), NOW)) == [4]


def test_the_next_ticket_is_the_most_important_of_the_selection() -> None:
    chosen = next_ticket(CHAIN, selection(), NOW).ticket
    assert chosen is not None
    assert (chosen.ticket.id, chosen.held_up, chosen.held_up_hours) == ("JJM-003", ("JJM-004",), 4)
    low = next_ticket(CHAIN, selection(priority=["low"]), NOW).ticket
    assert low is not None
    assert low.ticket.id == "JJM-005"
    assert next_ticket(CHAIN, selection(status=["done"]), NOW).ticket is None


def test_a_plan_from_scratch_includes_finished_tickets() -> None:
    planned = plan_tickets(CHAIN, EVERYTHING, NOW)
    assert planned.plan.critical_path == ("JJM-003", "JJM-004")
    planned = plan_tickets(CHAIN, EVERYTHING, NOW, PlanRequest(from_scratch=True))
    assert planned.plan.critical_path == ("JJM-002", "JJM-003", "JJM-004")
    assert planned.graph.tickets["JJM-002"].status == "backlog"


@pytest.mark.parametrize("workers", [0, -1])
def test_a_plan_for_less_than_one_worker_is_refused(workers: int) -> None:
    with pytest.raises(UsageError, match="at least one worker"):
        plan_tickets(CHAIN, selection(), NOW, PlanRequest(workers=workers))


def test_a_tree_begins_at_the_roots_or_at_a_ticket() -> None:
    shape = [(branch.ticket.id, branch.depth) for branch in ticket_tree(CHAIN, EVERYTHING, NOW)]
    assert shape[:3] == [("JJM-001", 0), ("JJM-002", 1), ("JJM-003", 1)]
    below = ticket_tree(CHAIN, EVERYTHING, NOW, start="2")
    assert [branch.ticket.id for branch in below] == ["JJM-002"]
    with pytest.raises(NotFoundError):
        ticket_tree(CHAIN, EVERYTHING, NOW, start="99")


def test_a_dependency_graph_is_sorted_by_id_and_frames_epics() -> None:
    diagram = dependency_graph(CHAIN, selection(sort=("-id",)), NOW)
    assert [ticket.id for ticket in diagram.tickets] == ["JJM-001", "JJM-003", "JJM-004", "JJM-005"]
    assert diagram.edges == (("JJM-003", "JJM-004"),)
    assert {epic: [child.id for child in below] for epic, below in diagram.framed.items()} == {
        "JJM-001": ["JJM-003"]
    }


def test_a_board_leaves_epics_and_closed_tickets_out_and_counts_them() -> None:
    cards = board(CHAIN, selection(), NOW, by="status")
    assert numbers(cards.columns[0].items) == [3, 4, 5]
    assert (cards.closed, cards.epics) == (1, 1)
    epics = board(CHAIN, selection(ticket_type=["epic"]), NOW, by="priority")
    assert [(column.value, numbers(column.items)) for column in epics.columns] == [("normal", [1])]
    with pytest.raises(BadGroupingError):
        board(CHAIN, selection(), NOW, by="colour")


def test_stats_count_epics_separately() -> None:
    survey = count_tickets(CHAIN, EVERYTHING, NOW, by=["status,priority", "status"])
    assert (survey.tickets.total.tickets, survey.epics.total.tickets) == (4, 1)
    assert [breakdown.key for breakdown in survey.tickets.by] == ["status", "priority"]
    assert survey.tickets.total.done_hours == 2


def test_a_search_takes_several_words_in_one_text() -> None:
    hits = search_tickets(CHAIN, selection(), NOW, ["HINGE oil"])
    assert numbers(hit.file for hit in hits) == [5]
    assert [match.text for match in hits[0].matches] == ["Oil the hinge."]
    assert search_tickets(CHAIN, selection(), NOW, ["hinge", "door"]) == ()


def test_the_raw_text_of_an_unreadable_ticket_is_read_from_the_disk() -> None:
    tickets = project(ticket_file(1), broken_file(2))
    assert raw_text(None, tickets, "1").startswith("---\nid: JJM-001\n")
    with pytest.raises(BrokenTicketError) as caught:
        raw_text(None, tickets, "2")
    assert caught.value.ticket_id == "JJM-002"
