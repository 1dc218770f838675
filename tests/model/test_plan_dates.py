"""The dates of a plan, and what is late."""

from __future__ import annotations

from datetime import date

import pytest
from graphs import SETTINGS, law
from hypothesis import given
from hypothesis import strategies as st
from plans import efforts

from jticket.model.calendar import Calendar
from jticket.model.effort import hours_to_length
from jticket.model.graph import Graph
from jticket.model.planning.deadlines import deadlines
from jticket.model.planning.plan import plan
from jticket.model.planning.plan_dates import PlanDates, hours_until, plan_dates
from jticket.model.ticket import Ticket

WEDNESDAY, FRIDAY, SATURDAY = date(2025, 10, 1), date(2025, 10, 3), date(2025, 10, 4)
CALENDAR = Calendar(8, frozenset(range(5)), frozenset({date(2025, 10, 6)}))


def dated(*tickets: Ticket, start: date = WEDNESDAY, workers: int | None = None) -> PlanDates:
    graph = Graph(tickets, SETTINGS)
    due = deadlines(graph, CALENDAR, {})
    return plan_dates(plan(graph, workers=workers), CALENDAR, due, start)


def days(result: PlanDates) -> dict[str, tuple[str, str]]:
    return {
        ticket_id: (dates.start_date.isoformat(), dates.finish_date.isoformat())
        for ticket_id, dates in result.tickets.items()
    }


def test_hours_become_dates_by_working_days_and_holidays() -> None:
    result = dated(
        Ticket("JJM-001", effort_hours=8),
        Ticket("JJM-002", effort_hours=12, dependencies=("JJM-001",)),
        Ticket("JJM-003", effort_hours=5, dependencies=("JJM-002",)),
    )
    assert days(result) == {
        "JJM-001": ("2025-10-01", "2025-10-01"),
        "JJM-002": ("2025-10-02", "2025-10-03"),
        "JJM-003": ("2025-10-03", "2025-10-07"),
    }
    assert result.finish == date(2025, 10, 7)


@pytest.mark.parametrize(
    ("start", "first"),
    [(WEDNESDAY, "2025-10-01"), (SATURDAY, "2025-10-07"), (FRIDAY, "2025-10-03")],
)
def test_a_ticket_of_no_effort_starts_and_ends_on_the_day_on_which_work_reaches_it(
    start: date, first: str
) -> None:
    result = dated(
        Ticket("JJM-001", effort_hours=0),
        Ticket("JJM-002", effort_hours=8, dependencies=("JJM-001",)),
        Ticket("JJM-003", effort_hours=0, dependencies=("JJM-002",)),
        start=start,
    )
    assert set(days(result).values()) == {(first, first)}
    assert dated(start=start).finish.isoformat() == first


def test_tickets_are_late_by_the_working_hours_after_their_deadline() -> None:
    result = dated(
        Ticket("JJM-001", effort_hours=20),
        Ticket("JJM-002", effort_hours=8, dependencies=("JJM-001",), due="2025-10-03"),
        Ticket("JJM-003", effort_hours=8, due="2025-10-01"),
        Ticket("JJM-004", effort_hours=8),
    )
    late = {key: dates.late_by_hours for key, dates in result.tickets.items()}
    assert late == {"JJM-001": 4, "JJM-002": 4, "JJM-003": 0, "JJM-004": 0}
    assert result.late == ("JJM-001", "JJM-002")
    assert result.by_deadline == ("JJM-001", "JJM-003", "JJM-002")


def test_with_workers_the_dates_are_those_of_the_schedule() -> None:
    tickets = [Ticket(f"JJM-00{n}", effort_hours=8) for n in (1, 2, 3)]
    assert dated(*tickets, workers=1).finish == FRIDAY
    assert dated(*tickets, workers=2).finish == date(2025, 10, 2)
    assert dated(*tickets).finish == WEDNESDAY


def test_hours_until_a_day_are_those_that_are_worked_before_it() -> None:
    assert hours_until(CALENDAR, WEDNESDAY, FRIDAY) == 16
    assert hours_until(CALENDAR, WEDNESDAY, date(2025, 10, 7)) == 24
    assert hours_until(CALENDAR, FRIDAY, WEDNESDAY) == 0


@law(100)
@given(efforts(), st.dates(date(2025, 9, 1), date(2025, 11, 1)), st.sampled_from([None, 1, 2]))
def test_dates_follow_each_other_as_the_hours_do(
    tickets: list[Ticket], start: date, workers: int | None
) -> None:
    graph = Graph(tickets, SETTINGS)
    planned = plan(graph, workers=workers)
    result = plan_dates(planned, CALENDAR, {}, start)
    assert set(result.tickets) == set(planned.expected)
    for ticket_id, dates in result.tickets.items():
        span = planned.expected[ticket_id]
        assert start <= dates.start_date <= dates.finish_date <= result.finish
        full_days = -(-hours_to_length(span.finish) // hours_to_length(8))
        worked = [
            number
            for number in range(start.toordinal(), dates.finish_date.toordinal() + 1)
            if date.fromordinal(number).weekday() < 5
            and date.fromordinal(number) not in CALENDAR.holidays
        ]
        assert len(worked) == max(full_days, 1)


def test_a_ticket_of_no_effort_is_late_from_the_day_after_its_deadline() -> None:
    result = dated(
        Ticket("JJM-001", effort_hours=0, due="2025-09-30"),
        Ticket("JJM-002", effort_hours=0, due="2025-10-01"),
    )
    assert result.late == ("JJM-001",)
