"""Effort: durations as people write them, in working hours."""

from __future__ import annotations

import math
import re

DAYS_PER_WEEK = 5
MICROSECONDS_PER_HOUR = 3_600_000_000
"""How many units of working time make an hour.

Whole numbers keep sums exact, whatever the order of the terms: with floating point, rounding
would now and then give a critical ticket some slack. What is written in hours and minutes, with
up to six decimals, is a whole number of microseconds; so is 20 minutes, which no decimal fraction
of an hour is.
"""

_NUMBER = r"\d{1,6}(?:\.\d{1,6})?"
_DURATION = re.compile(
    rf"(?=\d)(?:({_NUMBER})w)?\s*+(?:({_NUMBER})d)?\s*+(?:({_NUMBER})h)?\s*+(?:({_NUMBER})m)?",
    re.ASCII,
)
_BARE = re.compile(_NUMBER, re.ASCII)


def parse_effort(text: str, hours_per_day: float) -> float | None:
    """Returns the hours in a duration: `90m`, `6h`, `1.5d`, `1w`, `1d 4h`; None if invalid.

    A bare number is hours, a day has `hours_per_day`, a week five days.
    """
    text = text.strip()
    if _BARE.fullmatch(text):
        return float(text)
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    weeks, days, hours, minutes = (float(part) if part else 0.0 for part in match.groups())
    return (weeks * DAYS_PER_WEEK + days) * hours_per_day + hours + minutes / 60


def hours_to_length(hours: float) -> int:
    """Returns hours as a length in microseconds; negative hours count as none."""
    return max(0, round(hours * MICROSECONDS_PER_HOUR))


def format_hours(hours: float) -> str:
    """Returns hours for people: `6h`, `1.5h`, `0.33h`."""
    return f"{round(hours, 2):g}h" if hours < 100_000 else f"{hours:.0f}h"


def working_days(hours: float, hours_per_day: float) -> int:
    """Returns full working days, half a day rounded up: 228 hours are 29 days of eight."""
    # Rounded first, so that half a day stays one where the division is not exact.
    return math.floor(round(hours / hours_per_day, 9) + 0.5)
