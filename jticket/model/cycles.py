"""Circles among tickets: of dependencies, of parents, and over both kinds of edge."""

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
    """What a circle is made of."""

    DEPENDENCIES = "dependencies"
    PARENTS = "parents"
    BOTH = "dependencies and parents"


@dataclass(frozen=True, slots=True)
class Cycle:
    """A circle of tickets: each waits for, or stands below, the next, the last for the first."""

    edges: Edges
    ids: tuple[str, ...]

    def __str__(self) -> str:
        return " → ".join((*self.ids, self.ids[0]))


_MOMENTS = ("starts", "closes", "passes on")


class _Step(NamedTuple):
    """A moment in a ticket's life: it "starts", it "closes", or an epic "passes on" its waits."""

    ticket_id: str
    moment: str


def cycles(graph: Graph) -> list[Cycle]:
    """One circle for each knot of tickets: the shortest through the knot's lowest ID.

    A knot over both kinds of edge is told only where none of its tickets is in a circle of one.
    """
    depends, above = _edges(graph)
    found = [Cycle(Edges.DEPENDENCIES, ids) for ids in _shortest_cycles(depends, sort_key)]
    found += [Cycle(Edges.PARENTS, ids) for ids in _shortest_cycles(above, sort_key)]
    told = {each for cycle in found for each in cycle.ids}
    for steps in _shortest_cycles(_waits(graph), lambda step: (sort_key(step[0]), step[1])):
        ids = _tickets(steps)
        if told.isdisjoint(ids):
            found.append(Cycle(Edges.BOTH, ids))
            told.update(ids)
    return found


def cycle_through(graph: Graph, ticket_id: str) -> Cycle | None:
    """A circle that a ticket is part of, if it is in any: the shortest of one kind of edge."""
    depends, above = _edges(graph)
    for kind, edges in ((Edges.DEPENDENCIES, depends), (Edges.PARENTS, above)):
        if ids := shortest_path(ticket_id, ticket_id, edges):
            return Cycle(kind, ids)
    waits = _waits(graph)
    own = [_Step(ticket_id, moment) for moment in _MOMENTS]
    ways = [shortest_path(step, step, waits) for step in own]
    steps = min((way for way in ways if way), key=len, default=())
    return Cycle(Edges.BOTH, _tickets(steps)) if steps else None


def cycle_over(graph: Graph, ticket_id: str, other_id: str) -> Cycle | None:
    """The shortest circle over an edge from a ticket to one it depends on or stands below.

    What adding that edge has closed, whatever circles there were before.
    """
    depends, above = _edges(graph)
    for kind, edges in ((Edges.DEPENDENCIES, depends), (Edges.PARENTS, above)):
        if other_id in edges.get(ticket_id, ()) and (ids := _over(ticket_id, other_id, edges)):
            return Cycle(kind, ids)
    waits, pair = _waits(graph), {ticket_id, other_id}
    steps = [_Step(each, moment) for each in (ticket_id, other_id) for moment in _MOMENTS]
    cycles_of_steps = [
        _over(step, target, waits)
        for step in steps
        for target in waits.get(step, ())
        if {step.ticket_id, target.ticket_id} == pair
    ]
    shortest = min((each for each in cycles_of_steps if each), key=len, default=())
    return Cycle(Edges.BOTH, _tickets(shortest)) if shortest else None


def cycle_from_walk(graph: Graph, passed: Sequence[str]) -> Cycle:
    """The circle of tickets of which each waits for the next, by whatever kind of edge.

    A ticket that is passed several times in a row counts once.
    """
    ids = _without_repeats(passed)
    pairs = list(zip(ids, (*ids[1:], ids[0]), strict=True))
    if all(after in graph.dependencies(graph.tickets[each]) for each, after in pairs):
        return Cycle(Edges.DEPENDENCIES, ids)
    if all(graph.parent(graph.tickets[after]) is graph.tickets[each] for each, after in pairs):
        return Cycle(Edges.PARENTS, (ids[0], *reversed(ids[1:])))
    return Cycle(Edges.BOTH, ids)


def _tickets(steps: Sequence[_Step]) -> tuple[str, ...]:
    """The tickets that a circle of steps passes; one may come by twice, at two moments."""
    return _without_repeats([step.ticket_id for step in steps])


def _without_repeats(ids: Sequence[str]) -> tuple[str, ...]:
    following = [*ids[1:], ids[0]]
    kept = [each for each, after in zip(ids, following, strict=True) if each != after]
    return tuple(kept or ids[:1])


def _edges(graph: Graph) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """What each ticket depends on, and what it stands below."""
    depends = {each.id: graph.dependencies(each) for each in graph.tickets.values()}
    above: dict[str, tuple[str, ...]] = {
        each.id: ((parent.id,) if (parent := graph.parent(each)) else ())
        for each in graph.tickets.values()
    }
    return depends, above


def _waits(graph: Graph) -> dict[_Step, list[_Step]]:
    """What each step waits for.

    Closing waits for the ticket's own start and for its children's closing, starting for what it
    depends on; what an epic depends on holds for the start of all that stands below it.
    """
    waits: defaultdict[_Step, list[_Step]] = defaultdict(list)
    for ticket in graph.tickets.values():
        starts, closes = _Step(ticket.id, "starts"), _Step(ticket.id, "closes")
        needed = [_Step(each, "closes") for each in graph.dependencies(ticket)]
        waits[closes] += [starts, *(_Step(each, "closes") for each in graph.children(ticket.id))]
        waits[starts] += needed
        if ticket.ticket_type == EPIC:
            waits[_Step(ticket.id, "passes on")] += needed
        if (parent := graph.parent(ticket)) is not None:
            waits[starts].append(_Step(parent.id, "passes on"))
            waits[_Step(ticket.id, "passes on")].append(_Step(parent.id, "passes on"))
    return waits


def _shortest_cycles(
    edges: Mapping[Node, Sequence[Node]], key: Callable[[Node], Any]
) -> list[tuple[Node, ...]]:
    found = []
    for component in components(edges):
        first = min(component, key=key) if len(component) > 1 else next(iter(component))
        if len(component) > 1 or first in edges.get(first, ()):
            found.append(shortest_path(first, first, edges, component))
    return sorted(found, key=lambda nodes: key(nodes[0]))


def _over(first: Node, second: Node, edges: Mapping[Node, Sequence[Node]]) -> tuple[Node, ...]:
    """The shortest circle over the edge from one node to another; () if there is none."""
    if first == second:
        return (first,)
    way = shortest_path(second, first, edges)
    return (first, *way) if way else ()


def shortest_path(
    first: Node,
    last: Node,
    edges: Mapping[Node, Sequence[Node]],
    within: Container[Node] | None = None,
) -> tuple[Node, ...]:
    """The shortest way from a node to another, or back to itself, without that last one."""
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
            if target not in came_from and (within is None or target in within):
                came_from[target] = node
                queue.append(target)
    return ()


def components(edges: Mapping[Node, Sequence[Node]]) -> Iterator[set[Node]]:
    """The strongly connected components (Tarjan 1972), with a stack in place of the recursion."""
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
