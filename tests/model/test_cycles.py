"""Cycles of tickets: reported exactly where there are any, and along real edges."""

from __future__ import annotations

import time

import pytest
from graphs import LONG, SETTINGS, law, numbered, projects
from hypothesis import given

from jticket.model.cycles import Cycle, Edges, cycles
from jticket.model.graph import Graph
from jticket.model.ticket import Ticket

Step = tuple[str, str]


def ticket(number: int, parent: int = 0, on: tuple[int, ...] = (), kind: str = "task") -> Ticket:
    """Returns a ticket, its parent and dependencies given by their numbers."""
    above = numbered(parent) if parent else ""
    return Ticket(
        numbered(number),
        ticket_type=kind,
        parent_id=above,
        dependencies=tuple(map(numbered, on)),
    )


def reported(*tickets: Ticket) -> list[str]:
    """Returns the cycles of some tickets, as people read them."""
    return [str(cycle).replace("JJM-00", "") for cycle in cycles(Graph(tickets, SETTINGS))]


def waits(graph: Graph) -> set[tuple[Step, Step]]:
    """Returns which moment of which ticket waits for which, by the words of the format."""
    edges: set[tuple[Step, Step]] = set()
    for ticket in graph.tickets.values():
        edges.add(((ticket.id, "closes"), (ticket.id, "starts")))
        if (parent := graph.parent(ticket)) is not None:
            edges.add(((parent.id, "closes"), (ticket.id, "closes")))
        seen: set[str] = set()
        above: Ticket | None = ticket
        while above is not None and above.id not in seen:
            seen.add(above.id)
            if above is ticket or above.ticket_type == "epic":
                for on in graph.dependencies(above):
                    edges.add(((ticket.id, "starts"), (on, "closes")))
            above = graph.parent(above)
    return edges


def reach(edges: set[tuple[Step, Step]]) -> set[tuple[Step, Step]]:
    """Returns the transitive closure, by brute force."""
    closure = set(edges)
    while True:
        more = {(a, d) for a, b in closure for c, d in edges if b == c} - closure
        if not more:
            return closure
        closure |= more


def stuck(graph: Graph) -> set[str]:
    """Returns the tickets that wait for themselves."""
    return {start[0] for start, end in reach(waits(graph)) if start == end}


def assert_real(cycle: Cycle, graph: Graph) -> None:
    """Asserts that each ticket of a cycle waits for the next, is its child, or closes after it."""
    for first_id, second_id in zip(cycle.ids, (*cycle.ids[1:], cycle.ids[0]), strict=True):
        first, second = graph.tickets[first_id], graph.tickets[second_id]
        depends = second_id in graph.dependencies(first)
        below = graph.parent(first) == second
        above = graph.parent(second) == first
        match cycle.edges:
            case Edges.DEPENDENCIES:
                assert depends
            case Edges.PARENTS:
                assert below
            case Edges.BOTH:
                assert depends or below or above


@law(120)
@given(projects())
def test_a_cycle_is_reported_exactly_where_tickets_wait_for_themselves(
    tickets: list[Ticket],
) -> None:
    graph = Graph(tickets, SETTINGS)
    reported_cycles = cycles(graph)
    assert bool(reported_cycles) == bool(stuck(graph))
    for cycle in reported_cycles:
        assert_real(cycle, graph)
        assert {*cycle.ids} & stuck(graph)
    kinds = [cycle.edges for cycle in reported_cycles]
    assert kinds == sorted(kinds, key=list(Edges).index)
    mixed = [cycle for cycle in reported_cycles if cycle.edges is Edges.BOTH]
    others = [
        ticket_id for cycle in reported_cycles if cycle not in mixed for ticket_id in cycle.ids
    ]
    assert not {*others} & {ticket_id for cycle in mixed for ticket_id in cycle.ids}


