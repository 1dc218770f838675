"""The one grammar of dates: what people type, and the day or moment that it means."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from graphs import law
from hypothesis import given
from hypothesis import strategies as st

from jticket.model.dates import (
    DateError,
    NotADayError,
    NotAMomentError,
    Tense,
    TooFarError,
    is_day_name,
    names_a_day,
    resolve_day,
    resolve_moment,
)

TODAY = date(2025, 10, 1)  # a Wednesday
NOW = datetime(2025, 10, 1, 9, 30, tzinfo=UTC)
TENSES = st.sampled_from(Tense)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@pytest.mark.parametrize(
    ("text", "ahead", "past"),
    [
        ("2025-10-31", "2025-10-31", "2025-10-31"),
        ("today", "2025-10-01", "2025-10-01"),
        (" Tomorrow ", "2025-10-02", "2025-10-02"),
        ("yesterday", "2025-09-30", "2025-09-30"),
        ("friday", "2025-10-03", "2025-09-26"),
        ("Tue", "2025-10-07", "2025-09-30"),
        ("wednesday", "2025-10-08", "2025-09-24"),
        ("+3d", "2025-10-04", "2025-10-04"),
        ("-2w", "2025-09-17", "2025-09-17"),
        ("7d", "2025-10-08", "2025-09-24"),
        ("2W", "2025-10-15", "2025-09-17"),
        ("7d ago", "2025-09-24", "2025-09-24"),
        ("+0d", "2025-10-01", "2025-10-01"),
        ("today+7d", "2025-10-08", "2025-10-08"),
        ("today +7d", "2025-10-08", "2025-10-08"),
        ("today  -  1w", "2025-09-24", "2025-09-24"),
        ("tomorrow + 1d", "2025-10-03", "2025-10-03"),
        ("fri-1d", "2025-10-02", "2025-09-25"),
    ],
)
def test_a_text_names_a_day_as_future_or_as_past(text: str, ahead: str, past: str) -> None:
    assert resolve_day(text, TODAY, Tense.FUTURE).isoformat() == ahead
    assert resolve_day(text, TODAY, Tense.PAST).isoformat() == past
    assert names_a_day(text)


@pytest.mark.parametrize(
    ("text", "ahead", "past"),
    [
        ("2025-10-31T12:00:00+02:00", "2025-10-31T10:00", "2025-10-31T10:00"),
        ("2025-10-31", "2025-10-31T00:00", "2025-10-31T00:00"),
        ("yesterday", "2025-09-30T00:00", "2025-09-30T00:00"),
        ("monday", "2025-10-06T00:00", "2025-09-29T00:00"),
        ("today - 12h", "2025-09-30T12:00", "2025-09-30T12:00"),
        ("12h", "2025-10-01T21:30", "2025-09-30T21:30"),
        ("12h ago", "2025-09-30T21:30", "2025-09-30T21:30"),
        ("30d", "2025-10-31T09:30", "2025-09-01T09:30"),
        ("+1w", "2025-10-08T09:30", "2025-10-08T09:30"),
    ],
)
def test_a_text_names_a_moment_as_future_or_as_past(text: str, ahead: str, past: str) -> None:
    assert resolve_moment(text, NOW, Tense.FUTURE) == datetime.fromisoformat(f"{ahead}:00Z")
    assert resolve_moment(text, NOW, Tense.PAST) == datetime.fromisoformat(f"{past}:00Z")


NOT_DATES = (
    *("", " ", "soon", "now", "today 7d", "today + x", "today +", "7", "d", "7m", "mo", "mond"),
    *("+ -3d", "--3d", "tuesdays", "next friday", "2025-02-30", "31.10.2025", "-7d ago"),
    *("friday ago", "٣d", "1234567d", "2025-10-31 + 7d", "x" * 100_000, " " * 100_000 + "x"),
)


@pytest.mark.parametrize("text", NOT_DATES)
@pytest.mark.parametrize("tense", Tense)
def test_anything_else_is_not_a_date_and_the_message_gives_examples(
    text: str, tense: Tense
) -> None:
    with pytest.raises(NotADayError, match="is not a date") as day:
        resolve_day(text, TODAY, tense)
    with pytest.raises(NotAMomentError, match="is not a date or time") as moment:
        resolve_moment(text, NOW, tense)
    assert not names_a_day(text)
    for caught, resolves in ((day, _resolves_day), (moment, _resolves_moment)):
        examples = (
            (caught.value.hint or "").removeprefix("write ").replace(" or ", ", ").split(", ")
        )
        assert len(examples) > 4
        assert all(map(resolves, examples))


def _resolves_day(text: str) -> bool:
    return bool(resolve_day(text, TODAY, Tense.FUTURE))


def _resolves_moment(text: str) -> bool:
    return bool(resolve_moment(text, NOW, Tense.PAST))


@pytest.mark.parametrize("text", ["12h", "today - 12h", "2025-10-31T09:30", "2025-10-31T09:30:00Z"])
def test_a_time_of_day_is_a_moment_but_not_a_day(text: str) -> None:
    assert resolve_moment(text, NOW, Tense.PAST)
    assert not names_a_day(text)
    with pytest.raises(NotADayError):
        resolve_day(text, TODAY, Tense.PAST)


@pytest.mark.parametrize("text", ["+999999w", "-999999w", "today - 999999w", "999999w ago"])
def test_a_date_outside_the_calendar_is_too_far(text: str) -> None:
    with pytest.raises(TooFarError, match="too far from today"):
        resolve_day(text, TODAY, Tense.FUTURE)
    with pytest.raises(TooFarError, match="too far from today"):
        resolve_moment(text, NOW, Tense.FUTURE)


@pytest.mark.parametrize("today", [date.min, date.max])
def test_the_first_and_the_last_day_of_the_calendar_have_an_end(today: date) -> None:
    with pytest.raises(TooFarError):
        resolve_day("yesterday" if today == date.min else "tomorrow", today, Tense.FUTURE)
    assert resolve_day("today", today, Tense.PAST) == today


@law(200)
@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), TENSES, st.sampled_from(WEEKDAYS))
def test_a_weekday_is_the_nearest_one_in_its_direction_but_not_today(
    today: date, tense: Tense, name: str
) -> None:
    day = resolve_day(name, today, tense)
    assert day == resolve_day(name[:3].upper(), today, tense)
    assert day.strftime("%A").lower() == name
    assert 1 <= (day - today).days * tense.value <= 7


@law(200)
@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), TENSES, st.integers(0, 9999), st.data())
def test_a_count_is_that_many_days_and_a_sign_wins_over_the_tense(
    today: date, tense: Tense, count: int, data: st.DataObject
) -> None:
    unit, days = data.draw(st.sampled_from([("d", 1), ("w", 7)]))
    span = timedelta(days=count * days)
    for start in ("", "today", "today ", " Today\t"):
        assert resolve_day(f"{start}+{count}{unit}", today, tense) == today + span
        assert resolve_day(f"{start}- {count}{unit}", today, tense) == today - span
    assert resolve_day(f"{count}{unit}", today, tense) == today + span * tense.value


@law(200)
@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)),
    st.integers(-14 * 60, 14 * 60),
    TENSES,
    st.sampled_from(("today", "tomorrow", "yesterday", "today + 9d", *WEEKDAYS)),
)
def test_a_day_is_the_same_midnight_in_utc_whether_named_by_a_word_or_by_its_date(
    clock: datetime, minutes: int, tense: Tense, word: str
) -> None:
    now = clock.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    day = resolve_day(word, now.astimezone(UTC).date(), tense)
    assert resolve_moment(word, now, tense) == resolve_moment(day.isoformat(), now, tense)
    assert resolve_moment("today", now, tense) <= now


@law(300)
@given(st.text(st.sampled_from("todaymrwsfi+-0139dwhg \t٣"), max_size=12), TENSES)
def test_no_text_fails_otherwise(text: str, tense: Tense) -> None:
    with suppress(DateError):
        assert isinstance(resolve_day(text, TODAY, tense), date)
    with suppress(DateError):
        assert resolve_moment(text, NOW, tense).tzinfo is UTC


def test_the_names_of_days_are_known() -> None:
    assert all(map(is_day_name, ["today", "Tomorrow", "YESTERDAY", "mon", "Sunday"]))
    assert not any(map(is_day_name, ["", "now", "mo", "sund", "7d"]))
