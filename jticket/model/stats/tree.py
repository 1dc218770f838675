"""The tree of parents, as rows with the depth and the total of each ticket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.stats.rollup import rollups, roots

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from jticket.model.graph import Graph
    from jticket.model.stats.tally import Tally
    from jticket.model.ticket import Ticket


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A ticket in the tree, its depth, and whether it is the last below its parent.

    `work` is the total of all its descendants, shown or not.
    """

    ticket: Ticket
    depth: int
    is_last: bool
    work: Tally


def tree(graph: Graph, chosen: Collection[str], start: str | None = None) -> Iterator[TreeRow]:
    """Yields the chosen tickets and all above them, from the roots or from one ticket down.

    A parent comes before its children, these in the order of their IDs. Each ticket comes once,
    even in a cycle of parents.
    """
    work = rollups(graph)
    shown = _with_all_above(graph, chosen)
    first = [start] if start else [root for root in roots(graph) if root in shown]
    stack = [(root, 0, root == first[-1]) for root in reversed(first)]
    seen: set[str] = set()
    while stack:
        ticket_id, depth, is_last = stack.pop()
        if ticket_id in seen:
            continue
        seen.add(ticket_id)
        yield TreeRow(graph.tickets[ticket_id], depth, is_last, work[ticket_id])
        below = [
            child for child in graph.children(ticket_id) if child in shown and child not in seen
        ]
        stack += [(child, depth + 1, child == below[-1]) for child in reversed(below)]


def _with_all_above(graph: Graph, chosen: Collection[str]) -> set[str]:
    shown: set[str] = set()
    for ticket_id in chosen:
        current: Ticket | None = graph.tickets[ticket_id]
        while current is not None and current.id not in shown:
            shown.add(current.id)
            current = graph.parent(current)
    return shown
