"""Working time against a walk over every half hour of every working day."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import pytest
from graphs import law
from hypothesis import given
from hypothesis import strategies as st

from jticket.model.calendar import Calendar
from jticket.model.effort import hours_to_length

HALF_HOUR = hours_to_length(0.5)
FIRST, LAST = date(2025, 9, 1), date(2026, 1, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
NEAR = st.dates(date(2025, 10, 20), date(2025, 11, 20))
WORKDAYS = frozenset(range(5))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Draws calendars of a few half hours a day, with any working days and some holidays."""
    return Calendar(
        hours_per_day=draw(st.integers(1, 5)) / 2,
        working_days=frozenset(draw(st.sets(st.integers(0, 6), min_size=1))),
        holidays=frozenset(draw(st.sets(st.sampled_from(DAYS), max_size=30))),
    )


@dataclass(frozen=True)
class Walk:
    """The working half hours of a calendar, each by its day, in order."""

    calendar: Calendar

    @property
    def half_hours(self) -> list[date]:
        return [
            day
            for day in DAYS
            if day.weekday() in self.calendar.working_days and day not in self.calendar.holidays
            for _ in range(round(self.calendar.hours_per_day * 2))
        ]

    def ahead(self, day: date, count: int) -> list[date]:
        """Returns so many working half hours from the beginning of a day."""
        return [worked for worked in self.half_hours if worked >= day][:count]

    def back(self, day: date, count: int) -> list[date]:
        """Returns so many working half hours up to the end of a day."""
        until = [worked for worked in self.half_hours if worked <= day]
        return until[len(until) - count :]


@law(300)
@given(calendars(), NEAR, st.integers(1, 40))
def test_work_ahead_begins_and_ends_on_the_days_of_its_half_hours(
    calendar: Calendar, day: date, count: int
) -> None:
    worked = Walk(calendar).ahead(day, count + 1)
    if len(worked) <= count:
        return
    start = calendar.start(day)
    assert calendar.start_day(start) == worked[0]
    assert calendar.end_day(start + count * HALF_HOUR) == worked[count - 1]
    assert calendar.start_day(start + count * HALF_HOUR) == worked[count]


@law(300)
@given(calendars(), NEAR, st.integers(1, 40))
def test_work_up_to_a_deadline_begins_on_the_day_of_its_first_half_hour(
    calendar: Calendar, day: date, count: int
) -> None:
    worked = Walk(calendar).back(day, count + 1)
    if len(worked) <= count:
        return
    end = calendar.end(day)
    assert calendar.end_day(end) == worked[-1]
    assert calendar.start_day(end - count * HALF_HOUR) == worked[1]
    assert calendar.end_day(end - count * HALF_HOUR) == worked[0]


@law(200)
@given(calendars(), st.dates(), st.integers(0, 10**7))
def test_a_day_is_found_again_from_its_points_anywhere(
    calendar: Calendar, day: date, minutes: int
) -> None:
    start, end = calendar.start(day), calendar.end(day)
    assert 0 <= start <= end
    is_worked = day.weekday() in calendar.working_days and day not in calendar.holidays
    assert (end - start) == (hours_to_length(calendar.hours_per_day) if is_worked else 0)
    if is_worked:
        assert (calendar.start_day(start), calendar.end_day(end)) == (day, day)
    assert calendar.start_day(start + minutes * 60_000_000) >= day or day == date.max


@pytest.mark.parametrize(
    ("due", "hours", "start"),
    [
        ("2025-10-01", 8, "2025-10-01"),  # a Wednesday
        ("2025-10-01", 8.5, "2025-09-30"),
        ("2025-10-01", 16, "2025-09-30"),
        ("2025-10-06", 9, "2025-10-03"),  # a Monday
        ("2025-10-05", 8, "2025-10-03"),  # a Sunday
        ("2025-12-25", 1, "2025-12-24"),  # a holiday
        ("2025-12-28", 8, "2025-12-26"),
        ("2025-12-28", 9, "2025-12-24"),
    ],
)
def test_a_due_day_lasts_to_its_last_working_hour(due: str, hours: float, start: str) -> None:
    calendar = Calendar(8, WORKDAYS, frozenset({date(2025, 12, 25)}))
    end = calendar.end(date.fromisoformat(due))
    assert calendar.start_day(end - hours_to_length(hours)) == date.fromisoformat(start)


def test_fractions_of_hours_add_up_exactly() -> None:
    for hours_per_day, parts in ((8, 24), (7.6, 38), (0.1, 3)):
        part = hours_to_length(float(Fraction(str(hours_per_day)) / parts))
        calendar = Calendar(hours_per_day, WORKDAYS)
        start = calendar.start(date(2025, 10, 1))
        assert calendar.end_day(start + parts * part) == date(2025, 10, 1)
        assert calendar.end_day(start + (parts + 1) * part) == date(2025, 10, 2)


def test_dates_outside_the_calendar_are_its_first_and_last_day() -> None:
    calendar = Calendar()
    length = hours_to_length(999_999 * 8 * 7)
    assert calendar.end_day(calendar.start(date(2025, 10, 1)) + length) == date.max
    assert calendar.start_day(calendar.end(date(2025, 10, 1)) - length) == date.min
    assert calendar.end_day(calendar.start(date.min)) == date.min
    assert calendar.end_day(calendar.end(date.max)) == date.max  # a Friday


def test_a_huge_effort_costs_no_walk_over_its_days() -> None:
    holidays = frozenset(date(year, 12, 25) for year in range(1, 10_000))
    calendar = Calendar(8, WORKDAYS, holidays)
    start = calendar.start(date(2025, 10, 1))
    began = time.process_time()
    for weeks in range(2_000):
        calendar.end_day(start + hours_to_length(weeks * 40_000))
    assert time.process_time() - began < 1
