"""The tree of parents, and what its branches add up to."""

from __future__ import annotations

from graphs import LONG, SETTINGS, law, numbered, projects
from hypothesis import given

from jticket.model.graph import Graph
from jticket.model.stats.rollup import rollups, roots
from jticket.model.stats.tree import tree
from jticket.model.ticket import Ticket


def below(graph: Graph, ticket_id: str) -> set[str]:
    """All descendants of a ticket, found the slow way."""
    found: set[str] = set()
    while True:
        more = {
            each.id
            for each in graph.tickets.values()
            if (parent := graph.parent(each)) and parent.id in found | {ticket_id}
        }
        if more <= found:
            return found
        found |= more


def in_cycle(graph: Graph, ticket_id: str) -> bool:
    return ticket_id in below(graph, ticket_id)


@law(60)
@given(projects())
def test_every_ticket_is_in_the_tree_once_below_its_parent(tickets: list[Ticket]) -> None:
    graph = Graph(tickets, SETTINGS)
    branches = list(tree(graph, graph.tickets))
    assert sorted(each.ticket.id for each in branches) == sorted(graph.tickets)
    above: list[str] = []
    for branch in branches:
        del above[branch.depth :]
        parent = graph.parent(branch.ticket)
        if branch.depth:
            assert parent is not None
            assert parent.id == above[-1]
        else:
            assert parent is None or in_cycle(graph, branch.ticket.id)
        above.append(branch.ticket.id)


@law(60)
@given(projects())
def test_a_branch_totals_its_tickets_counting_each_once(tickets: list[Ticket]) -> None:
    from dataclasses import replace

    tickets = [replace(each, effort_hours=2.0**n) for n, each in enumerate(tickets)]
    graph = Graph(tickets, SETTINGS)
    for ticket_id, work in rollups(graph).items():
        if in_cycle(graph, ticket_id):
            continue
        counted = [
            graph.tickets[each]
            for each in below(graph, ticket_id) | {ticket_id}
            if graph.tickets[each].ticket_type != "epic"
            and graph.tickets[each].status != "cancelled"
        ]
        finished = [each for each in counted if each.status == "done"]
        assert (work.tickets - work.cancelled, work.done) == (len(counted), len(finished))
        assert work.work_hours == sum(each.effort_hours or 0 for each in counted)
        assert work.done_hours == sum(each.effort_hours or 0 for each in finished)


@law(100)
@given(projects())
def test_every_ticket_is_below_some_root(tickets: list[Ticket]) -> None:
    graph = Graph(tickets, SETTINGS)
    reached = set(roots(graph))
    for root in roots(graph):
        reached |= below(graph, root)
    assert reached == set(graph.tickets)


def test_a_long_chain_of_parents_is_walked() -> None:
    tickets = [
        Ticket(numbered(n), parent_id=numbered(n - 1) if n > 1 else "", effort_hours=1.0)
        for n in range(1, LONG + 1)
    ]
    graph = Graph(tickets, SETTINGS)
    branches = list(tree(graph, graph.tickets))
    assert branches[-1].depth == LONG - 1
    assert branches[0].work.work_hours == LONG
