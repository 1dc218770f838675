"""What to do next: which ready ticket, and what waits for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jticket.model.effort import MICROSECONDS_PER_HOUR, format_hours
from jticket.model.ids import sort_key
from jticket.model.planning.network import network_of
from jticket.model.wording import cancelled_dependency_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.graph import Graph
    from jticket.model.planning.network import Network
    from jticket.model.ticket import Ticket


@dataclass(frozen=True, slots=True)
class NextTicket:
    """A ticket to do next; the open tickets that wait for it, directly or not, and their hours.

    `cancelled` are its dependencies that were cancelled.
    """

    ticket: Ticket
    held_up: tuple[str, ...]
    held_up_hours: float
    cancelled: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """The reasons, in words."""
        count = len(self.held_up)
        if not count:
            waiting = "nothing waits for it"
        elif count == 1:
            waiting = f"holds up {format_hours(self.held_up_hours)} in {self.held_up[0]}"
        else:
            waiting = f"holds up {format_hours(self.held_up_hours)} in {count} tickets"
        whose = f"; assigned to {self.ticket.assignee}" if self.ticket.assignee else ""
        return f"ready, priority {self.ticket.priority}, {waiting}{whose}{self._without}"

    @property
    def _without(self) -> str:
        return f"; {cancelled_dependency_words(self.cancelled)}" if self.cancelled else ""


def next_ticket(graph: Graph, chosen: Sequence[Ticket]) -> NextTicket | None:
    """Returns the ready ticket of highest priority, then most hours held up, then lowest ID.

    A priority that the config does not know counts as the default. None where nothing is ready.
    """
    settings = graph.settings
    ranks = {name: place for place, name in enumerate(settings.priorities)}
    usual = ranks[settings.default_priority]
    ready = list(filter(graph.is_ready, chosen))
    if not ready:
        return None
    highest = max(ranks.get(ticket.priority, usual) for ticket in ready)
    equal = [ticket for ticket in ready if ranks.get(ticket.priority, usual) == highest]
    network = network_of(graph, None)
    places = {ticket.id: node for node, ticket in enumerate(network.tickets) if ticket}
    candidates = [_with_what_waits(ticket, network, places.get(ticket.id)) for ticket in equal]
    first = min(candidates, key=lambda item: (-item.held_up_hours, sort_key(item.ticket.id)))
    return replace(first, cancelled=graph.cancelled_dependencies(first.ticket))


def _with_what_waits(ticket: Ticket, network: Network, node: int | None) -> NextTicket:
    if node is None:
        return NextTicket(ticket, (), 0.0)
    seen, stack = {node}, [node]
    while stack:
        for after in network.after[stack.pop()]:
            if after not in seen:
                seen.add(after)
                stack.append(after)
    seen.discard(node)
    waiting = sorted((network.ids[later] for later in seen if network.ids[later]), key=sort_key)
    length = sum(network.lengths[later] for later in seen)
    return NextTicket(ticket, tuple(waiting), length / MICROSECONDS_PER_HOUR)
