"""Deadlines: by when each open ticket must be finished, and so by when it must be started.

A deadline is the earliest of a ticket's own due day, its milestone's, its epics' deadlines, and
what each open ticket that depends on it leaves: that ticket's deadline minus its effort. The
dependencies of an epic hold for its descendants, so it is also what each of those leaves. Closed
tickets pass nothing on. An epic has no effort of its own. Tickets in a cycle have only their own
dates, their epics' and milestones'.

Deadlines are points in working time (`model.calendar`), so that they are subtracted exactly. No
function is recursive, and all deadlines together take time linear in tickets and edges.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from jticket.model.calendar import calendar_of
from jticket.model.cycles import components
from jticket.model.dates import parse_date
from jticket.model.effort import MICROSECONDS_PER_HOUR, hours_to_length
from jticket.model.graph import EPIC
from jticket.model.ids import sort_key
from jticket.model.planning.network import tickets_in_cycles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from jticket.model.calendar import Calendar
    from jticket.model.graph import Graph
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket


class Cause(IntEnum):
    """What a deadline follows from; of equal ones, the lowest counts."""

    DUE = 0
    MILESTONE = 1
    EPIC = 2
    DEPENDENT = 3


@dataclass(frozen=True, slots=True)
class Deadline:
    """The deadline of an open ticket, the day by which to start, and what it follows from.

    `source` names the milestone, the epic, or the ticket that depends on this one; "" for the
    ticket's own due day. `end` is the deadline as a point in working time. A day off counts as the
    working day before.
    """

    day: date
    must_start_by: date
    cause: Cause
    source: str
    end: int

    def is_overdue(self, today: date) -> bool:
        """Returns whether the deadline is past."""
        return self.day < today

    def late_by_hours(self, finish: int) -> float:
        """Returns how many working hours after the deadline a point in working time is, from 0."""
        return max(0, finish - self.end) / MICROSECONDS_PER_HOUR


def deadlines_of(graph: Graph) -> Mapping[str, Deadline]:
    """Returns the deadlines of open tickets by the settings of their project, computed once."""
    return graph.derived(_by_settings)


def _by_settings(graph: Graph) -> dict[str, Deadline]:
    return deadlines(graph, calendar_of(graph.settings), milestone_days(graph.settings))


def milestone_days(settings: Settings) -> dict[str, date]:
    """Returns the due days of milestones, by name."""
    return {known.name: known.due for known in settings.milestones if known.due is not None}


def deadlines(
    graph: Graph, calendar: Calendar, milestone_days: Mapping[str, date]
) -> dict[str, Deadline]:
    """Returns the deadlines of all open tickets that have one, by ID.

    `milestone_days` are the due days of milestones, by name.
    """
    dates = _Dates(graph, calendar, milestone_days)
    if not dates.own:  # without a date there is no deadline; this avoids the search for cycles
        return {}
    bounds = _bounds(graph, dates)
    return {
        ticket.id: _deadline(bound, dates.length(ticket), calendar)
        for place, ticket in enumerate(dates.tickets)
        if (bound := bounds.get(_KINDS * place + _OWN)) is not None
    }


def _deadline(bound: _Bound, length: int, calendar: Calendar) -> Deadline:
    day = calendar.end_day(bound.end)
    start = calendar.start_day(bound.end - length) if length else day
    return Deadline(day, start, bound.cause, bound.source, bound.end)


@dataclass(frozen=True, slots=True)
class _Bound:
    """A point in working time by which a ticket must be finished, and why."""

    end: int
    cause: Cause
    source: str


def _earliest(bounds: Sequence[_Bound]) -> _Bound:
    """Returns the earliest bound; of several, the lowest cause, then the lowest ID."""
    end, cause = min((bound.end, bound.cause) for bound in bounds)
    equal = [bound for bound in bounds if bound.end == end and bound.cause == cause]
    return equal[0] if len(equal) == 1 else min(equal, key=lambda bound: sort_key(bound.source))


_OWN, _ABOVE, _BELOW = range(3)
_KINDS = 3
"""What is computed of each ticket, as numbered nodes.

