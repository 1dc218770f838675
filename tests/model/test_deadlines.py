"""Deadlines against their definition, computed ticket by ticket over all paths."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from graphs import LONG, SETTINGS, law, numbered, projects
from hypothesis import given
from hypothesis import strategies as st

from jticket.model.calendar import Calendar
from jticket.model.effort import hours_to_length
from jticket.model.graph import Graph
from jticket.model.planning.deadlines import Cause, Deadline, deadlines
from jticket.model.settings import Settings
from jticket.model.ticket import Ticket

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DEFAULT = 3.0
CONFIG = Settings(prefix="JJM", default_effort=DEFAULT)
CALENDAR = Calendar(8, frozenset(range(5)), frozenset({date(2025, 10, 3)}))
MILESTONES = {"MVP": date(2025, 10, 10), "Beta": date(2025, 9, 28)}
CLOSED = ("done", "cancelled")


@st.composite
def dated(draw: st.DrawFn) -> list[Ticket]:
    """Draws projects with efforts, due days and milestones."""
    days = st.integers(1, 20).map(lambda day: f"2025-10-{day:02}")
    return [
        replace(
            ticket,
            effort_hours=draw(st.sampled_from([None, 0.0, 1 / 3, 4.0, 8.0, 20.0])),
            due=draw(st.one_of(st.just(""), days, st.just("later"))),
            milestone=draw(st.sampled_from(["", "", "MVP", "Beta", "Unknown"])),
        )
        for ticket in draw(projects())
    ]


class Literal:
    """The definition, word by word; points are the calendar's."""

    def __init__(self, tickets: Sequence[Ticket]) -> None:
        self.graph = Graph(tickets, CONFIG)
        self.by_id = self.graph.tickets
        self.open = {key for key, ticket in self.by_id.items() if ticket.status not in CLOSED}
        self.cyclic = {
            key
            for key in self.by_id
            for event in ("starts", "closes", "passes on")
            if self._reaches_itself((key, event))
        }

    def _parents(self, key: str) -> list[str]:
        parent = self.graph.parent(self.by_id[key])
        return [parent.id] if parent else []

    def _is_epic(self, key: str) -> bool:
        return self.by_id[key].ticket_type == "epic"

    def _needs(self, key: str) -> list[tuple[str, str]]:
        return [
            (on, "closes") for on in self.graph.dependencies(self.by_id[key]) if on in self.open
        ]

    def _events_before(self, event: tuple[str, str]) -> Iterator[tuple[str, str]]:
        """Yields what an event waits for: a start for needs and children, an end for work below."""
        key, kind = event
        is_work = key in self.open and not self._is_epic(key)
        children = self.graph.children(key)
        if kind == "starts" and is_work:
            yield from ((parent, "passes on") for parent in self._parents(key))
            yield from self._needs(key)
            yield from ((child, "closes") for child in children if child in self.open)
        if kind == "passes on" and (self._is_epic(key) or children):
            yield from ((parent, "passes on") for parent in self._parents(key))
            yield from self._needs(key) if self._is_epic(key) else ()
        if kind == "closes":
            yield from [(key, "starts")] if is_work else []
            if self._is_epic(key) or not is_work:
                yield from ((child, "closes") for child in children)
                if key in self.open and not any(map(self._is_work, self._below(key))):
                    yield key, "passes on"

    def _is_work(self, key: str) -> bool:
        return key in self.open and not self._is_epic(key)

    def _below(self, key: str) -> set[str]:
        below: set[str] = set()
        todo = [key]
        while todo:
            for child in self.graph.children(todo.pop()):
                if child not in below:
                    below.add(child)
                    todo.append(child)
        return below

    def _reaches_itself(self, event: tuple[str, str]) -> bool:
        seen: set[tuple[str, str]] = set()
        todo = [event]
        while todo:
            for before in self._events_before(todo.pop()):
                if before == event:
                    return True
                if before not in seen:
                    seen.add(before)
                    todo.append(before)
        return False

    def _above(self, key: str) -> list[str]:
        above: list[str] = []
        parents = self._parents(key)
        while parents and parents[0] not in above:
            above += parents
            parents = self._parents(parents[0])
        return above

    def _effort(self, key: str) -> int:
        hours = self.by_id[key].effort_hours
        return 0 if self._is_epic(key) else hours_to_length(DEFAULT if hours is None else hours)

    def _own(self, key: str) -> Iterator[int]:
        ticket = self.by_id[key]
        if ticket.due and ticket.due != "later":
            yield CALENDAR.end(date.fromisoformat(ticket.due))
        if ticket.milestone in MILESTONES:
            yield CALENDAR.end(MILESTONES[ticket.milestone])

    def end(self, key: str) -> int | None:
        """Returns the deadline of an open ticket as a point in working time."""
        return min(self._ends(key), default=None)

    def _ends(self, key: str) -> Iterator[int]:
        yield from self._own(key)
        for epic in self._above(key):
            if epic in self.open and self._is_epic(epic):
                yield from self._own(epic) if epic in self.cyclic else self._ends(epic)
        if key in self.cyclic:
            return
        for later in self.open:
            epics = [epic for epic in self._above(later) if self._is_epic(epic)]
            needed = {
                on for held in (later, *epics) for on in self.graph.dependencies(self.by_id[held])
            }
            if key in needed:
                yield from (end - self._effort(later) for end in self._ends(later))


