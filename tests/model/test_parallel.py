"""Phases that can be worked on side by side, against a search along every chain."""

from __future__ import annotations

from itertools import combinations

from graphs import SETTINGS, law, numbered
from hypothesis import given
from hypothesis import strategies as st

from jticket.model.cycles import cycles
from jticket.model.graph import EPIC, Graph
from jticket.model.planning.parallel import from_scratch, independent, parallel_phases
from jticket.model.ticket import Ticket

PHASES = ("P1", "P2", "P3")


@st.composite
def phased(draw: st.DrawFn) -> list[Ticket]:
    """Tickets that depend on lower ones, so that cycles are rare; epics above some."""
    tickets: list[Ticket] = []
    for number in range(1, draw(st.integers(2, 8))):
        lower = [each.id for each in tickets]
        epics = [each.id for each in tickets if each.ticket_type == EPIC]
        tickets.append(
            Ticket(
                numbered(number),
                ticket_type=draw(st.sampled_from([EPIC, "task", "task", "task"])),
                status=draw(st.sampled_from(["backlog", "done"])),
                phase=draw(st.sampled_from([*PHASES, ""])),
                parent_id=draw(st.sampled_from(["", *epics])),
                dependencies=tuple(draw(st.lists(st.sampled_from(lower), max_size=2)))
                if lower
                else (),
            )
        )
    return tickets


def before(graph: Graph, ticket: Ticket) -> set[str]:
    """The tickets that a ticket directly depends on, epics on either side spelt out."""
    needed = {*graph.dependencies(ticket), *graph.inherited_dependencies(ticket)}
    found: set[str] = set()
    seen: set[str] = set()
    stack = [each for each in needed if each in graph.tickets]
    while stack:
        each = stack.pop()
        if each in seen:
            continue
        seen.add(each)
        if graph.tickets[each].ticket_type == EPIC:
            stack += graph.children(each)
            stack += [n for n in before_epic(graph, each) if n in graph.tickets]
        else:
            found.add(each)
    return found


def before_epic(graph: Graph, epic: str) -> set[str]:
    """An epic with no work below it still waits for what it waits for."""
    ticket = graph.tickets[epic]
    has_work = any(graph.tickets[each].ticket_type != EPIC for each in _below(graph, epic))
    if has_work:
        return set()
    return {*graph.dependencies(ticket), *graph.inherited_dependencies(ticket)}


def _below(graph: Graph, ticket_id: str) -> set[str]:
    found: set[str] = set()
    stack = list(graph.children(ticket_id))
    while stack:
        each = stack.pop()
        if each not in found:
            found.add(each)
            stack += graph.children(each)
    return found


def dependent(graph: Graph, first: str, second: str) -> bool:
    """Whether a chain leads from a ticket of one phase to one of the other."""
    for start, end in ((first, second), (second, first)):
        for ticket in graph.tickets.values():
            if ticket.phase != start or ticket.ticket_type == EPIC:
                continue
            seen: set[str] = set()
            stack = [ticket.id]
            while stack:
                for each in before(graph, graph.tickets[stack.pop()]):
                    if each not in seen:
                        seen.add(each)
                        stack.append(each)
            if any(graph.tickets[each].phase == end for each in seen):
                return True
    return False


@law(60)
@given(phased())
def test_phases_of_a_group_are_independent_and_join_the_first_that_fits(
    tickets: list[Ticket],
) -> None:
    graph = Graph(tickets, SETTINGS)
    if cycles(from_scratch(graph)):
        return
    groups = parallel_phases(graph, PHASES)
    assert sorted(each for group in groups for each in group) == list(PHASES)
    for group in groups:
        for first, second in combinations(group, 2):
            assert not dependent(graph, first, second)
    for place, group in enumerate(groups):
        for earlier in groups[:place]:
            ahead = [each for each in earlier if PHASES.index(each) < PHASES.index(group[0])]
            assert any(dependent(graph, group[0], each) for each in ahead)


def test_a_chain_through_another_phase_and_a_closed_ticket_counts() -> None:
    tickets = [
        Ticket(numbered(1), phase="P1", status="done"),
        Ticket(numbered(2), dependencies=(numbered(1),), status="done"),
        Ticket(numbered(3), phase="P2", dependencies=(numbered(2),)),
        Ticket(numbered(4), phase="P3"),
    ]
    graph = Graph(tickets, SETTINGS)
    assert parallel_phases(graph, PHASES) == (("P1", "P3"), ("P2",))


def test_independent_tickets_have_no_dependencies_of_their_own_or_their_epics() -> None:
    tickets = [
        Ticket(numbered(1)),
        Ticket(numbered(2), ticket_type=EPIC, dependencies=(numbered(1),)),
        Ticket(numbered(3), parent_id=numbered(2)),
        Ticket(numbered(4), status="done"),
    ]
    found = independent(Graph(tickets, SETTINGS))
    assert [each.id for each in found] == [numbered(1), numbered(4)]


def test_from_scratch_a_cancelled_ticket_stays_cancelled() -> None:
    tickets = [
        Ticket(numbered(1), status="done", phase="P1"),
        Ticket(numbered(2), status="cancelled", dependencies=(numbered(1),)),
        Ticket(numbered(3), status="in_progress", dependencies=(numbered(2),), phase="P2"),
    ]
    graph = from_scratch(Graph(tickets, SETTINGS))
    assert [ticket.status for ticket in graph.tickets.values()] == [
        "backlog",
        "cancelled",
        "backlog",
    ]
    assert parallel_phases(graph, ("P1", "P2")) == (("P1", "P2"),)
