"""Tickets counted: hours, what is done of them, and progress."""

from __future__ import annotations

from dataclasses import replace

import pytest
from graphs import SETTINGS

from jticket.model.effort import working_days
from jticket.model.graph import Graph
from jticket.model.stats.tally import Tally, statistics, tally
from jticket.model.ticket import Ticket

TICKETS = [
    Ticket("JJM-001", status="done", effort_hours=6, assignee="ana"),
    Ticket("JJM-002", status="review", effort_hours=2, assignee="ana"),
    Ticket("JJM-003", status="odd", effort_hours=None),
    Ticket("JJM-004", status="cancelled", effort_hours=100),
]


@pytest.mark.parametrize(
    ("hours", "per_day", "days"),
    [
        (86, 8, 11),
        (228, 8, 29),
        (314, 8, 39),
        (4, 8, 1),
        (3.99, 8, 0),
        (12, 8, 2),
        (0, 8, 0),
        (20, 8, 3),
        (11.4, 7.6, 2),
        (0.35, 0.1, 4),
    ],
)
def test_half_a_working_day_rounds_up(hours: float, per_day: float, days: int) -> None:
    assert working_days(hours, per_day) == days


def test_done_and_cancelled_tickets_are_counted_separately() -> None:
    assert tally(TICKETS, SETTINGS) == Tally(
        tickets=4,
        done=1,
        cancelled=1,
        effort_hours=108,
        done_hours=6,
        cancelled_hours=100,
        missing_effort=1,
    )
    assert tally(TICKETS, SETTINGS).open == 2
    assert tally(TICKETS, SETTINGS).open_hours == 2


def test_progress_is_measured_in_hours_without_cancelled_work() -> None:
    assert tally([*TICKETS[:2], TICKETS[3]], SETTINGS).progress == 6 / 8
    without_effort = Ticket("JJM-005", status="cancelled")
    assert tally([*TICKETS[:2], without_effort], SETTINGS).progress == 6 / 8


def test_progress_is_measured_in_tickets_if_one_has_no_hours() -> None:
    assert tally(TICKETS, SETTINGS).progress == 1 / 3


def test_a_ticket_without_an_effort_counts_the_default_and_an_epic_nothing() -> None:
    settings = replace(SETTINGS, default_effort=4)
    tickets = [Ticket("JJM-001"), Ticket("JJM-002", ticket_type="epic")]
    assert tally(tickets, settings).effort_hours == 4


def test_there_is_no_progress_where_there_is_nothing_to_do() -> None:
    assert tally([], SETTINGS).progress is None
    assert tally(TICKETS[3:], SETTINGS).progress is None


def test_a_share_is_measured_in_hours_or_else_in_tickets() -> None:
    total = tally([*TICKETS[:2], TICKETS[3]], SETTINGS)
    assert tally(TICKETS[:1], SETTINGS).share_of(total) == 6 / 108
    assert tally(TICKETS[:1], SETTINGS).share_of(tally(TICKETS, SETTINGS)) == 1 / 4
    assert Tally(tickets=1).share_of(Tally(tickets=4)) == 1 / 4
    assert Tally().share_of(Tally()) == 0


def test_many_small_efforts_add_up_without_rounding_errors() -> None:
    tickets = [Ticket(f"JJM-{n}", status="done", effort_hours=0.1) for n in range(10)]
    total = tally(tickets, SETTINGS)
    assert total.effort_hours == 1
    assert total.open_hours == 0


def test_each_key_is_counted_separately() -> None:
    figures = statistics(
        TICKETS, ["assignee", "status"], Graph(TICKETS, SETTINGS), {"assignee": ["zoe"]}
    )
    assert [grouping.key for grouping in figures.by] == ["assignee", "status"]
    assert [(value, total.tickets) for value, total in figures.by[0].tallies] == [
        ("ana", 2),
        ("zoe", 0),
        ("", 2),
    ]
    assert figures.by[0].tallies[0][1].progress == 6 / 8
