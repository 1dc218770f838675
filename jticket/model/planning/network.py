"""The network of precedence that a plan is computed on.

A node is a planned ticket, or it is virtual: without length and in no result. Virtual nodes are
the gates of tickets that have children (what waits for an epic waits for its end gate, its
descendants wait for its start gate, so that two epics of n and m tickets need n + m edges and not
n × m), the open tickets that a filter leaves out or whose type is not work, and each strongly
connected component.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from jticket.model.cycles import components, cycle_from_walk, shortest_path
from jticket.model.effort import hours_to_length
from jticket.model.graph import EPIC
from jticket.model.ids import sort_key

if TYPE_CHECKING:
    from collections.abc import Collection, Container

    from jticket.model.cycles import Cycle
    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket


@dataclass(frozen=True)
class Network:
    """Nodes are numbers in a topological order; `tickets` has the ticket of each, None if virtual.

    `lengths` are microseconds. `left_out` are the tickets that can't be planned because they are in
    a cycle, `cycles` has one cycle per strongly connected component of them, the shortest through
    its lowest ID.
    """

    tickets: tuple[Ticket | None, ...]
    lengths: tuple[int, ...]
    before: tuple[tuple[int, ...], ...]
    after: tuple[tuple[int, ...], ...]
    left_out: tuple[str, ...]
    cycles: tuple[Cycle, ...]

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ID of each node, "" if virtual."""
        return tuple(ticket.id if ticket else "" for ticket in self.tickets)


def network_of(graph: Graph, chosen: Container[str] | None) -> Network:
    """Returns the network of the open tickets; planned are those chosen (None: all), not epics."""
    precedence = _Precedence(graph, chosen)
    waits = precedence.waits()
    place: dict[int, int] = {}
    tickets: list[Ticket | None] = []
    before: list[tuple[int, ...]] = []
    cyclic: list[Collection[int]] = []
    for nodes in components(waits):
        number = len(tickets)
        place.update(dict.fromkeys(nodes, number))
        node = next(iter(nodes))
        is_cyclic = len(nodes) > 1 or node in waits[node]
        if is_cyclic:
            cyclic.append(nodes)
        tickets.append(None if is_cyclic else precedence.planned(node))
        needed = {place[earlier] for node in nodes for earlier in waits[node]}
        before.append(tuple(sorted(needed - {number})))
    after: list[list[int]] = [[] for _ in tickets]
    for number, earlier_nodes in enumerate(before):
        for earlier in earlier_nodes:
            after[earlier].append(number)
    left_out = [(nodes, ids) for nodes in cyclic if (ids := precedence.planned_ids(nodes))]
    return Network(
        tuple(tickets),
        tuple(hours_to_length(precedence.hours(ticket)) if ticket else 0 for ticket in tickets),
        tuple(before),
        tuple(map(tuple, after)),
        tuple(sorted((ticket_id for _, ids in left_out for ticket_id in ids), key=sort_key)),
        tuple(
            sorted(
                (precedence.cycle(waits, nodes) for nodes, _ in left_out),
                key=lambda cycle: sort_key(cycle.ids[0]),
            )
        ),
    )


def tickets_in_cycles(graph: Graph) -> frozenset[str]:
    """Returns the tickets of which some event waits for itself, over edges of both kinds."""
    precedence = _Precedence(graph, None)
    waits = precedence.waits()
    return frozenset(
        precedence.ticket_of(node).id
        for nodes in components(waits)
        if len(nodes) > 1 or not nodes.isdisjoint(waits[next(iter(nodes))])
        for node in nodes
    )