Its deadline, the deadline of the nearest open epic above it, and the earliest start that its
descendants leave to what they all wait for.
"""


class _Dates:
    """The dates and efforts of tickets, as points and lengths of working time."""

    def __init__(
        self, graph: Graph, calendar: Calendar, milestone_days: Mapping[str, date]
    ) -> None:
        self._calendar = calendar
        self._milestone_days = milestone_days
        self._settings = graph.settings
        self.tickets = tuple(graph.tickets.values())
        self.places = {ticket.id: place for place, ticket in enumerate(self.tickets)}
        self.own = {
            _KINDS * place + _OWN: _earliest(bounds)
            for place, ticket in enumerate(self.tickets)
            if self.is_open(ticket) and (bounds := [*self._own_bounds(ticket)])
        }

    def is_open(self, ticket: Ticket) -> bool:
        return not self._settings.is_closed(ticket.status)

    def length(self, ticket: Ticket) -> int:
        """Returns a ticket's effort, or the default; an epic has none of its own."""
        if ticket.ticket_type == EPIC:
            return 0
        hours = ticket.effort_hours
        return hours_to_length(self._settings.default_effort if hours is None else hours)

    def _own_bounds(self, ticket: Ticket) -> Iterator[_Bound]:
        if (due := parse_date(ticket.due)) is not None:
            yield _Bound(self._calendar.end(due), Cause.DUE, "")
        if (due := self._milestone_days.get(ticket.milestone)) is not None:
            yield _Bound(self._calendar.end(due), Cause.MILESTONE, ticket.milestone)


def _bounds(graph: Graph, dates: _Dates) -> dict[int, _Bound]:
    edges = _edges(graph, dates)
    bounds: dict[int, _Bound] = {}
    for nodes in components(edges):
        candidates = [
            _passed_on(node, target, bounds[target], dates)
            for node in nodes
            for target in edges[node]
            if target in bounds
        ]
        own = {node: dates.own[node] for node in nodes if node in dates.own}
        if len(nodes) > 1:  # a cycle of parents, which all have the earliest date of its epics
            candidates += [
                _Bound(bound.end, Cause.EPIC, dates.tickets[node // _KINDS].id)
                for node, bound in own.items()
            ]
        for node in nodes:
            all_bounds = [*candidates, own[node]] if node in own else candidates
            if all_bounds:
                bounds[node] = _earliest(all_bounds)
    return bounds


def _edges(graph: Graph, dates: _Dates) -> dict[int, list[int]]:
    """Returns the nodes from which the bound of each node follows."""
    in_cycles = tickets_in_cycles(graph)
    open_places = {n for n, ticket in enumerate(dates.tickets) if dates.is_open(ticket)}
    edges: dict[int, list[int]] = {}
    for place, ticket in enumerate(dates.tickets):
        node = _KINDS * place
        parent = graph.parent(ticket)
        above = dates.places[parent.id] if parent else 0
        is_under_epic = parent and parent.ticket_type == EPIC and above in open_places
        kind = _OWN if is_under_epic else _ABOVE
        edges[node + _ABOVE] = [_KINDS * above + kind] if parent else []
        children = [dates.places[child] for child in graph.children(ticket.id)]
        edges[node + _BELOW] = [_KINDS * child + _BELOW for child in children]
        edges[node + _BELOW] += [
            _KINDS * child + _OWN for child in children if child in open_places
        ]
        if place not in open_places:
            continue
        edges[node + _OWN] = [node + _ABOVE]
        if ticket.id not in in_cycles:
            for later in (dates.places[after] for after in graph.blocks(ticket.id)):
                edges[node + _OWN] += [_KINDS * later + _OWN] if later in open_places else []
                is_epic = dates.tickets[later].ticket_type == EPIC
                edges[node + _OWN] += [_KINDS * later + _BELOW] if is_epic else []
    return edges


def _passed_on(node: int, target: int, bound: _Bound, dates: _Dates) -> _Bound:
    """Returns the bound of a node that follows from the bound of a target."""
    if target % _KINDS != _OWN:
        return bound
    ticket = dates.tickets[target // _KINDS]
    if node % _KINDS == _ABOVE:
        return _Bound(bound.end, Cause.EPIC, ticket.id)
    return _Bound(bound.end - dates.length(ticket), Cause.DEPENDENT, ticket.id)
