"""Dates and times, as files contain them (ISO 8601, in UTC) and as people type them.

Files contain only ISO dates and timestamps. Whatever a user types (`tomorrow`, `friday`, `+3d`) is
resolved when it is typed, by `resolve_day` or `resolve_moment`, the only readers of these words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

_TIMESTAMP = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = re.compile(r"\d{1,6}[hdw]")
_DAYS_FROM_TODAY = {"yesterday": -1, "today": 0, "tomorrow": 1}
_SPANS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_DAYS_PER_WEEK = 7
_ABBREVIATION = 3
_LONGEST = 40
_NEAR_TODAY = re.compile(
    r"(?P<day>[a-z]{3,9})?\s*(?:(?P<sign>[+-])?\s*(?P<count>\d{1,6})(?P<unit>[hdw])(?P<ago>\s+ago)?)?",
    re.ASCII,
)

Computed = TypeVar("Computed", date, datetime)

DAY_HINT = "write 2025-10-31, tomorrow, friday, +3d or today + 2w"
MOMENT_HINT = "write 2025-10-31, 2025-10-31T09:30:00Z, yesterday, monday, 30d, 2w or 12h"


class Tense(Enum):
    """Whether `7d` and `friday` are meant as past or future: 7 days ago, the coming Friday."""

    PAST = -1
    FUTURE = 1


class DateError(Exception):
    """Raised when a text that a user typed is not a date; `hint` lists the valid forms."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class NotADayError(DateError):
    """Raised when a text does not name a day."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{quoted(text)} is not a date", DAY_HINT)


class NotAMomentError(DateError):
    """Raised when a text names neither a day nor a time."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{quoted(text)} is not a date or time", MOMENT_HINT)


class TooFarError(DateError):
    """Raised when a date lies outside the years 1 to 9999."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{quoted(text)} is too far from today")


def parse_timestamp(text: str) -> datetime | None:
    """Returns the moment in UTC; None if the text is not a timestamp.

    A date alone is its midnight, a time without a zone is in UTC.
    """
    if not _TIMESTAMP.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def parse_date(text: str) -> date | None:
    """Returns the day; None if the text is not a date."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def resolve_day(text: str, today: date, tense: Tense) -> date:
    """Returns the day that a user means: an ISO date, or words that count from `today`.

    A weekday is the nearest one after today, or before it in the past tense, and never today. A
    count without a sign lies in the direction of the tense; `ago` is always past.

    Raises:
        NotADayError: the text does not name a day, such as `12h` or a timestamp.
        TooFarError: the day is outside the years 1 to 9999.
    """
    stripped = text.strip()
    if (day := parse_date(stripped)) is not None:
        return day
    near = _near_today(stripped, tense)
    if near is None or near.has_hours:
        raise NotADayError(text)
    return _checked(text, lambda: near.day(today) + near.offset)


def resolve_moment(text: str, now: datetime, tense: Tense) -> datetime:
    """Returns the moment that a user means, in UTC: a timestamp, a day, or words.

    A day is its midnight in UTC, whichever words name it, and today is the day in UTC, so that it
    is never in the future. A count alone, as in `12h` or `30d`, is from now.

    Raises:
        NotAMomentError: the text names neither a day nor a time.
        TooFarError: the moment is outside the years 1 to 9999.
    """
    stripped = text.strip()
    if (moment := parse_timestamp(stripped)) is not None:
        return moment
    near = _near_today(stripped, tense)
    if near is None:
        raise NotAMomentError(text)
    now = now.astimezone(UTC)
    if near.name is None:
        return _checked(text, lambda: now + near.offset)
    return _checked(text, lambda: datetime.combine(near.day(now.date()), time(), UTC) + near.offset)


def names_a_day(text: str) -> bool:
    """Returns whether a text names a day and not a time of day: `7d`, but not `12h`."""
    near = _near_today(text.strip(), Tense.FUTURE)
    return parse_date(text.strip()) is not None or (near is not None and not near.has_hours)


def is_time_span(word: str) -> bool:
    """Returns whether a word is a number of hours, days or weeks without a sign, as `7d`."""
    return _SPAN.fullmatch(word.lower()) is not None


def is_day_name(word: str) -> bool:
    """Returns whether a word is today, tomorrow, yesterday or a weekday."""
    word = word.lower()
    return word in _DAYS_FROM_TODAY or _weekday(word) is not None


@dataclass(frozen=True, slots=True)
class _NearToday:
    """A day by its name, None for no name, and an offset from it or from now."""

    name: str | None
    offset: timedelta
    tense: Tense
    has_hours: bool = False

    def day(self, today: date) -> date:
        """Returns the day that is named, or today."""
        if self.name is None:
            return today
        weekday = _weekday(self.name)
        if weekday is None:
            return today + timedelta(days=_DAYS_FROM_TODAY[self.name])
        direction = self.tense.value
        distance = direction * (weekday - today.weekday()) % _DAYS_PER_WEEK or _DAYS_PER_WEEK
        return today + timedelta(days=direction * distance)


def _near_today(text: str, tense: Tense) -> _NearToday | None:
    match = _NEAR_TODAY.fullmatch(text.lower()) if 0 < len(text) <= _LONGEST else None
    if match is None:
        return None
    name, sign, count, unit, ago = match.group("day", "sign", "count", "unit", "ago")
    if name is not None and (not is_day_name(name) or (count and not sign)):
        return None
    if ago and (name or sign):
        return None
    if not count:
        return _NearToday(name, timedelta(), tense)
    is_back = sign == "-" or bool(ago) or (sign is None and tense is Tense.PAST)
    offset = int(count) * _SPANS[unit]
    return _NearToday(name, -offset if is_back else offset, tense, has_hours=unit == "h")


def _weekday(name: str) -> int | None:
    """Returns the number of a weekday, from Monday, by its name or three first characters."""
    return next(
        (n for n, weekday in enumerate(_WEEKDAYS) if name in (weekday, weekday[:_ABBREVIATION])),
        None,
    )


def _checked(text: str, compute: Callable[[], Computed]) -> Computed:
    try:
        return compute()
    except OverflowError:
        raise TooFarError(text) from None


def format_timestamp(moment: datetime) -> str:
    """Returns a moment as tickets hold it: `2025-10-01T09:30:00Z`."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def age(since: datetime, now: datetime) -> str:
    """Returns how long ago a moment is, in its largest unit: `5h`, `3d`, `7w`, `4mo`, `2y`."""
    hours = max((now - since).total_seconds(), 0) / 3600
    days = hours / 24
    if days < 1:
        return f"{int(hours)}h"
    if days < 21:
        return f"{int(days)}d"
    if days < 90:
        return f"{int(days / 7)}w"
    return f"{int(days / 30.44)}mo" if days < 730 else f"{int(days / 365.25)}y"
