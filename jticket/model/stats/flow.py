"""The flow of work: tickets finished by week, how long they took, and counts by status.

Weeks begin on Monday, days at midnight, both in UTC; durations are hours of the calendar.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jticket.model.settings import Settings

_LONGEST_BY_DAY = timedelta(days=42)
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class StatusTimeline:
    """When a ticket got which status, oldest first; None: it was deleted.

    `created` is in the ticket, `hours` is its effort. `begins` is false if the statuses before the
    first one are not known.
    """

    steps: tuple[tuple[datetime, str | None], ...]
    created: datetime | None = None
    hours: float = 0.0
    begins: bool = True


@dataclass(frozen=True, slots=True)
class Week:
    """The tickets finished in a week from a Monday, and their hours of effort."""

    start: date
    done: int
    hours: float


@dataclass(frozen=True, slots=True)
class Durations:
    """How long tickets took, in hours, sorted; `unknown` counts those without a known start."""

    hours: tuple[float, ...]
    unknown: int

    def percentile(self, percent: int) -> float | None:
        """Returns the nearest-rank percentile: within this time so many percent were done."""
        rank = -(-percent * len(self.hours) // 100)
        return self.hours[rank - 1] if self.hours else None


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """Tickets by status at a moment, and the number and hours of the open ones."""

    moment: datetime
    counts: tuple[tuple[str, int], ...]
    open: int
    open_hours: float


@dataclass(frozen=True, slots=True)
class Flow:
    """The flow in a span of time.

    `first_seen_done` of the finished were done in their first version; `points` are a day
    (`by_day`) or a week apart, `burndown` is by week, both from the start of the span to its end.
    """

    since: datetime
    until: datetime
    throughput: tuple[Week, ...]
    first_seen_done: int
    cycle: Durations
    lead: Durations
    by_day: bool
    points: tuple[StatusCounts, ...]
    burndown: tuple[StatusCounts, ...]

    @property
    def done(self) -> int:
        """How many tickets were finished."""
        return sum(week.done for week in self.throughput)

    @property
    def done_hours(self) -> float:
        """The effort of what was finished, in hours."""
        return math.fsum(week.hours for week in self.throughput)


def flow(
    timelines: Iterable[StatusTimeline], settings: Settings, since: datetime, until: datetime
) -> Flow:
    """Returns the flow from one moment to another, or from the first step if that is later.

    A ticket is finished when it was last closed as done, if it still is. Its cycle time begins when
    work on it first began; that is unknown if its first recorded status is already active. Steps
    after `until` count as of then.
    """
    steady = [_steady(timeline, until) for timeline in timelines if timeline.steps]
    first = min((timeline.steps[0][0] for timeline in steady), default=until)
    since = min(max(since, first), until)
    finished = [
        (moment, timeline)
        for timeline in steady
        if (moment := finished_at(timeline, settings)) is not None and since <= moment
    ]
    starts = starts_of_work(settings)
    cycles = [_hours(began_at(done, settings, starts), moment) for moment, done in finished]
    leads = [_hours(done.created, moment) for moment, done in finished]
    by_day = until - since <= _LONGEST_BY_DAY
    weekly = list(_marks(since, until, _WEEK))
    marks = list(_marks(since, until, _DAY)) if by_day else weekly
    return Flow(
        since,
        until,
        tuple(_weeks(finished, since, until)),
        sum(moment == done.steps[0][0] for moment, done in finished),
        _durations(cycles),
        _durations(leads),
        by_day,
        tuple(_points(steady, marks, settings)),
        tuple(_points(steady, weekly, settings)),
    )


def finished_at(timeline: StatusTimeline, settings: Settings) -> datetime | None:
    """Returns when a ticket was last closed as done; None if it is not done now."""
    moment = None
    for when, status in reversed(timeline.steps):
        if status is None or not settings.is_done(status):
            break
        moment = when
    return moment


def closed_at(timeline: StatusTimeline, settings: Settings) -> datetime | None:
    """Returns when a ticket was last closed or deleted; None if it is open now."""
    moment = None
    for when, status in reversed(timeline.steps):
        if status is not None and not settings.is_closed(status):
            break
        moment = when
    return moment


def began_at(
    timeline: StatusTimeline, settings: Settings, starts: frozenset[str]
) -> datetime | None:
    """Returns when work on a ticket first began; None if that is not known.

    It is unknown if the first recorded status is already active, or if the first active status is
    not among `starts`, those in which work can begin: then the start was lost in a squash.
    """
    if not timeline.begins:
        return None
    for place, (when, status) in enumerate(timeline.steps):
        if status is None:
            continue
        if settings.is_active(status) or settings.is_done(status):
            return when if place and status in starts else None
    return None


def starts_of_work(settings: Settings) -> frozenset[str]:
    """Returns the active statuses to which an unstarted ticket may go."""
    return frozenset(
        target
        for status, targets in settings.workflow.items()
        if not (settings.is_active(status) or settings.is_closed(status))
        for target in targets
        if settings.is_active(target)
    )


def _steady(timeline: StatusTimeline, until: datetime) -> StatusTimeline:
    """Returns a timeline whose moments neither go back, as wrong clocks do, nor pass `until`."""
    steps = []
    latest = datetime.min.replace(tzinfo=UTC)
    for moment, status in timeline.steps:
        latest = max(latest, min(moment, until))
        steps.append((latest, status))
    return StatusTimeline(tuple(steps), timeline.created, timeline.hours, timeline.begins)


def _hours(start: datetime | None, end: datetime) -> float | None:
    """Returns the hours between; None if the start is not known or after the end."""
    return None if start is None or start > end else (end - start).total_seconds() / 3600


def _durations(hours: Sequence[float | None]) -> Durations:
    known = sorted(value for value in hours if value is not None)
    return Durations(tuple(known), len(hours) - len(known))


def _weeks(
    finished: Sequence[tuple[datetime, StatusTimeline]], since: datetime, until: datetime
) -> Iterator[Week]:
    tickets: Counter[date] = Counter(_monday(moment) for moment, _ in finished)
    hours: dict[date, list[float]] = {}
    for moment, done in finished:
        hours.setdefault(_monday(moment), []).append(done.hours)
    monday, last = _monday(since), _monday(until)
    while monday <= last:
        yield Week(monday, tickets[monday], math.fsum(hours.get(monday, ())))
        monday += _WEEK


def _monday(moment: datetime) -> date:
    day = moment.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def _marks(since: datetime, until: datetime, step: timedelta) -> Iterator[datetime]:
    """Yields the start, each midnight or Monday's midnight between, and the end."""
    yield since
    day = _monday(since) if step == _WEEK else since.astimezone(UTC).date()
    mark = datetime(day.year, day.month, day.day, tzinfo=UTC) + step
    while mark < until:
        if mark > since:
            yield mark
        mark += step
    if until > since:
        yield until


def _points(
    timelines: Sequence[StatusTimeline], marks: Sequence[datetime], settings: Settings
) -> Iterator[StatusCounts]:
    """Yields the counts at each mark, in one pass over all steps; marks are ascending."""
    changes = []
    for timeline in timelines:
        before: str | None = None
        for moment, status in timeline.steps:
            changes.append((moment, before, status, timeline.hours))
            before = status
    changes.sort(key=lambda change: change[0])
    used = {status for timeline in timelines for _, status in timeline.steps if status is not None}
    names = (*settings.statuses, *sorted(used - set(settings.statuses)))
    counts: Counter[str] = Counter()
    open_hours, place = 0.0, 0
    for mark in marks:
        while place < len(changes) and changes[place][0] <= mark:
            _, before, after, hours = changes[place]
            place += 1
            for status, sign in ((before, -1), (after, 1)):
                if status is not None:
                    counts[status] += sign
                    open_hours += 0 if settings.is_closed(status) else sign * hours
        left = sum(counts[name] for name in names if not settings.is_closed(name))
        by_status = tuple((name, counts[name]) for name in names)
        yield StatusCounts(mark, by_status, left, abs(round(open_hours, 6)))