@law(400)
@given(dated())
def test_deadlines_are_those_of_the_definition(tickets: list[Ticket]) -> None:
    literal = Literal(tickets)
    computed = deadlines(literal.graph, CALENDAR, MILESTONES)
    ends = {key: end for key in literal.open if (end := literal.end(key)) is not None}
    assert {key: deadline.end for key, deadline in computed.items()} == ends
    for key, deadline in computed.items():
        assert deadline.day == CALENDAR.end_day(ends[key])
        assert deadline.must_start_by <= deadline.day


@law(300)
@given(dated())
def test_a_deadline_follows_from_what_it_names(tickets: list[Ticket]) -> None:
    graph = Graph(tickets, CONFIG)
    computed = deadlines(graph, CALENDAR, MILESTONES)
    for key, deadline in computed.items():
        ticket = graph.tickets[key]
        match deadline.cause:
            case Cause.DUE:
                assert deadline.end == CALENDAR.end(date.fromisoformat(ticket.due))
            case Cause.MILESTONE:
                assert deadline.end == CALENDAR.end(MILESTONES[ticket.milestone])
            case Cause.EPIC:
                assert graph.tickets[deadline.source].ticket_type == "epic"
                assert deadline.end == computed[deadline.source].end
            case Cause.DEPENDENT:
                later = graph.tickets[deadline.source]
                is_epic = later.ticket_type == "epic"
                hours = DEFAULT if later.effort_hours is None else later.effort_hours
                effort = 0 if is_epic else hours_to_length(hours)
                assert deadline.end == computed[later.id].end - effort


def of(*tickets: Ticket, milestones: Mapping[str, date] | None = None) -> dict[str, Deadline]:
    calendar = Calendar(8, frozenset(range(5)))
    return deadlines(Graph(tickets, SETTINGS), calendar, milestones or {})


def facts(deadline: Deadline) -> tuple[str, str, Cause, str]:
    days = (deadline.day.isoformat(), deadline.must_start_by.isoformat())
    return (*days, deadline.cause, deadline.source)


def test_a_deadline_is_passed_back_along_a_chain_in_working_time() -> None:
    by_id = of(
        Ticket("JJM-001", effort_hours=12),
        Ticket("JJM-002", dependencies=("JJM-001",), effort_hours=4),
        Ticket("JJM-003", dependencies=("JJM-002",), effort_hours=8, due="2025-10-06"),
    )
    assert facts(by_id["JJM-003"]) == ("2025-10-06", "2025-10-06", Cause.DUE, "")
    assert facts(by_id["JJM-002"]) == ("2025-10-03", "2025-10-03", Cause.DEPENDENT, "JJM-003")
    assert facts(by_id["JJM-001"]) == ("2025-10-03", "2025-10-02", Cause.DEPENDENT, "JJM-002")


def test_an_epic_passes_its_deadline_to_its_descendants_and_to_its_dependencies() -> None:
    by_id = of(
        Ticket("JJM-001", ticket_type="epic", due="2025-10-08", dependencies=("JJM-004",)),
        Ticket("JJM-002", parent_id="JJM-001", effort_hours=8),
        Ticket("JJM-003", parent_id="JJM-002", effort_hours=0),
        Ticket("JJM-004", effort_hours=8),
    )
    assert facts(by_id["JJM-001"]) == ("2025-10-08", "2025-10-08", Cause.DUE, "")
    assert facts(by_id["JJM-002"]) == ("2025-10-08", "2025-10-08", Cause.EPIC, "JJM-001")
    assert facts(by_id["JJM-003"]) == ("2025-10-08", "2025-10-08", Cause.EPIC, "JJM-001")
    assert facts(by_id["JJM-004"]) == ("2025-10-07", "2025-10-07", Cause.DEPENDENT, "JJM-002")


