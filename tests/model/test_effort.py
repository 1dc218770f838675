"""Efforts and dates: what people write, and the values that are read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from graphs import law, pieces
from hypothesis import given
from hypothesis import strategies as st

from jticket.model.dates import age, format_timestamp, parse_date, parse_timestamp
from jticket.model.effort import format_hours, parse_effort


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("6h", 6),
        ("90m", 1.5),
        ("1.5d", 12),
        ("1w", 40),
        ("1d 4h", 12),
        ("1w 2d 3h 30m", 59.5),
        ("1d4h", 12),
        ("2w  30m", 80.5),
        ("6", 6),
        ("0.25", 0.25),
        (" 6h ", 6),
        ("0h", 0),
        ("999999w", 39999960),
    ],
)
def test_an_effort_is_hours(text: str, hours: float) -> None:
    assert parse_effort(text, 8) == hours


@pytest.mark.parametrize(
    "text",
    pieces(
        "¦ ¦h¦6 h¦1:30¦-6h¦+6h¦6hours¦4h 1d¦1h 1h¦1,5h¦1.h¦.5h¦1e3¦inf¦nan¦٦h¦６h¦1d⏎4h x¦soon¦"
        "1000000h¦1.1234567h¦6H"
    ),
)
def test_nothing_else_is_an_effort(text: str) -> None:
    assert parse_effort(text, 8) is None


def test_a_day_has_as_many_hours_as_the_project_says() -> None:
    assert parse_effort("1w 1d", 6) == 36


@pytest.mark.parametrize("text", ["1w" + " " * 60_000 + "x", "1" * 60_000, "1w1d1h" * 20_000])
def test_a_hostile_effort_is_rejected_quickly(text: str) -> None:
    assert parse_effort(text, 8) is None


@pytest.mark.parametrize(
    ("hours", "text"),
    [(6, "6h"), (1.5, "1.5h"), (1 / 3, "0.33h"), (0, "0h"), (310, "310h"), (123456.7, "123457h")],
)
def test_hours_are_formatted_for_people(hours: float, text: str) -> None:
    assert format_hours(hours) == text


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-10-01T09:30:00Z", datetime(2025, 10, 1, 9, 30, tzinfo=UTC)),
        ("2025-10-01", datetime(2025, 10, 1, tzinfo=UTC)),
        ("2025-10-01T09:30", datetime(2025, 10, 1, 9, 30, tzinfo=UTC)),
        ("2025-10-01 09:30:00", datetime(2025, 10, 1, 9, 30, tzinfo=UTC)),
        ("2025-10-01T09:30:00+02:00", datetime(2025, 10, 1, 7, 30, tzinfo=UTC)),
        ("2025-10-01T09:30:00.5Z", datetime(2025, 10, 1, 9, 30, 0, 500_000, tzinfo=UTC)),
        ("2024-02-29", datetime(2024, 2, 29, tzinfo=UTC)),
    ],
)
def test_a_timestamp_is_a_moment_in_utc(text: str, moment: datetime) -> None:
    assert parse_timestamp(text) == moment


@pytest.mark.parametrize(
    "text",
    pieces(
        "¦yesterday¦2025-10-1¦01.10.2025¦2025-13-01¦2025-02-30¦20251001¦2025-W40¦"
        "2025-10-01T25:00Z¦2025-10-01T09:30:00 Z¦2025-10-01T9:30¦2025-10-01Z¦٢٠٢٥-10-01¦"
        "0000-01-01¦0001-01-01T00:00:00+23:59¦9999-12-31T23:59:59-23:59¦2025-10-01T09¦"
        "2025-10-01T09:30:00+25:00¦2025-10-01⏎"
    ),
)
def test_nothing_else_is_a_timestamp(text: str) -> None:
    assert parse_timestamp(text) is None


@pytest.mark.parametrize("text", ["", "2025-02-30", "2025-10-01T00:00", "1.1.2025", "2025-1-1"])
def test_a_date_is_a_day_and_nothing_else(text: str) -> None:
    assert parse_date(text) is None
    assert parse_date("2025-10-31") == date(2025, 10, 31)


@law(100)
@given(st.datetimes(min_value=datetime(1, 1, 2)), st.integers(-23, 23))
def test_a_written_moment_is_read_as_the_same_second(moment: datetime, hours: int) -> None:
    aware = moment.replace(microsecond=0, tzinfo=UTC)
    if datetime(1, 1, 3) < moment < datetime(9999, 12, 29):
        aware = aware.astimezone(timezone(timedelta(hours=hours)))
    text = format_timestamp(aware)
    assert parse_timestamp(text) == aware
    assert len(text) == len("2025-10-01T09:30:00Z")


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (-5, "0h"),
        (0.9, "0h"),
        (5, "5h"),
        (24, "1d"),
        (500, "20d"),
        (504, "3w"),
        (3000, "4mo"),
        (20000, "2y"),
    ],
)
def test_an_age_is_given_in_its_largest_unit(hours: float, text: str) -> None:
    now = datetime(2025, 10, 1, tzinfo=UTC)
    assert age(now - timedelta(hours=hours), now) == text