@pytest.mark.parametrize(
    ("tickets", "wanted"),
    [
        ([ticket(1, on=(1,))], ["1 → 1"]),
        ([ticket(1, on=(2,)), ticket(2, on=(1,))], ["1 → 2 → 1"]),
        ([ticket(1, on=(2,)), ticket(2, on=(3,)), ticket(3, on=(2,))], ["2 → 3 → 2"]),
        ([ticket(1, parent=1)], ["1 → 1"]),
        ([ticket(1, parent=2), ticket(2, parent=3), ticket(3, parent=1)], ["1 → 2 → 3 → 1"]),
        ([ticket(1), ticket(2, parent=1), ticket(3, on=(2,))], []),
        ([ticket(1, kind="epic"), ticket(2, parent=1, on=(1,))], ["1 → 2 → 1"]),
        ([ticket(1), ticket(2, parent=1, on=(1,))], ["1 → 2 → 1"]),
        ([ticket(1, on=(2,), kind="epic"), ticket(2, parent=1)], ["1 → 2 → 1"]),
        ([ticket(1, on=(2,)), ticket(2, parent=1)], []),
        ([ticket(1, on=(3,), kind="epic"), ticket(2, 1), ticket(3, on=(2,))], ["1 → 3 → 2 → 1"]),
        ([ticket(1, on=(3,)), ticket(2, 1), ticket(3, on=(2,))], []),
        (
            [ticket(1, on=(4,), kind="epic"), ticket(2, 1), ticket(3, 2), ticket(4, on=(3,))],
            ["1 → 4 → 3 → 2 → 1"],
        ),
        ([ticket(1, kind="epic"), ticket(2, 1), ticket(3, on=(1,)), ticket(4, on=(3,))], []),
        (
            [ticket(1, on=(2,)), ticket(2, on=(1,)), ticket(3, on=(4,)), ticket(4, on=(3,))],
            ["1 → 2 → 1", "3 → 4 → 3"],
        ),
    ],
)
def test_each_kind_of_cycle_is_reported_once(tickets: list[Ticket], wanted: list[str]) -> None:
    assert reported(*tickets) == wanted


def test_a_cycle_that_passes_a_ticket_twice_follows_real_edges() -> None:
    tickets = (
        ticket(1, on=(5,), kind="epic"),
        ticket(2, 1, on=(3,)),
        ticket(3, 4),
        ticket(4, 1),
        ticket(5, on=(1,)),
    )
    graph = Graph(tickets, SETTINGS)
    for cycle in cycles(graph):
        assert_real(cycle, graph)


def test_a_cycle_over_former_ids_is_reported() -> None:
    renamed = Ticket("JJM-005", aliases=("JJM-001",), dependencies=("JJM-002",))
    reported_cycles = cycles(Graph((renamed, ticket(2, on=(1,))), SETTINGS))
    assert [cycle.ids for cycle in reported_cycles] == [("JJM-002", "JJM-005")]


@pytest.mark.parametrize("closed", [False, True])
def test_long_chains_are_searched_for_cycles_without_recursion(closed: bool) -> None:
    count = LONG
    row = [Ticket(f"JJM-{n}", dependencies=(f"JJM-{n + 1}",)) for n in range(count)]
    row.append(Ticket(f"JJM-{count}", dependencies=("JJM-0",) if closed else ()))
    line = [Ticket(f"P-{n}", parent_id=f"P-{n + 1}", ticket_type="epic") for n in range(count)]
    line.append(Ticket(f"P-{count}", parent_id="P-0" if closed else ""))
    start = time.process_time()
    for tickets in (row, line):
        reported_cycles = cycles(Graph(tickets, SETTINGS))
        assert [len(cycle.ids) for cycle in reported_cycles] == [count + 1] * closed
    assert time.process_time() - start < 60


def test_many_small_components_are_searched_in_linear_time() -> None:
    tickets = []
    for n in range(0, LONG, 2):
        tickets.append(Ticket(f"JJM-{n}", dependencies=(f"JJM-{n + 1}", f"JJM-{n + 2}")))
        tickets.append(Ticket(f"JJM-{n + 1}", dependencies=(f"JJM-{n}",)))
    start = time.process_time()
    assert len(cycles(Graph(tickets, SETTINGS))) == LONG // 2
    assert time.process_time() - start < 30
