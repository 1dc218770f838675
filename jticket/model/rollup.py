"""What the tickets below a ticket add up to: effort and progress, each ticket counted once.

An epic is a summary and has no work of its own; a cancelled ticket is no work any more. The walks
are loops, not recursions, and a circle of parents ends them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.graph import EPIC
from jticket.model.ids import sort_key
from jticket.model.settings import StatusClass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jticket.model.graph import Graph
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Rollup:
    """The work in some tickets: how many, how many hours, and how much of both is done.

    `estimated` is how many of them say their effort.
    """

    tickets: int = 0
    done: int = 0
    hours: float = 0.0
    done_hours: float = 0.0
    estimated: int = 0

    def __add__(self, other: Rollup) -> Rollup:
        return Rollup(
            self.tickets + other.tickets,
            self.done + other.done,
            self.hours + other.hours,
            self.done_hours + other.done_hours,
            self.estimated + other.estimated,
        )

    @property
    def progress(self) -> float | None:
        """From 0 to 1: by hours where every ticket has some, else by tickets; None without any."""
        if not self.tickets:
            return None
        if self.estimated == self.tickets and self.hours:
            return self.done_hours / self.hours
        return self.done / self.tickets


def own_work(ticket: Ticket, settings: Settings) -> Rollup:
    """The work of a ticket by itself; without an effort it counts the default."""
    status = settings.class_of(ticket.status)
    if ticket.ticket_type == EPIC or status is StatusClass.CANCELLED:
        return Rollup()
    hours = settings.default_effort if ticket.effort_hours is None else ticket.effort_hours
    done = status is StatusClass.DONE
    estimated = ticket.effort_hours is not None
    return Rollup(1, int(done), hours, hours if done else 0.0, int(estimated))


def total(tickets: Iterable[Ticket], settings: Settings) -> Rollup:
    """The work in these tickets together, each by itself."""
    return sum((own_work(each, settings) for each in tickets), Rollup())


def roots(graph: Graph) -> tuple[str, ...]:
    """Where the trees of parents begin, in order; of a circle of parents its lowest ID."""
    found = [each.id for each in graph.tickets.values() if graph.parent(each) is None]
    reached = set(_walk(graph, found))
    for ticket_id in sorted(graph.tickets.keys() - reached, key=sort_key):
        if ticket_id not in reached:
            circle = _circle_above(graph, ticket_id)
            found.append(min(circle, key=sort_key))
            reached.update(_walk(graph, circle))
    return tuple(sorted(found, key=sort_key))


def rollups(graph: Graph) -> dict[str, Rollup]:
    """For each ticket the work in it and in all that stands below it."""
    found: dict[str, Rollup] = {}
    for ticket_id in reversed(_walk(graph, roots(graph))):
        below = (found[each] for each in graph.children(ticket_id) if each in found)
        found[ticket_id] = sum(below, own_work(graph.tickets[ticket_id], graph.settings))
    return found


def _walk(graph: Graph, starts: Iterable[str]) -> list[str]:
    """These tickets and all below them, a parent always before its children, each once."""
    seen: dict[str, None] = {}
    stack = list(starts)
    while stack:
        ticket_id = stack.pop()
        if ticket_id not in seen:
            seen[ticket_id] = None
            stack += graph.children(ticket_id)
    return list(seen)


def _circle_above(graph: Graph, ticket_id: str) -> list[str]:
    """The circle of parents that the way up from a ticket ends in."""
    way: dict[str, None] = {}
    current: Ticket | None = graph.tickets[ticket_id]
    while current is not None and current.id not in way:
        way[current.id] = None
        current = graph.parent(current)
    ids = list(way)
    return ids[ids.index(current.id) :] if current is not None else ids
