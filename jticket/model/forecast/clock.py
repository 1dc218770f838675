"""The working time of moments, so that what took two working days takes two in a forecast.

A working day lasts from midnight to midnight in UTC and counts `hours_per_day`: half of it is over
at noon. When people work on a day does not matter, since the past and the future are measured with
the same clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from jticket.model.effort import MICROSECONDS_PER_HOUR, hours_to_length

if TYPE_CHECKING:
    from datetime import date, datetime

    from jticket.model.calendar import Calendar

_SECONDS_PER_DAY = 86_400
_LATEST = 1e7
"""Hours after which a forecast means never."""


@dataclass(frozen=True, slots=True)
class WorkClock:
    """Turns moments into points of working time, in hours, and points into days."""

    calendar: Calendar

    def point(self, moment: datetime) -> float:
        """Returns the working time of a moment; a day off has none."""
        moment = moment.astimezone(UTC)
        day = moment.date()
        start, end = self.start(day), self.calendar.end(day) / MICROSECONDS_PER_HOUR
        seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
        return start + max(0.0, end - start) * seconds / _SECONDS_PER_DAY

    def start(self, day: date) -> float:
        """Returns the point at which a day begins, or the next working day."""
        return self.calendar.start(day) / MICROSECONDS_PER_HOUR

    def end(self, day: date) -> float:
        """Returns the point at which a day ends, or the working day before."""
        return self.calendar.end(day) / MICROSECONDS_PER_HOUR

    def day(self, point: float) -> date:
        """Returns the day on which work ends that is finished at a point."""
        return self.calendar.end_day(hours_to_length(min(point, _LATEST * 10)))
