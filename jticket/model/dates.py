"""Dates and timestamps as the format writes them: ISO 8601, in UTC."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

_TIMESTAMP = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII
)
_AGE = re.compile(r"(\d{1,4})([hdw])(?: ago)?", re.ASCII)
_HOURS = {"h": 1, "d": 24, "w": 7 * 24}
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


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


def parse_since(text: str, now: datetime) -> datetime | None:
    """Returns the moment of a timestamp, a date or an age (`12h`, `30d`, `2w`); None if invalid."""
    if match := _AGE.fullmatch(text.strip()):
        with suppress(OverflowError):  # before the year 1
            return now - timedelta(hours=int(match[1]) * _HOURS[match[2]])
        return None
    return parse_timestamp(text.strip())


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
