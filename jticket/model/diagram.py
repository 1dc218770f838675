"""What a drawing of the dependency graph shows: tickets, arrows, and frames around epics."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.graph import EPIC

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Diagram:
    """Tickets, and the dependencies among them: pairs of IDs, first the one to finish first.

    `framed` holds, by the ID of an epic, the tickets in its frame, `alone` those that are neither
    in a frame nor the epic of one.
    """

    tickets: tuple[Ticket, ...]
    edges: tuple[tuple[str, str], ...]
    framed: Mapping[str, Sequence[Ticket]]
    alone: tuple[Ticket, ...]
    graph: Graph


def diagram(tickets: Sequence[Ticket], graph: Graph) -> Diagram:
    """Returns the diagram of some tickets; an epic has a frame if a child of it is among them."""
    ids = {ticket.id for ticket in tickets}
    framed: defaultdict[str, list[Ticket]] = defaultdict(list)
    for ticket in tickets:
        parent = graph.parent(ticket)
        has_frame = parent is not None and parent.ticket_type == EPIC and parent.id in ids
        if parent and has_frame and ticket.ticket_type != EPIC:
            framed[parent.id].append(ticket)
    inside = {child.id for children in framed.values() for child in children}
    alone = tuple(
        ticket for ticket in tickets if ticket.id not in inside and ticket.id not in framed
    )
    return Diagram(tuple(tickets), tuple(graph.edges_among(tickets)), dict(framed), alone, graph)