def test_an_epic_without_children_passes_its_deadline_on_with_no_effort() -> None:
    by_id = of(
        Ticket(
            "JJM-001",
            ticket_type="epic",
            due="2025-10-08",
            dependencies=("JJM-002",),
            effort_hours=80,
        ),
        Ticket("JJM-002", effort_hours=8),
    )
    assert facts(by_id["JJM-002"]) == ("2025-10-08", "2025-10-08", Cause.DEPENDENT, "JJM-001")


def test_a_milestone_sets_a_deadline_and_the_own_day_wins_a_tie() -> None:
    by_id = of(
        Ticket("JJM-001", milestone="MVP"),
        Ticket("JJM-002", milestone="MVP", due="2025-10-08"),
        Ticket("JJM-003", milestone="MVP", due="2025-10-09"),
        milestones={"MVP": date(2025, 10, 8)},
    )
    assert [facts(by_id[key])[2:] for key in sorted(by_id)] == [
        (Cause.MILESTONE, "MVP"),
        (Cause.DUE, ""),
        (Cause.MILESTONE, "MVP"),
    ]


@pytest.mark.parametrize("status", CLOSED)
def test_closed_tickets_have_no_deadline_and_pass_nothing_on(status: str) -> None:
    by_id = of(
        Ticket("JJM-001"),
        Ticket("JJM-002", status=status, due="2025-10-08", dependencies=("JJM-001",)),
        Ticket("JJM-003", status=status, ticket_type="epic", due="2025-10-08"),
        Ticket("JJM-004", parent_id="JJM-003"),
    )
    assert by_id == {}


def test_tickets_in_a_cycle_have_only_their_own_dates_and_their_epics() -> None:
    by_id = of(
        Ticket("JJM-001", dependencies=("JJM-002",), parent_id="JJM-004"),
        Ticket("JJM-002", dependencies=("JJM-001",), due="2025-10-01"),
        Ticket("JJM-003", ticket_type="epic", due="2025-10-09", parent_id="JJM-004"),
        Ticket("JJM-004", ticket_type="epic", due="2025-10-08", parent_id="JJM-003"),
    )
    assert facts(by_id["JJM-001"]) == ("2025-10-08", "2025-10-08", Cause.EPIC, "JJM-004")
    assert by_id["JJM-002"].cause is Cause.DUE
    assert by_id["JJM-003"].day == by_id["JJM-004"].day == date(2025, 10, 8)


def test_a_deadline_is_overdue_from_the_day_after_it_and_late_by_working_hours() -> None:
    (deadline,) = of(Ticket("JJM-001", due="2025-10-03")).values()  # a Friday
    assert not deadline.is_overdue(date(2025, 10, 3))
    assert deadline.is_overdue(date(2025, 10, 4))
    calendar = Calendar(8, frozenset(range(5)))
    monday = calendar.start(date(2025, 10, 6))
    assert deadline.late_by_hours(monday) == 0
    assert deadline.late_by_hours(monday - hours_to_length(20)) == 0
    assert deadline.late_by_hours(monday + hours_to_length(2.5)) == 2.5


def test_a_deadline_before_all_days_and_efforts_of_centuries_do_not_fail() -> None:
    by_id = of(
        Ticket("JJM-001", effort_hours=10.0**9),
        Ticket("JJM-002", dependencies=("JJM-001",), effort_hours=10.0**9, due="0001-01-01"),
    )
    assert facts(by_id["JJM-001"])[:2] == ("0001-01-01", "0001-01-01")


def test_long_chains_take_linear_time_and_no_recursion() -> None:
    def seconds(count: int) -> float:
        chain = [
            Ticket(numbered(n), dependencies=(numbered(n - 1),), effort_hours=1)
            for n in range(1, count)
        ]
        nested = [
            Ticket(numbered(count + n), parent_id=numbered(count + n - 1), ticket_type="epic")
            for n in range(1, count)
        ]
        chain[-1] = replace(chain[-1], due="2025-10-31")
        nested[0] = replace(nested[0], due="2025-10-31")
        graph = Graph([*chain, *nested], SETTINGS)
        began = time.process_time()
        assert len(deadlines(graph, Calendar(), {})) == len(graph.tickets)
        return time.process_time() - began

    short, long = seconds(LONG // 8), seconds(LONG)
    assert long < short * 8 * 6 + 0.05
