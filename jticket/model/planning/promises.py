"""Due days that contradict each other: a ticket is due before what it depends on.

A ticket is due on its own day or its milestone's, whichever is earlier. What it depends on counts
by its own day alone: a milestone's is a bound for many tickets, and most of them are done before.
A ticket without a day of its own passes on the latest of those that it waits for. Nothing is
recursive, and all take linear time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from jticket.model.cycles import components
from jticket.model.dates import parse_date
from jticket.model.graph import EPIC
from jticket.model.ids import sort_key
from jticket.model.planning.deadlines import milestone_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket


@dataclass(frozen=True, slots=True)
class DueDay:
    """The day on which a ticket is due; `milestone` is the one that sets it, "" for its own day."""

    ticket_id: str
    day: date
    milestone: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A ticket's due day, and the latest due day of its dependencies, which is later."""

    due: DueDay
    later: DueDay


class _DueEvent(NamedTuple):
    """What a ticket waits for to "close", to "start", or what its epics "pass on" to those below.

    An event of a closed ticket binds nothing.
    """

    ticket_id: str
    kind: str


def due_day(ticket: Ticket, milestones: dict[str, date]) -> DueDay | None:
    """Returns the earlier of a ticket's own due day and its milestone's, None if it has neither."""
    days = []
    if (day := parse_date(ticket.due)) is not None:
        days.append(DueDay(ticket.id, day))
    if (day := milestones.get(ticket.milestone)) is not None:
        days.append(DueDay(ticket.id, day, ticket.milestone))
    return min(days, key=lambda due: due.day, default=None)


def contradictions(graph: Graph) -> Iterator[Contradiction]:
    """Yields the open tickets that are due before what they depend on, directly or not."""
    milestones = milestone_days(graph.settings)
    tickets = graph.tickets.values()
    unfinished = [ticket for ticket in tickets if not graph.settings.is_closed(ticket.status)]
    own_days = {ticket.id: due for ticket in unfinished if (due := due_day(ticket, {}))}
    if not own_days:
        return
    latest = _latest_days(graph, own_days)
    for ticket in unfinished:
        due = due_day(ticket, milestones)
        later = latest.get(_DueEvent(ticket.id, "start"))
        if due is not None and later is not None and later.day > due.day:
            yield Contradiction(due, later)


def _latest_days(graph: Graph, due_days: dict[str, DueDay]) -> dict[_DueEvent, DueDay]:
    """Returns the latest due day that each event waits for; events in a cycle wait for none."""
    edges = {
        event: list(_waits_for(event, graph, due_days))
        for ticket_id in graph.tickets
        for event in (_DueEvent(ticket_id, kind) for kind in ("start", "close", "pass on"))
    }
    latest: dict[_DueEvent, DueDay] = {}
    for events in components(edges):
        for event in events:
            days = [] if len(events) > 1 else [latest[to] for to in edges[event] if to in latest]
            if event.kind == "close" and event.ticket_id in due_days:
                days = [due_days[event.ticket_id]]
            if days:
                latest[event] = _latest(days)
    return latest


def _waits_for(event: _DueEvent, graph: Graph, due_days: dict[str, DueDay]) -> Iterator[_DueEvent]:
    ticket = graph.tickets[event.ticket_id]
    if graph.settings.is_closed(ticket.status) and event.kind != "pass on":
        return
    if event.kind == "close":
        if ticket.id not in due_days:
            yield _DueEvent(ticket.id, "start")
            yield from (_DueEvent(child, "close") for child in graph.children(ticket.id))
        return
    if event.kind == "start" or ticket.ticket_type == EPIC:
        yield from (
            _DueEvent(needed, "close")
            for needed in graph.dependencies(ticket)
            if needed in graph.tickets
        )
    if (parent := graph.parent(ticket)) is not None:
        yield _DueEvent(parent.id, "pass on")


def _latest(days: Iterable[DueDay]) -> DueDay:
    """Returns the latest day; of several, that of the lowest ID."""
    ordered = sorted(days, key=lambda due: sort_key(due.ticket_id))
    return max(ordered, key=lambda due: due.day)
