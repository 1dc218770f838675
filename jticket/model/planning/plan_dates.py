"""The dates of a plan: when each ticket is expected to start and finish, and which are late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.effort import MICROSECONDS_PER_HOUR, hours_to_length
from jticket.model.ids import sort_key
from jticket.model.parking import wait_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from jticket.model.calendar import Calendar
    from jticket.model.graph import Graph
    from jticket.model.planning.deadlines import Deadline
    from jticket.model.planning.plan import Plan


@dataclass(frozen=True, slots=True)
class TicketDates:
    """When a ticket is expected to start and finish, its deadline, and by how much it misses it.

    `late_by_hours` are working hours, 0 if the deadline is met or there is none.
    """

    start_date: date
    finish_date: date
    deadline: Deadline | None
    late_by_hours: float

    @property
    def is_late(self) -> bool:
        """Whether it misses its deadline; without any effort, that may be by no working hour."""
        if self.deadline is None:
            return False
        return self.late_by_hours > 0 or self.finish_date > self.deadline.day


@dataclass(frozen=True, slots=True)
class PlanDates:
    """The dates of all planned tickets by ID; the plan starts on `start` and ends on `finish`."""

    start: date
    finish: date
    tickets: Mapping[str, TicketDates]

    @property
    def late(self) -> tuple[str, ...]:
        """The tickets that miss their deadline, the one that must start first comes first."""
        return tuple(key for key in self.by_deadline if self.tickets[key].is_late)

    @property
    def by_deadline(self) -> tuple[str, ...]:
        """The tickets that have a deadline, in the order in which they must start."""
        must_start = {
            ticket_id: dates.deadline.must_start_by
            for ticket_id, dates in self.tickets.items()
            if dates.deadline is not None
        }
        return tuple(sorted(must_start, key=lambda key: (must_start[key], sort_key(key))))


def hours_until(calendar: Calendar, start: date, day: date) -> float:
    """Returns the working hours from the beginning of one day to that of another, from 0."""
    return max(0, calendar.start(day) - calendar.start(start)) / MICROSECONDS_PER_HOUR


def waiting_hours(graph: Graph, calendar: Calendar, start: date) -> dict[str, float]:
    """Returns the working hours from a day on before which tickets can't start, by ID.

    Those are the tickets whose `wait_until` is later than that day.
    """
    return {
        ticket.id: hours_until(calendar, start, day)
        for ticket in graph.tickets.values()
        if (day := wait_day(ticket)) is not None and day > start
    }


def plan_dates(
    plan: Plan, calendar: Calendar, deadlines: Mapping[str, Deadline], start: date
) -> PlanDates:
    """Returns the dates of a plan whose work begins with the first working hour from a day on."""
    origin = calendar.start(start)
    tickets: dict[str, TicketDates] = {}
    finish = origin
    for ticket_id in sorted(plan.expected, key=sort_key):
        span = plan.expected[ticket_id]
        begins, ends = origin + hours_to_length(span.start), origin + hours_to_length(span.finish)
        finish = max(finish, ends)
        deadline = deadlines.get(ticket_id)
        tickets[ticket_id] = TicketDates(
            start_date=_start_day(calendar, begins, ends, start),
            finish_date=_end_day(calendar, ends, start),
            deadline=deadline,
            late_by_hours=deadline.late_by_hours(ends) if deadline else 0.0,
        )
    return PlanDates(start, _end_day(calendar, finish, start), tickets)


def _start_day(calendar: Calendar, begins: int, ends: int, start: date) -> date:
    """Returns the day on which work begins; without any it is the day on which it ends."""
    return _end_day(calendar, ends, start) if begins == ends else calendar.start_day(begins)


def _end_day(calendar: Calendar, point: int, start: date) -> date:
    """Returns the day on which work ends, which is never before the first day of the plan.

    No work at the very beginning is finished on the first working day.
    """
    origin = calendar.start(start)
    return calendar.start_day(origin) if point <= origin else calendar.end_day(point)
