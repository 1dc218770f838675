"""The tree of parents, and what its branches add up to."""

from __future__ import annotations

from graphs import LONG, SETTINGS, law, numbered, projects
from hypothesis import given

from jticket.model.graph import Graph
from jticket.model.stats.rollup import rollups, roots
from jticket.model.stats.tree import tree
from jticket.model.ticket import Ticket


def below(graph: Graph, ticket_id: str) -> set[str]:
    """Returns all descendants of a ticket, found the slow way."""
    descendants: set[str] = set()
    while True:
        more = {
            ticket.id
            for ticket in graph.tickets.values()
            if (parent := graph.parent(ticket)) and parent.id in descendants | {ticket_id}
        }
        if more <= descendants:
            return descendants
        descendants |= more


def in_cycle(graph: Graph, ticket_id: str) -> bool:
    return ticket_id in below(graph, ticket_id)


@law(60)
@given(projects())
def test_every_ticket_is_in_the_tree_once_below_its_parent(tickets: list[Ticket]) -> None:
    graph = Graph(tickets, SETTINGS)
    branches = list(tree(graph, graph.tickets))
    assert sorted(branch.ticket.id for branch in branches) == sorted(graph.tickets)
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

    tickets = [replace(ticket, effort_hours=2.0**n) for n, ticket in enumerate(tickets)]
    graph = Graph(tickets, SETTINGS)
    for ticket_id, work in rollups(graph).items():
        if in_cycle(graph, ticket_id):
            continue
        counted = [
            graph.tickets[descendant]
            for descendant in below(graph, ticket_id) | {ticket_id}
            if graph.tickets[descendant].ticket_type != "epic"
            and graph.tickets[descendant].status != "cancelled"
        ]
        finished = [ticket for ticket in counted if ticket.status == "done"]
        assert (work.tickets - work.cancelled, work.done) == (len(counted), len(finished))
        assert work.work_hours == sum(ticket.effort_hours or 0 for ticket in counted)
        assert work.done_hours == sum(ticket.effort_hours or 0 for ticket in finished)


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
