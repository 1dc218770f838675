"""Cycles among tickets: of dependencies, of parents, and over both kinds of edge."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from jticket.model.graph import EPIC
from jticket.model.ids import sort_key

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence
    from typing import Any

    from jticket.model.graph import Graph

Node = TypeVar("Node")


class Edges(Enum):
    """The edges of a cycle."""

    DEPENDENCIES = "dependencies"
    PARENTS = "parents"
    BOTH = "dependencies and parents"


@dataclass(frozen=True, slots=True)
class Cycle:
    """A cycle of tickets: each waits for, or is a child of, the next, the last of the first."""

    edges: Edges
    ids: tuple[str, ...]

    def __str__(self) -> str:
        return " → ".join((*self.ids, self.ids[0]))


class _Event(NamedTuple):
    """An event in a ticket's life: it "starts", it "closes", or an epic "passes on" its waits."""

    ticket_id: str
    kind: str


def cycles(graph: Graph) -> list[Cycle]:
    """Returns one cycle per strongly connected component: the shortest through its lowest ID.

    A cycle over both kinds of edge is reported only if none of its tickets is in one of a single
    kind.
    """
    dependencies = {ticket.id: graph.dependencies(ticket) for ticket in graph.tickets.values()}
    parents = {
        ticket.id: (parent.id,) if (parent := graph.parent(ticket)) else ()
        for ticket in graph.tickets.values()
    }
    reported = [Cycle(Edges.DEPENDENCIES, ids) for ids in _shortest_cycles(dependencies, sort_key)]
    reported += [Cycle(Edges.PARENTS, ids) for ids in _shortest_cycles(parents, sort_key)]
    covered = {ticket_id for cycle in reported for ticket_id in cycle.ids}
    for events in _shortest_cycles(
        _precedence(graph), lambda event: (sort_key(event[0]), event[1])
    ):
        ids = _without_repeats([event.ticket_id for event in events])
        if covered.isdisjoint(ids):
            reported.append(Cycle(Edges.BOTH, ids))
            covered.update(ids)
    return reported


def cycle_from_walk(graph: Graph, walk: Sequence[str]) -> Cycle:
    """Returns the cycle of tickets of which each waits for the next, by either kind of edge.

    A ticket that comes several times in a row counts once.
    """
    ids = _without_repeats(walk)
    pairs = list(zip(ids, (*ids[1:], ids[0]), strict=True))
    tickets = graph.tickets
    if all(after in graph.dependencies(tickets[before]) for before, after in pairs):
        return Cycle(Edges.DEPENDENCIES, ids)
    if all(graph.parent(tickets[after]) is tickets[before] for before, after in pairs):
        return Cycle(Edges.PARENTS, (ids[0], *reversed(ids[1:])))
    return Cycle(Edges.BOTH, ids)


def _without_repeats(ids: Sequence[str]) -> tuple[str, ...]:
    """Returns the IDs of a closed walk without those that are followed by themselves."""
    kept = [
        before for before, after in zip(ids, [*ids[1:], ids[0]], strict=True) if before != after
    ]
    return tuple(kept or ids[:1])


def _precedence(graph: Graph) -> dict[_Event, list[_Event]]:
    """Returns what each event waits for.

    Closing waits for the ticket's own start and for its children's closing, starting for what it
    depends on; the dependencies of an epic hold for the start of all its descendants.
    """
    waits: defaultdict[_Event, list[_Event]] = defaultdict(list)
    for ticket in graph.tickets.values():
        starts, closes = _Event(ticket.id, "starts"), _Event(ticket.id, "closes")
        passes_on = _Event(ticket.id, "passes on")
        needed = [_Event(ticket_id, "closes") for ticket_id in graph.dependencies(ticket)]
        children = [_Event(child, "closes") for child in graph.children(ticket.id)]
        waits[closes] += [starts, *children]
        waits[starts] += needed
        if ticket.ticket_type == EPIC:
            waits[passes_on] += needed
        if (parent := graph.parent(ticket)) is not None:
            waits[starts].append(_Event(parent.id, "passes on"))
            waits[passes_on].append(_Event(parent.id, "passes on"))
    return waits


def _shortest_cycles(
    edges: Mapping[Node, Sequence[Node]], key: Callable[[Node], Any]
) -> list[tuple[Node, ...]]:
    shortest = []
    for component in components(edges):
        first = min(component, key=key) if len(component) > 1 else next(iter(component))
        if len(component) > 1 or first in edges.get(first, ()):
            shortest.append(shortest_path(first, first, edges, component))
    return sorted(shortest, key=lambda nodes: key(nodes[0]))


def shortest_path(
    first: Node,
    last: Node,
    edges: Mapping[Node, Sequence[Node]],
    within: Container[Node],
) -> tuple[Node, ...]:
    """Returns a shortest path from one node to another, or back to itself, without the last node.

    The path stays within a set of nodes; () if there is none.
    """
    came_from: dict[Node, Node] = {}
    queue = deque([first])
    while queue:
        node = queue.popleft()
        for target in edges.get(node, ()):
            if target == last:
                path = [node]
                while path[-1] != first:
                    path.append(came_from[path[-1]])
                return tuple(reversed(path))
            if target not in came_from and target in within:
                came_from[target] = node
                queue.append(target)
    return ()


def components(edges: Mapping[Node, Sequence[Node]]) -> Iterator[set[Node]]:
    """Yields the strongly connected components, what a node leads to before the node itself.

    The algorithm of Tarjan 1972, with a stack in place of the recursion.
    """
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    stack: list[Node] = []
    on_stack: set[Node] = set()
    for root in edges:
        if root in index:
            continue
        work: list[tuple[Node, Iterator[Node]]] = [(root, iter(edges.get(root, ())))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(edges.get(target, ()))))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component: set[Node] = set()
                    while node not in component:
                        component.add(stack.pop())
                    on_stack -= component
                    yield component
