"""The order of `next` against its definition, computed ticket by ticket."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from graphs import SETTINGS, law, projects
from hypothesis import given
from hypothesis import strategies as st

from jticket.model.effort import hours_to_length
from jticket.model.graph import Graph
from jticket.model.ids import sort_key
from jticket.model.planning.deadlines import deadlines_of
from jticket.model.planning.next_ticket import next_ticket
from jticket.model.planning.plan import plan
from jticket.model.ticket import Ticket

TODAY = date(2025, 10, 3)  # a Friday


@st.composite
def dated(draw: st.DrawFn) -> list[Ticket]:
    """Draws projects with priorities, efforts and due days around today."""
    days = st.integers(1, 12).map(lambda day: f"2025-10-{day:02}")
    return [
        replace(
            ticket,
            priority=draw(st.sampled_from(["low", "normal", "high", "unknown"])),
            effort_hours=draw(st.sampled_from([None, 0.0, 4.0, 8.0])),
            due=draw(st.one_of(st.just(""), days)),
        )
        for ticket in draw(projects())
    ]


def waits(graph: Graph, ticket: Ticket) -> float:
    """Returns the hours of the planned tickets that can't start before another is done."""
    network = plan(graph).timings
    held = {ticket.id}
    grown = True
    while grown:
        grown = False
        for other in graph.tickets.values():
            needed = (*graph.dependencies(other), *graph.inherited_dependencies(other))
            below = [key for need in needed for key in under(graph, need)]
            waiting = {*below, *graph.children(other.id)} & held
            if other.id not in held and other.id in network and waiting:
                held.add(other.id)
                grown = True
    hours = (graph.tickets[key].effort_hours or 0.0 for key in held - {ticket.id})
    return sum(map(hours_to_length, hours))


def under(graph: Graph, ticket_id: str) -> list[str]:
    """Returns a ticket and all tickets below it."""
    seen = [ticket_id]
    for key in seen:
        seen += [child for child in graph.children(key) if child not in seen]
    return seen


@law(300)
@given(dated())
def test_next_is_the_least_by_start_priority_day_and_id(tickets: list[Ticket]) -> None:
    graph = Graph(tickets, SETTINGS, TODAY)
    chosen = next_ticket(graph, tickets, "")
    ready = [ticket for ticket in graph.tickets.values() if graph.is_ready(ticket)]
    assert (chosen is None) == (not ready)
    if chosen is None:
        return
    deadlines = deadlines_of(graph)
    ranks = {"low": 3, "normal": 2, "unknown": 2, "high": 1}

    def start(ticket: Ticket) -> str:
        deadline = deadlines.get(ticket.id)
        return deadline.must_start_by.isoformat() if deadline else "9999-12-31"

    def key(ticket: Ticket) -> tuple[bool, int, str]:
        return start(ticket) > TODAY.isoformat(), ranks[ticket.priority], start(ticket)

    least = min(map(key, ready))
    assert key(chosen.ticket) == least
    assert chosen.must_start == (start(chosen.ticket) <= TODAY.isoformat())
    equal = [ticket for ticket in ready if key(ticket) == least]
    first = min(equal, key=lambda ticket: (-waits(graph, ticket), sort_key(ticket.id)))
    if not plan(graph).left_out:  # what waits through a cycle is counted by the network alone
        assert hours_to_length(chosen.held_up_hours) == waits(graph, first)


def chosen_of(*tickets: Ticket, today: date | None = TODAY) -> tuple[str, str]:
    chosen = next_ticket(Graph(tickets, SETTINGS, today), tickets, "")
    assert chosen is not None
    return chosen.ticket.id, chosen.why


@pytest.mark.parametrize(
    ("due", "first"),
    [("2025-10-02", "JJM-002"), ("2025-10-06", "JJM-002"), ("2025-10-07", "JJM-001")],
)
def test_what_must_start_by_today_comes_before_a_higher_priority(due: str, first: str) -> None:
    urgent = Ticket("JJM-002", effort_hours=16, due=due)
    assert chosen_of(Ticket("JJM-001", priority="critical"), urgent)[0] == first


def test_the_reason_names_the_day_to_start_by_where_it_counts() -> None:
    dated = Ticket("JJM-002", effort_hours=16, due="2025-10-06")
    assert chosen_of(dated, Ticket("JJM-001", priority="high"))[1] == (
        "available, must start by 2025-10-03 (deadline 2025-10-06), priority normal, "
        "nothing waits for it"
    )
    later = replace(dated, due="2025-10-08")
    assert chosen_of(later, Ticket("JJM-001"))[1] == (
        "available, priority normal, must start by 2025-10-07 (deadline 2025-10-08), "
        "nothing waits for it"
    )


def test_without_a_clock_nothing_must_start_by_today() -> None:
    urgent = Ticket("JJM-002", effort_hours=16, due="2025-10-02")
    assert chosen_of(Ticket("JJM-001", priority="high"), urgent, today=None)[0] == "JJM-001"
