"""What the past says about how long tickets take, and how many are in progress at once.

A duration is in hours of working time from the first work on a ticket until it was done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from jticket.model.forecast.capacity import (
    WorkSpan,
    WorkWeek,
    first_of,
    unplanned_tickets,
    waiting_times,
    weeks_of,
)
from jticket.model.stats.flow import began_at, finished_at, starts_of_work

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from jticket.model.forecast.clock import WorkClock
    from jticket.model.graph import Graph
    from jticket.model.settings import Settings
    from jticket.model.stats.flow import StatusTimeline
    from jticket.model.ticket import Ticket

NEEDED: Final = 8
"""How many finished tickets with a known start and end a forecast needs."""

_MOST: Final = 300
"""How many of the latest finished tickets count."""

_SHORTEST: Final = 1 / 60
"""The hours that a ticket takes at least."""


class WorkKind(NamedTuple):
    """What is known of a ticket before it begins: its type, and its effort, None for none."""

    ticket_type: str
    effort: float | None


class Observation(NamedTuple):
    """A finished ticket and the hours that it took."""

    kind: WorkKind
    hours: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """The past of a project.

    `running` has the hours since the first work on what is in progress, by ID. `unknown` is how
    many tickets were done since git knows them, but with a start that it does not know.
    """

    observations: tuple[Observation, ...]
    running: Mapping[str, float]
    weeks: tuple[WorkWeek, ...]
    unknown: int

    @property
    def is_enough(self) -> bool:
        """Whether a forecast can be made of it."""
        return len(self.observations) >= NEEDED


def kind_of(ticket: Ticket, settings: Settings) -> WorkKind:
    """Returns what is known of a ticket; no effort, nor a default, means None."""
    hours = settings.default_effort if ticket.effort_hours is None else ticket.effort_hours
    return WorkKind(ticket.ticket_type, hours or None)


def evidence_of(
    graph: Graph, timelines: Mapping[str, StatusTimeline], clock: WorkClock, now: datetime
) -> Evidence:
    """Returns what the tickets of a project and their statuses up to now say.

    The tickets are as of now, `timelines` by ID and no longer. Only work counts, and only what is
    done or in progress by the tickets themselves.
    """
    work = [
        ticket for ticket in graph.tickets.values() if graph.settings.is_work(ticket.ticket_type)
    ]
    known = {ticket.id: timelines[ticket.id] for ticket in work if ticket.id in timelines}
    past = _Past(graph, known, clock, now)
    for ticket in work:
        past.add(ticket)
    latest = sorted(past.finished, key=lambda item: item[0])[-_MOST:]
    return Evidence(
        tuple(observation for _, observation in latest),
        past.running,
        past.weeks(latest[-NEEDED:]),
        len(past.unknown),
    )


class _Past:
    """When tickets were in progress. `finished` are those done, with the ends of their spans."""

    def __init__(
        self,
        graph: Graph,
        timelines: Mapping[str, StatusTimeline],
        clock: WorkClock,
        now: datetime,
    ) -> None:
        self._graph, self._timelines, self._clock = graph, timelines, clock
        self._now = clock.point(now)
        self._starts = starts_of_work(graph.settings)
        self._spans: list[WorkSpan] = []
        self.finished: list[tuple[float, Observation]] = []
        self.running: dict[str, float] = {}
        self.unknown: list[float] = []

    def add(self, ticket: Ticket) -> None:
        """Adds a ticket, if it is done or in progress."""
        settings, timeline = self._graph.settings, self._timelines.get(ticket.id)
        is_running = settings.is_active(ticket.status)
        began = began_at(timeline, settings, self._starts) if timeline else None
        if is_running:
            start = self._now if began is None else self._clock.point(began)
            self.running[ticket.id] = max(0.0, self._now - start)
            self._spans.append(WorkSpan(ticket.id, start, max(start, self._now)))
        if timeline is None or not settings.is_done(ticket.status):
            return
        ended = finished_at(timeline, settings)
        if ended is None or ended == timeline.steps[0][0]:
            return  # done by an edit that is not committed, or before git knew it
        end = self._clock.point(ended)
        if began is None:
            self.unknown.append(end)
            return
        start = self._clock.point(began)
        end = max(end, start + _SHORTEST)
        self._spans.append(WorkSpan(ticket.id, start, end))
        kind = kind_of(ticket, settings)
        self.finished.append((end, Observation(kind, end - start)))

    def weeks(self, latest: Sequence[tuple[float, Observation]]) -> tuple[WorkWeek, ...]:
        """Returns the weeks that count, with the latest tickets at least.

        What was done with an unknown start is taken to be in progress as long as the rest.
        """
        if not latest:
            return ()
        calendar = self._clock.calendar
        week = calendar.hours_per_day * len(calendar.working_days)
        now = max(self._now, *(span.end for span in self._spans))
        start = min(end - observation.hours for end, observation in latest)
        first = first_of(self._spans, start, now, week)
        known = sum(end >= first for end, _ in self.finished)
        more = 1 + sum(end >= first for end in self.unknown) / known
        weeks = weeks_of(
            self._spans,
            first,
            now,
            waiting_times(self._graph, self._timelines, self._clock, now),
            unplanned_tickets(self._timelines, self._graph.settings),
            week,
        )
        return tuple(
            WorkWeek(week.length, more * week.in_progress, more * week.unplanned) for week in weeks
        )
