"""The flow of work, compared with a count by hand, moment by moment."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime, timedelta

import pytest

from jticket.model.settings import Settings, StatusClass
from jticket.model.stats.flow import Durations, Flow, StatusTimeline, flow

SETTINGS = Settings()
MONDAY = datetime(2025, 9, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def at(days: float) -> datetime:
    return MONDAY + days * DAY


def way(*steps: tuple[float, str | None], created: float = 0, hours: float = 1.0) -> StatusTimeline:
    return StatusTimeline(tuple((at(day), status) for day, status in steps), at(created), hours)


def flow_of(*timelines: StatusTimeline, since: float = 0, until: float = 28) -> Flow:
    return flow(timelines, SETTINGS, at(since), at(until))


def test_a_finished_ticket_counts_in_its_week_with_its_times() -> None:
    figures = flow_of(
        way((1, "backlog"), (2, "in_progress"), (8.5, "review"), (9, "done"), hours=6)
    )
    assert [(week.start.day, week.done, week.hours) for week in figures.throughput] == [
        (1, 0, 0),
        (8, 1, 6),
        (15, 0, 0),
        (22, 0, 0),
        (29, 0, 0),
    ]
    assert figures.cycle == Durations((7 * 24.0,), 0)
    assert figures.lead == Durations((9 * 24.0,), 0)


def test_a_reopened_ticket_counts_once_when_it_is_done_again_and_from_its_first_start() -> None:
    steps = ((0, "ready"), (1, "in_progress"), (2, "done"), (8, "in_progress"), (10, "done"))
    figures = flow_of(way(*steps))
    assert [week.done for week in figures.throughput][:2] == [0, 1]
    assert figures.cycle.hours == (9 * 24.0,)
    assert flow_of(way(*steps[:-1])).done == 0


@pytest.mark.parametrize(
    "steps",
    [
        ((3, "done"),),
        ((3, "in_progress"), (4, "done")),
        ((1, "backlog"), (3, "done")),
        ((1, "backlog"), (2, "review"), (3, "in_progress"), (4, "done")),
        ((1, "backlog"), (2, "done"), (3, "in_progress"), (4, "done")),
    ],
)
def test_a_start_that_a_squash_hides_is_counted_as_unknown(
    steps: tuple[tuple[float, str], ...],
) -> None:
    figures = flow_of(way(*steps))
    assert (figures.cycle, figures.lead.unknown, figures.done) == (Durations((), 1), 0, 1)


def test_history_from_before_a_shallow_clone_is_unknown() -> None:
    steps = ((at(0), "ready"), (at(1), "in_progress"), (at(2), "done"))
    figures = flow_of(StatusTimeline(steps, None, 1.0, begins=False))
    assert (figures.cycle, figures.lead) == (Durations((), 1), Durations((), 1))


def test_tickets_done_when_first_seen_are_counted_separately() -> None:
    figures = flow_of(way((3, "done")), way((1, "ready"), (3, "done")))
    assert (figures.done, figures.first_seen_done) == (2, 1)


def test_a_creation_after_the_end_is_unknown_and_never_negative() -> None:
    assert flow_of(way((1, "ready"), (2, "done"), created=20)).lead == Durations((), 1)


def test_tickets_finished_earlier_cancelled_or_deleted_do_not_count() -> None:
    before = way((0, "ready"), (1, "in_progress"), (2, "done"))
    cancelled = way((0, "ready"), (9, "cancelled"))
    deleted = way((0, "ready"), (8, "in_progress"), (9, "done"), (10, None))
    figures = flow_of(before, cancelled, deleted, since=7)
    assert figures.done == 0
    last = dict(figures.points[-1].counts)
    assert (last["done"], last["cancelled"], sum(last.values())) == (1, 1, 2)


def test_a_clock_that_goes_back_or_ahead_makes_no_negative_time() -> None:
    figures = flow_of(way((5, "ready"), (3, "in_progress"), (99, "done")), until=20)
    assert figures.cycle.hours == (15 * 24.0,)
    assert dict(figures.points[-1].counts)["done"] == 1


def test_the_span_begins_with_the_history_and_is_empty_without_tickets() -> None:
    assert flow_of(way((5.5, "ready")), since=-4000).since == at(5.5)
    empty = flow_of()
    assert (empty.done, empty.cycle, empty.points[-1].open) == (0, Durations((), 0), 0)


def test_short_spans_are_counted_by_day_and_long_ones_by_week() -> None:
    steps = way((0.5, "ready"))
    short, long = flow_of(steps, until=10), flow_of(steps, until=100.25)
    assert short.by_day
    assert [point.moment for point in short.points] == [at(0.5), *map(at, range(1, 11))]
    assert not long.by_day
    assert long.points == long.burndown
    assert [point.moment for point in long.points] == [
        at(0.5),
        *map(at, range(7, 100, 7)),
        at(100.25),
    ]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 20, 100])
def test_a_percentile_is_the_shortest_time_within_which_that_share_was_done(count: int) -> None:
    chance = random.Random(count)  # noqa: S311  # times, not secrets
    hours = tuple(sorted(chance.choice([1.0, 2.5, 4.0, 9.0]) for _ in range(count)))
    for percent in (50, 85, 100):
        enough = [
            value
            for value in hours
            if 100 * sum(hour <= value for hour in hours) >= percent * count
        ]
        assert Durations(hours, 0).percentile(percent) == min(enough)


@pytest.mark.parametrize("seed", range(60))
def test_the_figures_match_a_count_by_hand(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # a history, not a secret
    statuses = [*SETTINGS.statuses, "odd", None]
    ways = []
    for _ in range(chance.randrange(1, 12)):
        days = sorted(chance.choice([chance.randrange(60), chance.random() * 60]) for _ in range(5))
        steps = [(day, chance.choice(statuses)) for day in days[: chance.randrange(1, 6)]]
        steps[0] = (steps[0][0], steps[0][1] or "ready")
        ways.append(way(*steps, created=chance.random() * 60, hours=chance.randrange(9) / 4))
    since, until = at(chance.randrange(40)), at(60 + chance.random())
    figures = flow(ways, SETTINGS, since, until)
    for point in (*figures.points, *figures.burndown):
        statuses_then = [status_at(timeline, point.moment) for timeline in ways]
        assert {s: n for s, n in point.counts if n} == {
            s: statuses_then.count(s) for s in statuses_then if s is not None
        }
        is_open = [s is not None and not SETTINGS.is_closed(s) for s in statuses_then]
        assert point.open == sum(is_open)
        hours = math.fsum(
            w.hours for w, is_counted in zip(ways, is_open, strict=True) if is_counted
        )
        assert point.open_hours == pytest.approx(hours)
    done = [
        moment for timeline in ways if (moment := done_at(timeline)) and moment >= figures.since
    ]
    for week in figures.throughput:
        start = datetime(week.start.year, week.start.month, week.start.day, tzinfo=UTC)
        assert start.weekday() == 0
        assert week.done == sum(start <= moment < start + 7 * DAY for moment in done)
    assert figures.done == len(done) == len(figures.lead.hours) + figures.lead.unknown


def status_at(timeline: StatusTimeline, moment: datetime) -> str | None:
    """Returns the last status of a ticket up to a moment."""
    reached = [status for when, status in timeline.steps if when <= moment]
    return reached[-1] if reached else None


def done_at(timeline: StatusTimeline) -> datetime | None:
    """Returns the moment from which a ticket was always done, None if there is none."""
    for place, (moment, _) in enumerate(timeline.steps):
        rest = [status for _, status in timeline.steps[place:]]
        if all(status and SETTINGS.class_of(status) is StatusClass.DONE for status in rest):
            return moment
    return None
