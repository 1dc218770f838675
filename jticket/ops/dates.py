"""Dates that a user typed: moments to ask the history about, and the ISO dates that files hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import UsageError
from jticket.model.dates import DateError, Tense, resolve_moment
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from datetime import datetime

    from jticket.errors import Argument


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
