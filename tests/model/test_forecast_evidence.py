"""What a forecast takes from the past: how long tickets took, and how many were in progress."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from jticket.model.calendar import Calendar
from jticket.model.forecast.backtest import Hits, PastForecast, closing_moment, hits
from jticket.model.forecast.clock import WorkClock
from jticket.model.forecast.evidence import NEEDED, Evidence, WorkKind, evidence_of
from jticket.model.forecast.forecast import Ends
from jticket.model.graph import Graph
from jticket.model.settings import Settings
from jticket.model.stats.flow import StatusTimeline
from jticket.model.ticket import Ticket

MONDAY = datetime(2025, 6, 2, tzinfo=UTC)
SETTINGS = Settings()
DAY = 8.0


def day(number: float) -> datetime:
    """Returns a moment so many working days after a Monday, from 0."""
    weeks, rest = divmod(number, 5)
    return MONDAY + timedelta(days=7 * weeks + rest)


class Life:
    """A ticket and its statuses: pairs of a working day and a status."""

    def __init__(self, number: int, *steps: tuple[float, str | None], **fields: object) -> None:
        status = steps[-1][1] or "backlog"
        usual = {"ticket_type": "task", "effort_hours": DAY, "status": status}
        self.ticket = Ticket(f"T-{number:03}", **{**usual, **fields})  # type: ignore[arg-type]
        moments = tuple((day(when), name) for when, name in steps)
        self.timeline = StatusTimeline(moments, moments[0][0])


def done(number: int, begun: float, end: float, created: float = 0, **fields: object) -> Life:
    steps = (created, "backlog"), (begun, "in_progress"), (end, "done")
    return Life(number, *steps, **fields)


def evidence(*lives: Life, now: float) -> Evidence:
    graph = Graph([life.ticket for life in lives], SETTINGS)
    timelines = {life.ticket.id: life.timeline for life in lives}
    return evidence_of(graph, timelines, WorkClock(Calendar()), day(now))


def at_once(found: Evidence) -> float:
    return sum(week.in_progress for week in found.weeks) / sum(week.length for week in found.weeks)


def test_a_ticket_took_the_working_time_from_its_first_work_to_its_last_closing() -> None:
    reopened = (0, "backlog"), (1, "in_progress"), (2, "done"), (6, "in_progress"), (7, "done")
    found = evidence(done(1, 1, 3.5), Life(2, *reopened), now=8)
    assert [item.hours for item in found.observations] == [2.5 * DAY, 6 * DAY]
    assert found.observations[0].kind == WorkKind("task", DAY)


def test_a_start_that_is_not_known_is_counted_but_not_measured() -> None:
    squashed = Life(1, (0, "backlog"), (3, "done"))
    imported = Life(2, (0, "done"))
    found = evidence(squashed, imported, done(3, 1, 2), now=5)
    assert (len(found.observations), found.unknown) == (1, 1)


def test_epics_open_and_cancelled_tickets_are_not_measured() -> None:
    epic = done(1, 1, 2, ticket_type="epic")
    cancelled = Life(2, (0, "backlog"), (1, "in_progress"), (2, "cancelled"))
    found = evidence(epic, cancelled, Life(3, (0, "backlog")), now=5)
    assert (found.observations, found.running, found.weeks) == ((), {}, ())


def test_what_is_in_progress_took_the_time_until_now() -> None:
    found = evidence(Life(1, (0, "backlog"), (1, "in_progress")), done(2, 0.5, 1), now=4.5)
    assert found.running == {"T-001": 3.5 * DAY}


def test_an_edit_without_a_commit_is_not_history() -> None:
    said_done = Life(1, (0, "backlog"), (1, "in_progress"), status="done")
    said_begun = Life(2, (0, "backlog"), status="in_progress")
    found = evidence(said_done, said_begun, done(3, 0, 1), now=4)
    assert (len(found.observations), found.running) == (1, {"T-002": 0.0})


def test_enough_is_as_many_as_needed() -> None:
    lives = [done(number, number, number + 1) for number in range(1, NEEDED + 1)]
    assert evidence(*lives, now=20).is_enough
    assert not evidence(*lives[1:], now=20).is_enough


def test_two_people_have_two_tickets_in_progress_at_once() -> None:
    lives = [done(n, n // 2 + 1, n // 2 + 2) for n in range(2, 22)]
    waiting = Life(99, (0, "backlog"))
    assert at_once(evidence(*lives, waiting, now=12)) == pytest.approx(2, rel=0.1)


def test_pauses_between_tickets_make_fewer_in_progress_at_once() -> None:
    lives = [done(n, 2 * n, 2 * n + 1) for n in range(1, 11)]
    waiting = Life(99, (0, "backlog"))
    assert at_once(evidence(*lives, waiting, now=21)) == pytest.approx(0.5, rel=0.1)


def test_time_without_an_available_ticket_does_not_count() -> None:
    alone = [done(1, 0.5, 1), done(2, 1, 11, dependencies=("T-001",))]
    after = [done(n, 11, 16, dependencies=("T-002",)) for n in (3, 4, 5)]
    later = [done(n, 16, 20, dependencies=("T-002",)) for n in (6, 7, 8)]
    assert at_once(evidence(*alone, *after, *later, now=20)) == pytest.approx(3)


def test_what_was_done_with_an_unknown_start_was_in_progress_too() -> None:
    lives = [done(n, n, n + 1) for n in range(1, 11)]
    squashed = [Life(20 + n, (0, "backlog"), (n + 1, "done")) for n in range(1, 11)]
    waiting = Life(99, (0, "backlog"))
    known = at_once(evidence(*lives, waiting, now=11))
    assert at_once(evidence(*lives, *squashed, waiting, now=11)) == pytest.approx(2 * known)


def test_new_tickets_that_were_begun_before_most_older_ones_are_unplanned() -> None:
    old = [Life(n, (0, "backlog")) for n in range(1, 6)]
    planned = [done(10 + n, n, n + 1) for n in range(1, 5)]
    new = done(30, 5, 7, created=4)
    found = evidence(*old, *planned, new, now=8)
    assert sum(week.unplanned for week in found.weeks) == 2 * DAY
    forgotten = evidence(
        old[0], *planned, new, Life(40, (4, "backlog")), Life(41, (4, "backlog")), now=8
    )
    assert sum(week.unplanned for week in forgotten.weeks) == 0


# The backtest.


TODAY = date(2025, 7, 1)


def forecast(first: int, happened: int | None) -> PastForecast:
    """Returns a forecast at three days of July from a first one, 0 being the last of June."""
    days = [date(2025, 6, 30) + timedelta(days=first + n // 40) for n in range(100)]
    end = None if happened is None else date(2025, 6, 30) + timedelta(days=happened)
    return PastForecast(date(2025, 6, 2), "", 3, Ends(tuple(days)), end)


def test_a_forecast_was_right_if_it_happened_by_its_day() -> None:
    past = forecast(-9, happened=-8)
    assert [past.is_hit(percent, TODAY) for percent in (50, 85, 95)] == [True, True, True]
    assert [forecast(-9, -7).is_hit(percent, TODAY) for percent in (50, 85)] == [False, True]


def test_what_did_not_happen_yet_is_judged_once_its_day_is_over() -> None:
    assert forecast(-9, None).is_hit(50, TODAY) is False
    assert forecast(0, None).is_hit(50, TODAY) is None
    assert forecast(5, None).is_hit(50, TODAY) is None


def test_the_rates_leave_out_what_can_not_be_judged_yet() -> None:
    found = hits([forecast(-9, -8), forecast(-9, -7), forecast(-9, None), forecast(5, None)], TODAY)
    assert found == {50: Hits(1, 3), 85: Hits(2, 3), 95: Hits(2, 3)}
    assert found[85].rate == pytest.approx(2 / 3)
    assert hits([], TODAY)[50].rate is None


def test_the_end_is_the_last_closing_or_deletion_and_none_while_one_is_open() -> None:
    lives = [done(1, 1, 2), Life(2, (0, "backlog"), (5, "cancelled"))]
    gone = Life(3, (0, "backlog"), (7, None))
    again = Life(4, (0, "backlog"), (1, "done"), (2, "in_progress"))
    closed = [life.timeline for life in (*lives, gone)]
    assert closing_moment(closed, SETTINGS) == day(7)
    assert closing_moment([*closed, again.timeline], SETTINGS) is None
    assert closing_moment([*closed, None], SETTINGS) is None
