"""How work flowed: what was finished week by week, how long it took, and what stood where when.

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

_BY_DAY = timedelta(days=42)
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class StatusTimeline:
    """A ticket's way: when it came to which status, oldest first; None is that it was deleted.

    `created` is what the ticket says, `hours` its effort. `begins` is false where what came before
    the first step is not known.
    """

    steps: tuple[tuple[datetime, str | None], ...]
    created: datetime | None = None
    hours: float = 0.0
    begins: bool = True


@dataclass(frozen=True, slots=True)
class Week:
    """What was finished in a week that begins on a Monday: tickets, and their hours of effort."""

    start: date
    done: int
    hours: float


@dataclass(frozen=True, slots=True)
class Durations:
    """How long tickets took, in hours, from the shortest; `unknown` is how many nobody knows."""

    hours: tuple[float, ...]
    unknown: int

    def percentile(self, percent: int) -> float | None:
        """The nearest-rank percentile: the least time within which so many per cent were done."""
        rank = -(-percent * len(self.hours) // 100)
        return self.hours[rank - 1] if self.hours else None


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """What stood where at a moment: tickets by status, and the effort of the open ones."""

    moment: datetime
    counts: tuple[tuple[str, int], ...]
    open: int
    open_hours: float


@dataclass(frozen=True, slots=True)
class Flow:
    """The figures of a span of time.

    `first_seen_done` of the finished were done when git first saw them; `points` stand a day
    (`by_day`) or a week apart, `burndown` a week, both from the beginning of the span to its end.
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
        return sum(each.done for each in self.throughput)

    @property
    def done_hours(self) -> float:
        """The effort of what was finished, in hours."""
        return math.fsum(each.hours for each in self.throughput)


def flow(
    timelines: Iterable[StatusTimeline], settings: Settings, since: datetime, until: datetime
) -> Flow:
    """The figures from one moment to another, or from the first step where that is later.

    A ticket is finished when it was last closed as done, if it still is. Its cycle begins when work
    on it first did; that is unknown unless it was seen waiting before. What bears a later date than
    `until` counts as of then.
    """
    ways = [_steady(each, until) for each in timelines if each.steps]
    first = min((each.steps[0][0] for each in ways), default=until)
    since = min(max(since, first), until)
    finished = [
        (moment, each)
        for each in ways
        if (moment := finished_at(each, settings)) is not None and since <= moment
    ]
    starts = _starts(settings)
    cycles = [_hours(began_at(each, settings, starts), moment) for moment, each in finished]
    leads = [_hours(each.created, moment) for moment, each in finished]
    by_day = until - since <= _BY_DAY
    weekly = list(_marks(since, until, _WEEK))
    marks = list(_marks(since, until, _DAY)) if by_day else weekly
    return Flow(
        since,
        until,
        tuple(_weeks(finished, since, until)),
        sum(moment == each.steps[0][0] for moment, each in finished),
        _times(cycles),
        _times(leads),
        by_day,
        tuple(_points(ways, marks, settings)),
        tuple(_points(ways, weekly, settings)),
    )


def finished_at(timeline: StatusTimeline, settings: Settings) -> datetime | None:
    """When a ticket was last closed as done; None where it is not done now."""
    moment = None
    for when, status in reversed(timeline.steps):
        if status is None or not settings.is_done(status):
            break
        moment = when
    return moment


def began_at(
    timeline: StatusTimeline, settings: Settings, starts: frozenset[str]
) -> datetime | None:
    """When work on a ticket first began; None where that is not known.

    It is where the first step that is seen of it is no waiting, or where it came to a status in
    which no work begins (`starts` are those in which it may): the beginning lies in a squash.
    """
    if not timeline.begins:
        return None
    for place, (when, status) in enumerate(timeline.steps):
        if status is None:
            continue
        if settings.is_active(status) or settings.is_done(status):
            return when if place and status in starts else None
    return None


def _starts(settings: Settings) -> frozenset[str]:
    """The active statuses to which a waiting ticket may go."""
    return frozenset(
        target
        for status, targets in settings.workflow.items()
        if not (settings.is_active(status) or settings.is_closed(status))
        for target in targets
        if settings.is_active(target)
    )


def _steady(timeline: StatusTimeline, until: datetime) -> StatusTimeline:
    """The same with dates that never go back, as wrong clocks make them, nor past the end."""
    steps = []
    latest = datetime.min.replace(tzinfo=UTC)
    for moment, status in timeline.steps:
        latest = max(latest, min(moment, until))
        steps.append((latest, status))
    return StatusTimeline(tuple(steps), timeline.created, timeline.hours, timeline.begins)


def _hours(start: datetime | None, end: datetime) -> float | None:
    """How long it took; None where the start is not known or lies behind the end."""
    return None if start is None or start > end else (end - start).total_seconds() / 3600


def _times(found: Sequence[float | None]) -> Durations:
    known = sorted(each for each in found if each is not None)
    return Durations(tuple(known), len(found) - len(known))


def _weeks(
    finished: Sequence[tuple[datetime, StatusTimeline]], since: datetime, until: datetime
) -> Iterator[Week]:
    tickets: Counter[date] = Counter(_monday(moment) for moment, _ in finished)
    hours: dict[date, list[float]] = {}
    for moment, each in finished:
        hours.setdefault(_monday(moment), []).append(each.hours)
    monday, last = _monday(since), _monday(until)
    while monday <= last:
        yield Week(monday, tickets[monday], math.fsum(hours.get(monday, ())))
        monday += _WEEK


def _monday(moment: datetime) -> date:
    day = moment.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def _marks(since: datetime, until: datetime, step: timedelta) -> Iterator[datetime]:
    """The beginning, each midnight or Monday's midnight between, and the end."""
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
    ways: Sequence[StatusTimeline], marks: Sequence[datetime], settings: Settings
) -> Iterator[StatusCounts]:
    """What stood where at each mark, which rise; each step is looked at once."""
    changes = []
    for way in ways:
        before: str | None = None
        for moment, status in way.steps:
            changes.append((moment, before, status, way.hours))
            before = status
    changes.sort(key=lambda change: change[0])
    used = {status for way in ways for _, status in way.steps if status is not None}
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
        left = sum(counts[each] for each in names if not settings.is_closed(each))
        stood = tuple((each, counts[each]) for each in names)
        yield StatusCounts(mark, stood, left, abs(round(open_hours, 6)))
