"""What to do next: which available ticket, and what waits for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from jticket.model.effort import MICROSECONDS_PER_HOUR, format_hours
from jticket.model.ids import sort_key
from jticket.model.planning.deadlines import deadlines_of
from jticket.model.planning.network import network_of
from jticket.model.wip_limits import LimitReached
from jticket.model.wording import cancelled_dependency_words
from jticket.model.workflow import claim_error, is_of_another

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.graph import Graph
    from jticket.model.planning.deadlines import Deadline
    from jticket.model.planning.network import Network
    from jticket.model.ticket import Ticket


@dataclass(frozen=True, slots=True)
class NextTicket:
    """A ticket to do next; the open tickets that wait for it, directly or not, and their hours.

    `cancelled` are its dependencies that were cancelled. `must_start` is set where the deadline
    asks to start today, or earlier. `limit` is the limit on work in progress that refuses a claim
    of it, if there is one.
    """

    ticket: Ticket
    held_up: tuple[str, ...]
    held_up_hours: float
    cancelled: tuple[str, ...] = ()
    deadline: Deadline | None = None
    must_start: bool = False
    limit: LimitReached | None = None

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
        available = f"available, {self._date}" if self.must_start else "available"
        starts = f", {self._date}" if self.deadline and not self.must_start else ""
        rank = f"priority {self.ticket.priority}"
        return f"{available}, {rank}{starts}, {waiting}{whose}{self._without}"

    @property
    def _date(self) -> str:
        """The day to start by and the deadline that it follows from, if there is one."""
        if self.deadline is None:
            return ""
        return f"must start by {self.deadline.must_start_by} (deadline {self.deadline.day})"

    @property
    def _without(self) -> str:
        return f"; {cancelled_dependency_words(self.cancelled)}" if self.cancelled else ""


def next_ticket(graph: Graph, chosen: Sequence[Ticket], who: str) -> NextTicket | None:
    """Returns the ticket for `who` to start; None if nothing available is theirs or unassigned.

    `who` is "" if no one is known: then only what is unassigned counts. Tickets that must start by
    today come first, then the highest priority, the earliest day to start by, the most hours held
    up, the lowest ID. A priority that the config does not know counts as the default.
    """
    free = [
        ticket
        for ticket in chosen
        if not is_of_another(ticket, who, graph.settings) and graph.is_ready(ticket)
    ]
    if not free:
        return None
    urgency = {ticket.id: _urgency(ticket, graph) for ticket in free}
    most_urgent = min(urgency.values())
    equal = [ticket for ticket in free if urgency[ticket.id] == most_urgent]
    network = network_of(graph, None)
    places = {ticket.id: node for node, ticket in enumerate(network.tickets) if ticket}
    candidates = [_with_what_waits(ticket, network, places.get(ticket.id)) for ticket in equal]
    first = min(candidates, key=lambda item: (-item.held_up_hours, sort_key(item.ticket.id)))
    refusal = claim_error(first.ticket, who, graph)
    return replace(
        first,
        cancelled=graph.cancelled_dependencies(first.ticket),
        deadline=deadlines_of(graph).get(first.ticket.id),
        must_start=not most_urgent[0],
        limit=refusal if isinstance(refusal, LimitReached) else None,
    )


def _urgency(ticket: Ticket, graph: Graph) -> tuple[bool, int, date]:
    """Returns what a ticket is ranked by; the most urgent one has the lowest rank."""
    settings, deadline = graph.settings, deadlines_of(graph).get(ticket.id)
    ranks = {name: -place for place, name in enumerate(settings.priorities)}
    rank = ranks.get(ticket.priority, ranks[settings.default_priority])
    start = deadline.must_start_by if deadline else date.max
    return graph.today is None or start > graph.today, rank, start


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
