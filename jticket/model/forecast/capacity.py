"""How many tickets were in progress at once, week by week.

Only time counts in which a ticket waited that could have been begun: where all of them waited for
others, or there was none, that few were in progress says little.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from jticket.model.graph import EPIC
from jticket.model.stats.flow import began_at, closed_at, starts_of_work

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from jticket.model.forecast.clock import WorkClock
    from jticket.model.graph import Graph
    from jticket.model.settings import Settings
    from jticket.model.stats.flow import StatusTimeline

_WEEKS: Final = 12
"""How many weeks count; more where too little was finished in them."""

_LEAST_AVAILABLE: Final = 0.25
"""The share of the time in which a ticket must have been available; else all of it counts."""


class WorkSpan(NamedTuple):
    """When a ticket was in progress, in working time."""

    ticket_id: str
    start: float
    end: float


class WorkWeek(NamedTuple):
    """A span of working time, and the hours that tickets were in progress in it, added up.

    `unplanned` are those of new tickets that were begun before older ones.
    """

    length: float
    in_progress: float
    unplanned: float


class _Times:
    """Spans of time that don't overlap."""

    def __init__(self, spans: Iterable[tuple[float, float]]) -> None:
        merged: list[tuple[float, float]] = []
        for start, end in sorted(spans):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            elif end > start:
                merged.append((start, end))
        self._starts = [start for start, _ in merged]
        self._spans = merged
        self._before = list(accumulate((end - start for start, end in merged), initial=0.0))

    def between(self, start: float, end: float) -> float:
        """Returns how much of them is between two points."""
        return self._until(end) - self._until(start) if end > start else 0.0

    def _until(self, point: float) -> float:
        place = bisect_right(self._starts, point)
        if not place:
            return 0.0
        start, end = self._spans[place - 1]
        return self._before[place - 1] + min(point, end) - start


def first_of(spans: Iterable[WorkSpan], latest: float, now: float, calendar_week: float) -> float:
    """Returns the point from which on weeks count: twelve weeks ago.

    It is earlier where the `latest` start that must be included is, and never before all work.
    """
    return max(min(span.start for span in spans), min(latest, now - _WEEKS * calendar_week))


def weeks_of(
    spans: Sequence[WorkSpan],
    first: float,
    now: float,
    waiting: Iterable[tuple[float, float]],
    unplanned: frozenset[str],
    calendar_week: float,
) -> tuple[WorkWeek, ...]:
    """Returns the weeks from a point until now; `waiting` is when tickets could have been begun."""
    times = _Times(waiting)
    if times.between(first, now) < _LEAST_AVAILABLE * (now - first):
        times = _Times([(first, now)])
    marks = [now]
    while marks[-1] > first:
        marks.append(max(first, marks[-1] - calendar_week))
    weeks = []
    for later, earlier in pairwise(marks):
        hours = [
            (times.between(max(span.start, earlier), min(span.end, later)), span.ticket_id)
            for span in spans
        ]
        total = sum(share for share, _ in hours)
        new = sum(share for share, ticket_id in hours if ticket_id in unplanned)
        if length := times.between(earlier, later):
            weeks.append(WorkWeek(length, total, new))
    return tuple(weeks)


def waiting_times(
    graph: Graph, timelines: Mapping[str, StatusTimeline], clock: WorkClock, now: float
) -> list[tuple[float, float]]:
    """Returns when tickets could have been begun, in working time; epics to wait for don't count.

    By the dependencies that they have now.
    """
    settings = graph.settings
    starts = starts_of_work(settings)
    result = []
    for ticket in graph.tickets.values():
        timeline = timelines.get(ticket.id)
        if timeline is None or not settings.is_work(ticket.ticket_type):
            continue
        needed = (*graph.dependencies(ticket), *graph.inherited_dependencies(ticket))
        on = [key for key in needed if key in graph.tickets and _is_work(graph, key)]
        closed = [closed_at(timelines[key], settings) if key in timelines else None for key in on]
        left = began_at(timeline, settings, starts) or closed_at(timeline, settings)
        since = [timeline.steps[0][0], *(moment for moment in closed if moment is not None)]
        if len(since) == 1 + len(on):
            result.append((clock.point(max(since)), clock.point(left) if left else now))
    return result


def _is_work(graph: Graph, ticket_id: str) -> bool:
    return graph.tickets[ticket_id].ticket_type != EPIC


def unplanned_tickets(
    timelines: Mapping[str, StatusTimeline], settings: Settings
) -> frozenset[str]:
    """Returns the tickets that were created after work had begun, and begun before older ones.

    Most of those that waited then were older, by a day at least.
    """
    starts = starts_of_work(settings)
    events: list[tuple[datetime, int, date, str]] = []
    for ticket_id, timeline in timelines.items():
        if timeline.created is None:
            continue
        day = timeline.created.date()
        began = began_at(timeline, settings, starts)
        left = began or closed_at(timeline, settings)
        events.append((timeline.created, _CREATED, day, ticket_id))
        if left is not None:
            events.append((max(left, timeline.created), _LEFT, day, ticket_id))
        if began is not None:
            events.append((max(began, timeline.created), _BEGUN, day, ticket_id))
    first = min((moment for moment, event, *_ in events if event == _BEGUN), default=None)
    result = set()
    waiting: list[date] = []
    for _, event, day, ticket_id in sorted(events):
        if event == _CREATED:
            insort(waiting, day)
        elif event == _LEFT:
            del waiting[bisect_left(waiting, day)]
        elif first and day > first.date() and 2 * bisect_left(waiting, day) > len(waiting):
            result.add(ticket_id)
    return frozenset(result)


_CREATED, _LEFT, _BEGUN = range(3)
"""What happens to a ticket, in this order at one moment."""
