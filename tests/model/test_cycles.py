"""Circles that nobody can leave: reported exactly where there are some, and real."""

from __future__ import annotations

import time

import pytest
from graphs import LONG, SETTINGS, law, numbered, projects
from hypothesis import given
from hypothesis import strategies as st

from jticket.model.cycles import Cycle, Edges, cycle_over, cycle_through, cycles
from jticket.model.graph import Graph
from jticket.model.ticket import Ticket

Step = tuple[str, str]


def ticket(number: int, parent: int = 0, on: tuple[int, ...] = (), kind: str = "task") -> Ticket:
    """A ticket by its number, those of its parent and of what it depends on."""
    above = numbered(parent) if parent else ""
    return Ticket(
        numbered(number),
        ticket_type=kind,
        parent_id=above,
        dependencies=tuple(map(numbered, on)),
    )


def told(*tickets: Ticket) -> list[str]:
    """The circles of some tickets, as people read them."""
    return [str(cycle).replace("JJM-00", "") for cycle in cycles(Graph(tickets, SETTINGS))]


def waits(graph: Graph) -> set[tuple[Step, Step]]:
    """Which moment of which ticket waits for which, by the words of the format."""
    edges: set[tuple[Step, Step]] = set()
    for each in graph.tickets.values():
        edges.add(((each.id, "closes"), (each.id, "starts")))
        if (parent := graph.parent(each)) is not None:
            edges.add(((parent.id, "closes"), (each.id, "closes")))
        seen: set[str] = set()
        above: Ticket | None = each
        while above is not None and above.id not in seen:
            seen.add(above.id)
            if above is each or above.ticket_type == "epic":
                for on in graph.dependencies(above):
                    edges.add(((each.id, "starts"), (on, "closes")))
            above = graph.parent(above)
    return edges


def reach(edges: set[tuple[Step, Step]]) -> set[tuple[Step, Step]]:
    """The transitive closure, by brute force."""
    found = set(edges)
    while True:
        more = {(a, d) for a, b in found for c, d in edges if b == c} - found
        if not more:
            return found
        found |= more


def stuck(graph: Graph) -> set[str]:
    """The tickets that wait for themselves."""
    return {one[0] for one, two in reach(waits(graph)) if one == two}


def assert_real(cycle: Cycle, graph: Graph) -> None:
    """Each ticket of a circle waits for the next, or stands below it, or closes after it."""
    for one, two in zip(cycle.ids, (*cycle.ids[1:], cycle.ids[0]), strict=True):
        first, second = graph.tickets[one], graph.tickets[two]
        depends = two in graph.dependencies(first)
        below = graph.parent(first) == second
        above = graph.parent(second) == first
        match cycle.edges:
            case Edges.DEPENDENCIES:
                assert depends
            case Edges.PARENTS:
                assert below
            case Edges.BOTH:
                assert depends or below or above


@law(400)
@given(projects())
def test_a_circle_is_told_exactly_where_tickets_wait_for_themselves(tickets: list[Ticket]) -> None:
    graph = Graph(tickets, SETTINGS)
    found = cycles(graph)
    assert bool(found) == bool(stuck(graph))
    for cycle in found:
        assert_real(cycle, graph)
        assert {*cycle.ids} & stuck(graph)
    kinds = [cycle.edges for cycle in found]
    assert kinds == sorted(kinds, key=list(Edges).index)
    mixed = [cycle for cycle in found if cycle.edges is Edges.BOTH]
    others = [each for cycle in found if cycle not in mixed for each in cycle.ids]
    assert not {*others} & {each for cycle in mixed for each in cycle.ids}


@law(400)
@given(projects())
def test_a_ticket_that_waits_for_itself_is_in_a_circle(tickets: list[Ticket]) -> None:
    graph = Graph(tickets, SETTINGS)
    caught = stuck(graph)
    for each in tickets:
        cycle = cycle_through(graph, each.id)
        assert cycle is None or each.id in cycle.ids
        assert cycle is not None or each.id not in caught
        if cycle is not None:
            assert_real(cycle, graph)


