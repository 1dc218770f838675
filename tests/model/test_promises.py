"""Contradicting due days against their definition, over all paths."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from graphs import law, projects
from hypothesis import given
from hypothesis import strategies as st

from jticket.model.graph import Graph
from jticket.model.planning.promises import contradictions
from jticket.model.settings import Milestone, Settings

if TYPE_CHECKING:
    from jticket.model.ticket import Ticket

CLOSED = ("done", "cancelled")
MVP = date(2025, 10, 3)
CONFIG = Settings(prefix="JJM", milestones=(Milestone("MVP", MVP), Milestone("Beta")))


@st.composite
def dated(draw: st.DrawFn) -> list[Ticket]:
    """Draws projects with due days and milestones; few tickets are closed, few are in cycles."""
    days = st.integers(1, 6).map(lambda day: f"2025-10-{day:02}")
    return [
        replace(
            ticket,
            parent_id=ticket.parent_id if ticket.parent_id < ticket.id else "",
            dependencies=tuple(key for key in ticket.dependencies if key < ticket.id),
            status=draw(st.sampled_from(["backlog", "backlog", "backlog", "done"])),
            due=draw(st.one_of(st.just(""), days)),
            milestone=draw(st.sampled_from(["", "", "MVP", "Beta"])),
        )
        for ticket in draw(projects())
    ]


def own(ticket: Ticket) -> str | None:
    days = [ticket.due] if ticket.due else []
    days += [MVP.isoformat()] if ticket.milestone == "MVP" else []
    return min(days, default=None) if ticket.status not in CLOSED else None


def promised(graph: Graph, ticket: Ticket) -> set[tuple[str, str]]:
    """Returns the due days, with their tickets, that a ticket waits for."""
    days: set[tuple[str, str]] = set()
    seen: set[tuple[str, bool]] = set()
    todo = [(ticket.id, False)]  # an ID, and whether its end counts and not its start
    while todo:
        key, is_end = todo.pop()
        current = graph.tickets.get(key)
        if current is None or (key, is_end) in seen or current.status in CLOSED:
            continue
        seen.add((key, is_end))
        if is_end and current.due:
            days.add((current.due, key))
            continue
        needed = (*graph.dependencies(current), *graph.inherited_dependencies(current))
        todo += [(need, True) for need in needed]
        todo += [(child, True) for child in graph.children(key)] if is_end else []
    return days


@law(500)
@given(dated())
def test_a_contradiction_is_a_due_day_before_one_that_the_ticket_waits_for(
    tickets: list[Ticket],
) -> None:
    graph = Graph(tickets, CONFIG)
    reported = {item.due.ticket_id: item for item in contradictions(graph)}
    for ticket in tickets:
        day, waits = own(ticket), promised(graph, ticket)
        latest = max((later for later, _ in waits), default="")
        is_wrong = day is not None and latest > day
        if ticket.id not in reported:
            assert not is_wrong or _is_in_a_cycle(graph)
            continue
        item = reported[ticket.id]
        assert item.due.day.isoformat() == day
        assert (item.later.day.isoformat(), item.later.ticket_id) in waits


def _is_in_a_cycle(graph: Graph) -> bool:
    from jticket.model.cycles import cycles

    return bool(cycles(graph))
