"""Dates that a user typed, as moments in the history and as the ISO dates that files contain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import UsageError
from jticket.model.dates import DateError, Tense, resolve_day, resolve_moment
from jticket.model.field import Shape
from jticket.model.schema import BY_KEY
from jticket.model.settings import CustomType
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from datetime import date, datetime

    from jticket.errors import Argument
    from jticket.model.settings import Settings


def day_asked_for(text: str, today: date, argument: Argument) -> date:
    """Returns the day that an argument names; a count such as `7d` is that far ahead.

    Raises:
        UsageError: the text is not a date.
    """
    try:
        return resolve_day(text, today, Tense.FUTURE)
    except DateError as error:
        raise UsageError(error.message, error.hint, argument=argument) from None


def moment_asked_for(text: str, now: datetime, argument: Argument) -> datetime:
    """Returns the moment that an argument names; an age such as `30d` is that long ago.

    Raises:
        UsageError: the text is neither a date nor a time.
    """
    try:
        return resolve_moment(text, now, Tense.PAST)
    except DateError as error:
        raise UsageError(error.message, error.hint, argument=argument) from None


def past_moment(text: str, now: datetime, argument: Argument) -> datetime:
    """Returns the moment that an argument names, which is not after now.

    Raises:
        UsageError: the text is neither a date nor a time, or lies in the future.
    """
    moment = moment_asked_for(text, now, argument)
    if moment > now:
        raise UsageError(f"{quoted(text)} is in the future", argument=argument)
    return moment


def holds_a_day(key: str, settings: Settings) -> bool:
    """Returns whether the values of a key are days: a declared field's or a custom one's."""
    field, custom = BY_KEY.get(key), settings.custom_field(key)
    if field is not None:
        return field.shape is Shape.DATE
    return custom is not None and custom.type is CustomType.DATE


def stored_day(text: str, today: date) -> str:
    """Returns the ISO date that a file holds for a day as a user types it; "" for none.

    Raises:
        DateError: the text is not a date.
    """
    return resolve_day(text, today, Tense.FUTURE).isoformat() if text else ""
