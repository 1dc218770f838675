"""Totals of the tickets below each ticket, each ticket counted once.

An epic is a summary and has no work of its own. The walks are loops, not recursions, and stop at
a cycle of parents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.graph import EPIC
from jticket.model.ids import sort_key
from jticket.model.stats.tally import Tally, tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket


def roots(graph: Graph) -> tuple[str, ...]:
    """Returns the roots of the trees of parents, in order; of a cycle its lowest ID."""
    root_ids = [ticket.id for ticket in graph.tickets.values() if graph.parent(ticket) is None]
    reached = set(_walk(graph, root_ids))
    for ticket_id in sorted(graph.tickets.keys() - reached, key=sort_key):
        if ticket_id not in reached:
            cycle = _cycle_above(graph, ticket_id)
            root_ids.append(min(cycle, key=sort_key))
            reached.update(_walk(graph, cycle))
    return tuple(sorted(root_ids, key=sort_key))


def rollups(graph: Graph) -> dict[str, Tally]:
    """Returns for each ticket the work in it and in all its descendants."""
    tallies: dict[str, Tally] = {}
    for ticket_id in reversed(_walk(graph, roots(graph))):
        below = (tallies[child] for child in graph.children(ticket_id) if child in tallies)
        ticket = graph.tickets[ticket_id]
        own = Tally() if ticket.ticket_type == EPIC else tally((ticket,), graph.settings)
        tallies[ticket_id] = sum(below, own)
    return tallies


def _walk(graph: Graph, starts: Iterable[str]) -> list[str]:
    """Returns these tickets and all below them, a parent before its children, each once."""
    seen: dict[str, None] = {}
    stack = list(starts)
    while stack:
        ticket_id = stack.pop()
        if ticket_id not in seen:
            seen[ticket_id] = None
            stack += graph.children(ticket_id)
    return list(seen)


def _cycle_above(graph: Graph, ticket_id: str) -> list[str]:
    """Returns the cycle of parents in which the path up from a ticket ends."""
    path: dict[str, None] = {}
    current: Ticket | None = graph.tickets[ticket_id]
    while current is not None and current.id not in path:
        path[current.id] = None
        current = graph.parent(current)
    ids = list(path)
    return ids[ids.index(current.id) :] if current is not None else ids
