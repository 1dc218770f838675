"""Working time: which days are worked on, and on which day a number of hours of work ends.

Working time counts in microseconds, and a working day follows the last one without a gap. Its
origin is the beginning of the year 1. A point between two days is both the end of the first and the
beginning of the second, so there is a function for each.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from jticket.model.effort import hours_to_length

if TYPE_CHECKING:
    from jticket.model.settings import Settings

_DAYS_PER_WEEK = 7


@dataclass(frozen=True)
class Calendar:
    """The working time of a project.

    `working_days` are weekdays as `date.weekday` counts them, at least one; `holidays` are days on
    which nobody works; `hours_per_day` is more than zero.
    """

    hours_per_day: float = 8.0
    working_days: frozenset[int] = frozenset(range(5))
    holidays: frozenset[date] = frozenset()

    def start(self, day: date) -> int:
        """Returns the point at which work begins on a day, or on the next working day."""
        return self._working_days_through(day.toordinal() - 1) * self._day_length

    def end(self, day: date) -> int:
        """Returns the point of a day's last working hour, or of the working day before."""
        return self._working_days_through(day.toordinal()) * self._day_length

    def start_day(self, point: int) -> date:
        """Returns the day on which work begins that starts at a point.

        Beyond the years 1 to 9999 it is their first or last day, as for `end_day`.
        """
        return self._working_day(point // self._day_length)

    def end_day(self, point: int) -> date:
        """Returns the day on which work ends that is finished at a point."""
        return self._working_day(-(-point // self._day_length) - 1)

    def days_between(self, first: date, last: date) -> int:
        """Returns the number of working days from one day to another; negative if it is earlier."""
        through = self._working_days_through
        return through(last.toordinal()) - through(first.toordinal())

    @cached_property
    def _day_length(self) -> int:
        return max(1, hours_to_length(self.hours_per_day))

    @cached_property
    def _weekdays(self) -> tuple[int, ...]:
        return tuple(sorted(self.working_days))

    @cached_property
    def _days_off(self) -> list[int]:
        """The holidays on weekdays that are worked on, as ordinals."""
        return sorted(
            day.toordinal() for day in self.holidays if day.weekday() in self.working_days
        )

    @cached_property
    def _worked_before(self) -> list[int]:
        """The number of working days before each of `_days_off`."""
        return [
            self._weekdays_through(day_off) - 1 - number
            for number, day_off in enumerate(self._days_off)
        ]

    def _weekdays_through(self, ordinal: int) -> int:
        """Returns how many days up to an ordinal are on working weekdays; day 1 is a Monday."""
        weeks, rest = divmod(ordinal, _DAYS_PER_WEEK)
        return weeks * len(self._weekdays) + bisect_left(self._weekdays, rest)

    def _working_days_through(self, ordinal: int) -> int:
        return self._weekdays_through(ordinal) - bisect_right(self._days_off, ordinal)

    def _working_day(self, number: int) -> date:
        """Returns the working day of a number, from 0."""
        if number < 0:
            return date.min
        weeks, rest = divmod(
            number + bisect_right(self._worked_before, number), len(self._weekdays)
        )
        ordinal = weeks * _DAYS_PER_WEEK + self._weekdays[rest] + 1
        return date.fromordinal(min(ordinal, date.max.toordinal()))


def calendar_of(settings: Settings) -> Calendar:
    """Returns the working time that the settings describe."""
    return Calendar(settings.hours_per_day, settings.working_days, settings.holidays)
