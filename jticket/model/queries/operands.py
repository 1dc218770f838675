"""The values that the words of a query mean, and how a ticket's text compares with each.

Days, such as `due`, count from the day of `now` in its own time zone; moments, such as `created`,
from the day in UTC. `now` is None where nothing may depend on the clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from jticket.model.dates import (
    DateError,
    NotADayError,
    NotAMomentError,
    Tense,
    names_a_day,
    parse_date,
    parse_timestamp,
    resolve_day,
    resolve_moment,
)
from jticket.model.effort import parse_effort
from jticket.model.queries.query import QueryError
from jticket.model.validation import NUMBER
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from jticket.model.queries.query import Word

Key: TypeAlias = "str | float"
Measure: TypeAlias = "Callable[[str], Key | None]"
Resolved = TypeVar("Resolved", date, datetime)

ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""The clock where nothing may depend on it."""

_DAYS = re.compile(r"(\d{1,6})([dw])", re.ASCII)
_DAYS_PER_UNIT = {"d": 1, "w": 7}


class ClockError(QueryError):
    """Raised when a query depends on the clock where that is not allowed."""

    def __init__(self, at: Word) -> None:
        super().__init__(f"{quoted(at.text)} depends on the clock", at)


@dataclass(frozen=True, slots=True)
class Operand:
    """The value of a word, and how a ticket's text is converted to compare with it."""

    key: Key
    measure: Measure

    def meets(self, text: str) -> bool:
        """Returns whether a ticket's text equals the value."""
        return self.measure(text) == self.key


def number_operand(word: Word) -> Operand:
    """Returns a number.

    Raises:
        QueryError: the word is not one.
    """
    if not NUMBER.fullmatch(word.text):
        raise QueryError(f"{quoted(word.text)} is not a number", word)
    return Operand(float(word.text), _number)


def duration_operand(word: Word, hours_per_day: float) -> Operand:
    """Returns a duration in hours.

    Raises:
        QueryError: the word is not one.
    """
    hours = parse_effort(word.text, hours_per_day)
    if hours is None:
        message = f"{quoted(word.text)} is not a duration"
        raise QueryError(message, word, "write 90m, 6h, 1.5d, 1w or '1d 4h'")
    return Operand(hours, lambda text: parse_effort(text, hours_per_day))


def day_operand(word: Word, now: datetime | None) -> Operand:
    """Returns a day, which is meant in the future.

    Raises:
        QueryError: the word is not one.
    """
    day = parse_date(word.text)
    if day is None:
        if word.quoted:
            raise _query_error(NotADayError(word.text), word)
        day = _resolved(
            word, now, lambda moment: resolve_day(word.text, moment.date(), Tense.FUTURE)
        )
    return Operand(day.toordinal(), _ordinal)


def moment_operand(word: Word, now: datetime | None) -> Operand:
    """Returns a moment, which is meant in the past.

    A day stands for all of it: only where the word has a time of day is it compared to the second.

    Raises:
        QueryError: the word is not one.
    """
    text = word.text
    if (day := parse_date(text)) is not None:
        return Operand(day.toordinal(), _ordinal)
    if names_a_day(text) and not word.quoted:
        day = _resolved(
            word, now, lambda moment: resolve_day(text, moment.astimezone(UTC).date(), Tense.PAST)
        )
        return Operand(day.toordinal(), _ordinal)
    moment = parse_timestamp(text)
    if moment is None and word.quoted:
        raise _query_error(NotAMomentError(text), word)
    if moment is None:
        moment = _resolved(word, now, lambda moment: resolve_moment(text, moment, Tense.PAST))
    return Operand(moment.timestamp(), _timestamp)


def age_operand(word: Word, now: datetime | None) -> Operand:
    """Returns a number of days, and how old a ticket is that was created at some time.

    Raises:
        QueryError: the word is not a number of days.
    """
    match = _DAYS.fullmatch(word.text.lower())
    if match is None:
        raise QueryError(f"{quoted(word.text)} is not a number of days", word, "write 30d or 2w")
    if now is None:
        raise ClockError(word)
    today = now.astimezone(UTC).toordinal()

    def age(text: str) -> float | None:
        created = _ordinal(text)
        return None if created is None else today - created

    return Operand(float(int(match[1]) * _DAYS_PER_UNIT[match[2]]), age)


def _resolved(
    word: Word, now: datetime | None, resolve: Callable[[datetime], Resolved]
) -> Resolved:
    """Returns what a word means at the current time.

    Raises:
        QueryError: the word is not a date.
        ClockError: it is, but nothing may depend on the clock.
    """
    try:
        value = resolve(now or ANY_TIME)
    except DateError as error:
        raise _query_error(error, word) from None
    if now is None:
        raise ClockError(word)
    return value


def _query_error(error: DateError, word: Word) -> QueryError:
    return QueryError(error.message, word, error.hint)


def _ordinal(text: str) -> float | None:
    """Returns the day of a date or timestamp in UTC, as a number."""
    moment = parse_timestamp(text)
    return None if moment is None else float(moment.date().toordinal())


def _timestamp(text: str) -> float | None:
    moment = parse_timestamp(text)
    return None if moment is None else moment.timestamp()


def _number(text: str) -> float | None:
    return float(text) if NUMBER.fullmatch(text) else None