class _Precedence:
    """What waits for what, with three nodes per ticket: its work, its start gate, its end gate."""

    def __init__(self, graph: Graph, chosen: Container[str] | None) -> None:
        self._graph = graph
        self._chosen = chosen
        self._tickets = list(graph.tickets.values())
        self._work = {ticket.id: 3 * n for n, ticket in enumerate(self._tickets)}
        self._open = {
            ticket.id for ticket in self._tickets if not graph.settings.is_closed(ticket.status)
        }

    def _start(self, ticket: Ticket) -> int:
        return self._work[ticket.id] + 1

    def _end(self, ticket_id: str) -> int:
        return self._work[ticket_id] + 2

    def _has_gates(self, ticket: Ticket) -> bool:
        return ticket.ticket_type == EPIC or bool(self._graph.children(ticket.id))

    def _has_work(self, ticket: Ticket) -> bool:
        return ticket.ticket_type != EPIC and ticket.id in self._open

    def waits(self) -> dict[int, list[int]]:
        """Returns what each node waits for."""
        waits: dict[int, list[int]] = {}
        for ticket in self._tickets:
            parent = self._graph.parent(ticket)
            above = [self._start(parent)] if parent else []
            needed = [
                self._closing(ticket_id)
                for ticket_id in self._graph.dependencies(ticket)
                if ticket_id in self._open
            ]
            if self._has_work(ticket):
                below = [
                    self._closing(ticket_id) for ticket_id in self._graph.open_children(ticket)
                ]
                waits[self._work[ticket.id]] = above + needed + below
            if self._has_gates(ticket):
                epics = needed if ticket.ticket_type == EPIC else []
                waits[self._start(ticket)] = above + epics
                waits[self._end(ticket.id)] = self._gathered(ticket)
        return waits

    def _closing(self, ticket_id: str) -> int:
        """Returns the node at whose end an open ticket is closed."""
        is_epic = self._graph.tickets[ticket_id].ticket_type == EPIC
        return self._end(ticket_id) if is_epic else self._work[ticket_id]

    def _gathered(self, ticket: Ticket) -> list[int]:
        """Returns what an end gate waits for: all work below, or without any the start gate."""
        gathered = [self._work[ticket.id]] if self._has_work(ticket) else []
        for child in map(self._graph.tickets.__getitem__, self._graph.children(ticket.id)):
            if self._has_gates(child):
                gathered.append(self._end(child.id))
            elif self._has_work(child):
                gathered.append(self._work[child.id])
        if ticket.id in self._open and ticket.id not in self._above_work:
            gathered.append(self._start(ticket))
        return gathered

    @cached_property
    def _above_work(self) -> set[str]:
        """The tickets that are work or have work below them."""
        above: set[str] = set()
        for ticket in filter(self._has_work, self._tickets):
            current: Ticket | None = ticket
            while current is not None and current.id not in above:
                above.add(current.id)
                current = self._graph.parent(current)
        return above

    def ticket_of(self, node: int) -> Ticket:
        """Returns the ticket to which a node belongs."""
        return self._tickets[node // 3]

    def planned(self, node: int) -> Ticket | None:
        """Returns the ticket whose work a node is, if it is planned."""
        ticket = self._tickets[node // 3]
        is_chosen = self._chosen is None or ticket.id in self._chosen
        is_work = self._graph.settings.is_work(ticket.ticket_type)
        return ticket if node % 3 == 0 and is_chosen and is_work else None

    def planned_ids(self, nodes: Collection[int]) -> list[str]:
        """Returns the IDs of the planned tickets among some nodes, in order."""
        return sorted((ticket.id for ticket in map(self.planned, nodes) if ticket), key=sort_key)

    def cycle(self, waits: dict[int, list[int]], nodes: Collection[int]) -> Cycle:
        """Returns the shortest cycle of a component through the lowest of its planned tickets."""
        first = self._work[self.planned_ids(nodes)[0]]
        path = shortest_path(first, first, waits, nodes)
        return cycle_from_walk(self._graph, [self._tickets[node // 3].id for node in path])

    def hours(self, ticket: Ticket) -> float:
        """Returns a ticket's effort in hours, or the default."""
        hours = ticket.effort_hours
        return self._graph.settings.default_effort if hours is None else hours
