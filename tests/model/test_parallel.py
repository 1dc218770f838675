"""Phases that can be worked on side by side, compared with a search along every chain."""

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
    """Draws tickets that depend on lower ones, so that cycles are rare; epics above some."""
    tickets: list[Ticket] = []
    for number in range(1, draw(st.integers(2, 8))):
        lower = [ticket.id for ticket in tickets]
        epics = [ticket.id for ticket in tickets if ticket.ticket_type == EPIC]
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
    """Returns the tickets that a ticket directly depends on, epics on either side spelt out."""
    needed = {*graph.dependencies(ticket), *graph.inherited_dependencies(ticket)}
    ids: set[str] = set()
    seen: set[str] = set()
    stack = [ticket_id for ticket_id in needed if ticket_id in graph.tickets]
    while stack:
        ticket_id = stack.pop()
        if ticket_id in seen:
            continue
        seen.add(ticket_id)
        if graph.tickets[ticket_id].ticket_type == EPIC:
            stack += graph.children(ticket_id)
            stack += [n for n in before_epic(graph, ticket_id) if n in graph.tickets]
        else:
            ids.add(ticket_id)
    return ids


def before_epic(graph: Graph, epic: str) -> set[str]:
    """Returns what an epic waits for, if there is no work below it."""
    ticket = graph.tickets[epic]
    has_work = any(
        graph.tickets[ticket_id].ticket_type != EPIC for ticket_id in _below(graph, epic)
    )
    if has_work:
        return set()
    return {*graph.dependencies(ticket), *graph.inherited_dependencies(ticket)}


def _below(graph: Graph, ticket_id: str) -> set[str]:
    ids: set[str] = set()
    stack = list(graph.children(ticket_id))
    while stack:
        child = stack.pop()
        if child not in ids:
            ids.add(child)
            stack += graph.children(child)
    return ids


def dependent(graph: Graph, first: str, second: str) -> bool:
    """Returns whether a chain leads from a ticket of one phase to a ticket of the other."""
    for start, end in ((first, second), (second, first)):
        for ticket in graph.tickets.values():
            if ticket.phase != start or ticket.ticket_type == EPIC:
                continue
            seen: set[str] = set()
            stack = [ticket.id]
            while stack:
                for ticket_id in before(graph, graph.tickets[stack.pop()]):
                    if ticket_id not in seen:
                        seen.add(ticket_id)
                        stack.append(ticket_id)
            if any(graph.tickets[ticket_id].phase == end for ticket_id in seen):
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
    assert sorted(phase for group in groups for phase in group) == list(PHASES)
    for group in groups:
        for first, second in combinations(group, 2):
            assert not dependent(graph, first, second)
    for place, group in enumerate(groups):
        for earlier in groups[:place]:
            ahead = [phase for phase in earlier if PHASES.index(phase) < PHASES.index(group[0])]
            assert any(dependent(graph, group[0], phase) for phase in ahead)


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
    tickets_found = independent(Graph(tickets, SETTINGS))
    assert [ticket.id for ticket in tickets_found] == [numbered(1), numbered(4)]


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
