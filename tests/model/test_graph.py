"""Which ticket waits for which, compared with the definitions, taken literally."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from graphs import LONG, SETTINGS, law, numbered, projects
from hypothesis import given

from jticket.model.graph import Graph
from jticket.model.ticket import Ticket

if TYPE_CHECKING:
    from collections.abc import Sequence


def task(number: int, parent: int = 0, on: Sequence[int] = (), **values: str) -> Ticket:
    """Returns a ticket, its parent and dependencies given by their numbers."""
    return Ticket(
        numbered(number),
        parent_id=numbered(parent) if parent else "",
        dependencies=tuple(map(numbered, on)),
        **values,  # type: ignore[arg-type]
    )


def epic(number: int, parent: int = 0, on: Sequence[int] = (), **values: str) -> Ticket:
    """Returns an epic, likewise."""
    return task(number, parent, on, ticket_type="epic", **values)


def graph(*tickets: Ticket) -> Graph:
    """Returns the graph of some tickets."""
    return Graph(tickets, SETTINGS)


def literally(tickets: Sequence[Ticket]) -> dict[str, tuple[set[str], set[str]]]:
    """Returns by ticket what it inherits and what it waits for, by the words of the format."""
    by_id = {ticket.id: ticket for ticket in tickets}
    former = {alias: ticket.id for ticket in reversed(tickets) for alias in ticket.aliases}

    def today(reference: str) -> str:
        return reference if reference in by_id else former.get(reference, reference)

    def above(ticket: Ticket) -> list[Ticket]:
        epics_above: list[Ticket] = []
        parent = by_id.get(today(ticket.parent_id))
        while parent is not None and parent not in epics_above:
            epics_above.append(parent)
            parent = by_id.get(today(parent.parent_id))
        return epics_above

    result = {}
    for ticket in tickets:
        epics = [epic for epic in above(ticket) if epic.ticket_type == "epic"]
        inherited = {today(on) for epic in epics for on in epic.dependencies}
        needed = inherited | {today(on) for on in ticket.dependencies}
        closed = {
            candidate.id for candidate in tickets if candidate.status in ("done", "cancelled")
        }
        result[ticket.id] = (inherited, needed - closed)
    return result


@law(120)
@given(projects())
def test_waiting_ready_and_blocked_follow_the_definitions_of_the_format(
    tickets: list[Ticket],
) -> None:
    project, expected = Graph(tickets, SETTINGS), literally(tickets)
    for ticket in tickets:
        inherited, waiting = expected[ticket.id]
        children = [candidate for candidate in tickets if project.parent(candidate) == ticket]
        open_children = {
            candidate.id for candidate in children if candidate.status not in ("done", "cancelled")
        }
        begun = ticket.status not in ("backlog", "ready")
        assert set(project.inherited_dependencies(ticket)) == inherited
        assert set(project.waiting_for(ticket)) == waiting
        assert project.is_blocked(ticket) == (not begun and bool(waiting))
        assert project.is_ready(ticket) == (
            not begun and not waiting and not open_children and ticket.ticket_type != "epic"
        )
        assert set(project.open_children(ticket)) == open_children
        assert project.children(ticket.id) == tuple(sorted(candidate.id for candidate in children))
        needed = inherited | set(project.dependencies(ticket))
        cancelled = {candidate.id for candidate in tickets if candidate.status == "cancelled"}
        assert set(project.cancelled_dependencies(ticket)) == needed & cancelled
        for ids in (
            project.waiting_for(ticket),
            project.inherited_dependencies(ticket),
            project.cancelled_dependencies(ticket),
        ):
            assert len(ids) == len(set(ids))


@law(70)
@given(projects())
def test_blocks_is_the_inverse_of_dependencies(tickets: list[Ticket]) -> None:
    project = Graph(tickets, SETTINGS)
    edges = {(on, ticket.id) for ticket in tickets for on in project.dependencies(ticket)}
    assert edges == {
        (on, blocked) for on in {on for on, _ in edges} for blocked in project.blocks(on)
    }


@law(70)
@given(projects())
def test_the_order_of_the_tickets_and_of_the_questions_does_not_matter(
    tickets: list[Ticket],
) -> None:
    there, back = Graph(tickets, SETTINGS), Graph(reversed(tickets), SETTINGS)
    forwards = {ticket.id: there.waiting_for(ticket) for ticket in tickets}
    backwards = {ticket.id: back.waiting_for(ticket) for ticket in reversed(tickets)}
    assert forwards == backwards


def test_the_dependencies_of_an_epic_apply_to_everything_below_it() -> None:
    project = graph(
        task(1),
        task(2, status="done"),
        epic(3, on=[1, 2]),
        task(4, parent=3),
        task(5, parent=4, on=[2]),
        epic(6, parent=5, on=[7]),
        task(7),
        task(8, parent=6),
        task(9),
    )
    assert project.waiting_for(project.tickets[numbered(8)]) == (numbered(7), numbered(1))
    assert project.inherited_dependencies(project.tickets[numbered(5)]) == (
        numbered(1),
        numbered(2),
    )
    assert not project.is_ready(project.tickets[numbered(4)])
    assert project.is_ready(project.tickets[numbered(9)])


def test_a_parent_that_is_not_an_epic_passes_nothing_on() -> None:
    project = graph(task(1), task(2, on=[1]), task(3, parent=2))
    assert project.is_ready(project.tickets[numbered(3)])
    assert project.is_blocked(project.tickets[numbered(2)])


def test_a_dependency_on_an_epic_is_satisfied_when_the_epic_is_closed() -> None:
    project = graph(epic(1), task(2, parent=1, status="done"), task(3, on=[1]))
    assert project.is_blocked(project.tickets[numbered(3)])
    closed = graph(epic(1, status="cancelled"), task(2, parent=1), task(3, on=[1]))
    assert closed.is_ready(closed.tickets[numbered(3)])


def test_former_ids_lead_to_the_ticket_but_a_current_id_wins() -> None:
    renamed = Ticket("JJM-101", aliases=("JJM-001", "JJM-002"))
    project = graph(renamed, task(2), task(3, parent=1, on=[1, 2]))
    third = project.tickets[numbered(3)]
    assert project.resolve("JJM-001") == "JJM-101"
    assert project.resolve("JJM-002") == "JJM-002"
    assert project.resolve("JJM-009") is None
    assert project.parent(third) == renamed
    assert project.dependencies(third) == ("JJM-101", "JJM-002")
    assert project.blocks("JJM-101") == project.children("JJM-101") == ("JJM-003",)


def test_an_unknown_dependency_is_never_satisfied() -> None:
    project = graph(task(1, on=[9]))
    assert project.waiting_for(project.tickets[numbered(1)]) == (numbered(9),)


def test_an_unknown_status_is_neither_ready_nor_blocked() -> None:
    project = graph(task(1, on=[9], status="inprogress"), task(2, status="inprogress"))
    assert not any(map(project.is_blocked, project.tickets.values()))
    assert not any(map(project.is_ready, project.tickets.values()))
    assert graph(task(1, status="zzz"), task(2, on=[1])).waiting_for(task(2, on=[1])) == (
        numbered(1),
    )


def test_the_first_of_two_tickets_with_the_same_id_counts() -> None:
    first, second = task(1, title="a"), task(1, title="b")
    assert graph(first, second).tickets == {first.id: first}


@pytest.mark.parametrize("kind", ["task", "epic"])
@pytest.mark.parametrize("order", [1, -1])
def test_a_very_long_chain_of_parents_is_walked_once(kind: str, order: int) -> None:
    count = LONG
    tickets = [
        Ticket(
            f"JJM-{n}",
            ticket_type=kind,
            parent_id=f"JJM-{n - 1}" if n else "",
            dependencies=(f"D-{n}",) if n % 1000 == 0 else ("D-done",),
        )
        for n in range(count)
    ]
    start = time.process_time()
    project = Graph([*tickets, Ticket("D-done", status="done")], SETTINGS)
    blocked = sum(project.is_blocked(ticket) for ticket in tickets[::order])
    assert blocked == (count if kind == "epic" else count // 1000)
    assert len(project.waiting_for(tickets[-1])) == (count // 1000 if kind == "epic" else 0)
    assert sum(map(project.is_ready, tickets)) == (0 if kind == "epic" else 1)
    assert time.process_time() - start < 20


def test_a_relation_is_stored_on_one_side_and_known_on_both() -> None:
    tickets = [
        Ticket("JJM-001", aliases=("old-5",)),
        Ticket.of({"id": "JJM-002", "relates_to": ("JJM-001", "JJM-003"), "found_in": "old-5"}),
        Ticket.of({"id": "JJM-003", "relates_to": ("JJM-002",), "duplicate_of": "JJM-999"}),
        Ticket.of({"id": "JJM-010", "duplicate_of": "JJM-001", "found_in": "JJM-010"}),
        Ticket.of({"id": "JJM-009", "duplicate_of": "old-5"}),
    ]
    project = graph(*tickets)

    def known(key: str) -> list[str]:
        return [" ".join(project.inverse(key, ticket.id)) for ticket in tickets]

    assert known("relates_to") == ["JJM-002", "JJM-001 JJM-003", "JJM-002", "", ""]
    assert known("duplicate_of") == ["JJM-009 JJM-010", "", "", "", ""]
    assert known("found_in") == ["JJM-002", "", "", "", ""]


def test_a_very_long_chain_of_dependencies_is_walked_without_recursion() -> None:
    tickets = [Ticket(f"JJM-{n}", dependencies=(f"JJM-{n - 1}",) if n else ()) for n in range(LONG)]
    start = time.process_time()
    project = Graph(tickets, SETTINGS)
    assert [ticket.id for ticket in tickets if project.is_ready(ticket)] == ["JJM-0"]
    assert project.blocks("JJM-5") == ("JJM-6",)
    assert time.process_time() - start < 20