@law(400)
@given(projects(5), st.data())
def test_what_a_new_edge_closes_is_found_whatever_circles_there_were(
    tickets: list[Ticket], data: st.DataObject
) -> None:
    before = Graph(tickets, SETTINGS)
    source, target = (data.draw(st.sampled_from(tickets)) for _ in range(2))
    changed = Ticket(
        source.id,
        ticket_type=source.ticket_type,
        parent_id=source.parent_id,
        dependencies=(*source.dependencies, target.id),
        aliases=source.aliases,
    )
    after = Graph([changed if each is source else each for each in tickets], SETTINGS)
    cycle = cycle_over(after, source.id, target.id)
    if stuck(after) - stuck(before):
        assert cycle is not None
    if cycle is not None:
        assert_real(cycle, after)
        assert {source.id, target.id} <= {*cycle.ids}


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
def test_each_kind_of_circle_is_told_once(tickets: list[Ticket], wanted: list[str]) -> None:
    assert told(*tickets) == wanted


def test_a_ticket_that_comes_by_twice_is_named_twice() -> None:
    tickets = (
        ticket(1, on=(5,), kind="epic"),
        ticket(2, 1, on=(3,)),
        ticket(3, 4),
        ticket(4, 1),
        ticket(5, on=(1,)),
    )
    graph = Graph(tickets, SETTINGS)
    for cycle in (*cycles(graph), cycle_through(graph, numbered(3))):
        if cycle is not None:
            assert_real(cycle, graph)


def test_a_circle_is_found_for_a_ticket_that_the_shortest_one_leaves_out() -> None:
    graph = Graph((ticket(1, on=(2, 3)), ticket(2, on=(1,)), ticket(3, on=(1,))), SETTINGS)
    assert [cycle.ids for cycle in cycles(graph)] == [(numbered(1), numbered(2))]
    through = cycle_through(graph, numbered(3))
    assert through is not None
    assert through.ids == (numbered(3), numbered(1))
    over = cycle_over(graph, numbered(1), numbered(3))
    assert over is not None
    assert over.ids == (numbered(1), numbered(3))


def test_a_circle_over_former_ids_is_one() -> None:
    renamed = Ticket("JJM-005", aliases=("JJM-001",), dependencies=("JJM-002",))
    found = cycles(Graph((renamed, ticket(2, on=(1,))), SETTINGS))
    assert [cycle.ids for cycle in found] == [("JJM-002", "JJM-005")]


@pytest.mark.parametrize("closed", [False, True])
def test_very_many_tickets_in_a_row_are_no_problem(closed: bool) -> None:
    count = LONG
    row = [Ticket(f"JJM-{n}", dependencies=(f"JJM-{n + 1}",)) for n in range(count)]
    row.append(Ticket(f"JJM-{count}", dependencies=("JJM-0",) if closed else ()))
    line = [Ticket(f"P-{n}", parent_id=f"P-{n + 1}", ticket_type="epic") for n in range(count)]
    line.append(Ticket(f"P-{count}", parent_id="P-0" if closed else ""))
    start = time.process_time()
    for tickets in (row, line):
        found = cycles(Graph(tickets, SETTINGS))
        assert [len(cycle.ids) for cycle in found] == [count + 1] * closed
    assert time.process_time() - start < 60


def test_many_small_knots_are_no_problem() -> None:
    tickets = []
    for n in range(0, 40_000, 2):
        tickets.append(Ticket(f"JJM-{n}", dependencies=(f"JJM-{n + 1}", f"JJM-{n + 2}")))
        tickets.append(Ticket(f"JJM-{n + 1}", dependencies=(f"JJM-{n}",)))
    start = time.process_time()
    assert len(cycles(Graph(tickets, SETTINGS))) == 20_000
    assert time.process_time() - start < 30
