"""Which tickets are parked, and what that means for every view, by the words of the format."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest
from graphs import SETTINGS, law, numbered
from hypothesis import given
from hypothesis import strategies as st

from jticket.model.graph import Graph
from jticket.model.parking import ParkedBy, Parking, parking_of
from jticket.model.planning.next_ticket import next_ticket
from jticket.model.planning.parallel import from_scratch
from jticket.model.queries.query import EvalContext
from jticket.model.queries.query_fields import query_field
from jticket.model.refusals import Parked, words
from jticket.model.settings import STATUS_CLASSES, WORKFLOW, StatusClass, TicketType
from jticket.model.ticket import Ticket
from jticket.model.workflow import claim_error
from jticket.text.project import Project
from jticket.text.reading import NO_TEXT, ValidFile

TODAY = date(2026, 1, 15)
PARKING = replace(
    SETTINGS,
    ticket_types=(*SETTINGS.ticket_types, "decision"),
    types=(*SETTINGS.types, TicketType("decision", work=False)),
    workflow=MappingProxyType({**WORKFLOW, "waiting": ("in_progress", "backlog")}),
    status_class=MappingProxyType({**STATUS_CLASSES, "waiting": StatusClass.PARKED}),
)
STATUSES = ("backlog", "ready", "in_progress", "review", "waiting", "done", "cancelled")
DAYS = ("", "2026-01-14", "2026-01-15", "2026-01-16", "2030-06-01", "soon")


@st.composite
def parked_projects(draw: st.DrawFn) -> list[Ticket]:
    """Draws a few tickets of any status and type, some of them put aside."""
    ids = [numbered(n + 1) for n in range(draw(st.integers(1, 5)))]
    return [
        Ticket.of(
            {
                "id": ticket_id,
                "status": draw(st.sampled_from(STATUSES)),
                "ticket_type": draw(st.sampled_from(["task", "task", "epic", "decision"])),
                "assignee": draw(st.sampled_from(["", "", "ana", "ben"])),
                "parent_id": draw(st.sampled_from(["", "", *ids])),
                "dependencies": tuple(draw(st.lists(st.sampled_from(ids), max_size=1))),
                "on_hold": draw(st.sampled_from(["", "", "answer from legal"])),
                "wait_until": draw(st.sampled_from(DAYS)),
            }
        )
        for ticket_id in ids
    ]


def literally_parked(ticket: Ticket, today: date | None) -> bool:
    """Returns whether a ticket is parked, by the sentence in the format."""
    if ticket.status in ("done", "cancelled"):
        return False
    later = ["2026-01-16", "2030-06-01"]
    if today is None:
        later += ["2026-01-14", "2026-01-15"]
    more = dict(ticket.more)
    return ticket.status == "waiting" or "on_hold" in more or more.get("wait_until") in later


def literally_waits(ticket: Ticket, tickets: dict[str, Ticket]) -> bool:
    """Returns whether a dependency of a ticket, or of an epic above it, is open."""
    needed, seen, current = list(ticket.dependencies), {ticket.id}, ticket
    while current.parent_id and current.parent_id not in seen:
        current = tickets[current.parent_id]
        seen.add(current.id)
        if current.ticket_type == "epic":
            needed += current.dependencies
    if current.parent_id == ticket.id and ticket.ticket_type == "epic":
        needed += ticket.dependencies
    return any(tickets[name].status not in ("done", "cancelled") for name in needed)


@law(300)
@given(parked_projects(), st.sampled_from([TODAY, None]))
def test_every_view_agrees_with_the_words_of_the_format(
    tickets: list[Ticket], today: date | None
) -> None:
    by_id = {ticket.id: ticket for ticket in tickets}
    graph = Graph(tickets, PARKING, today)
    ready = set()
    for ticket in tickets:
        parked, waits = literally_parked(ticket, today), literally_waits(ticket, by_id)
        has_open_child = any(
            child.parent_id == ticket.id and child.status not in ("done", "cancelled")
            for child in tickets
        )
        begins = ticket.status in ("backlog", "ready")
        is_ready = begins and not (parked or waits or has_open_child)
        is_ready = is_ready and ticket.ticket_type == "task"
        ready |= {ticket.id} if is_ready else set()
        assert (graph.parking(ticket) is not None) == parked
        assert graph.is_ready(ticket) == is_ready
        assert graph.is_blocked(ticket) == (parked or (begins and waits))
        context = EvalContext(graph, "", TODAY)
        for name, holds in (("parked", parked), ("ready", is_ready)):
            field = query_field(name, graph)
            assert field is not None
            assert field.texts(ticket, context) == (("true",) if holds else ("false",))
    chosen = next_ticket(graph, tickets, "")
    ready &= {ticket.id for ticket in tickets if not ticket.assignee}
    assert (chosen is None) == (not ready)
    assert chosen is None or chosen.ticket.id in ready


@law(300)
@given(parked_projects())
def test_claim_refuses_what_is_parked_and_accepts_what_is_ready(tickets: list[Ticket]) -> None:
    graph = Graph(tickets, PARKING, TODAY)
    for ticket in tickets:
        refusal = claim_error(ticket, "ana", graph)
        if literally_parked(ticket, TODAY):
            assert refusal is not None
        if graph.is_ready(ticket) and ticket.assignee in ("", "ana"):
            assert refusal is None
        if isinstance(refusal, Parked):
            assert literally_parked(ticket, TODAY)
            assert words(refusal).startswith(f"{ticket.id} is parked: ")


def parked(today: date | None = TODAY, **values: str) -> Parking | None:
    """Returns why a ticket with these values is parked."""
    return parking_of(Ticket.of({"id": "JJM-001", **values}), PARKING, today)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"on_hold": "answer from legal"}, "on hold: answer from legal"),
        ({"wait_until": "2026-02-01"}, "from 1 Feb 2026"),
        ({"on_hold": "legal", "wait_until": "2026-02-01"}, "on hold: legal, from 1 Feb 2026"),
        ({"on_hold": "legal", "wait_until": "2026-01-15"}, "on hold: legal"),
        ({"status": "waiting"}, "waiting"),
        ({"status": "waiting", "on_hold": "legal"}, "legal"),
        ({"status": "waiting", "wait_until": "2026-02-01"}, "waiting, from 1 Feb 2026"),
    ],
)
def test_the_reason_says_what_a_ticket_waits_for(values: dict[str, str], expected: str) -> None:
    parking = parked(TODAY, **values)
    assert parking is not None
    assert parking.words == expected


def test_a_ticket_waits_until_its_day_begins() -> None:
    for days, is_parked in ((-1, False), (0, False), (1, True)):
        day = (TODAY + timedelta(days=days)).isoformat()
        assert (parked(wait_until=day) is not None) == is_parked
        assert parked(None, wait_until=day) is not None


def test_the_first_reason_is_the_status_then_the_hold() -> None:
    both = parked(status="waiting", on_hold="legal", wait_until="2026-02-01")
    assert both == Parking(ParkedBy.STATUS, "legal", date(2026, 2, 1))
    assert parked(on_hold="legal") == Parking(ParkedBy.HOLD, "legal", None)


def test_a_plan_from_scratch_keeps_the_day() -> None:
    graph = Graph([Ticket.of({"id": "JJM-001", "wait_until": "2026-01-16"})], PARKING, TODAY)
    assert from_scratch(graph).today == TODAY
    project = Project((ValidFile("1", graph.tickets["JJM-001"], NO_TEXT),), PARKING, TODAY)
    assert project.with_files([]).today == TODAY
    assert project.on(date(2026, 1, 16)).graph.is_ready(graph.tickets["JJM-001"])


def test_a_type_that_is_not_work_can_be_claimed_but_is_never_ready() -> None:
    decision = Ticket("JJM-001", ticket_type="decision")
    waiting = Ticket("JJM-002", dependencies=("JJM-001",))
    graph = Graph([decision, waiting], PARKING, TODAY)
    assert not graph.is_ready(decision)
    assert claim_error(decision, "ana", graph) is None
    assert graph.waiting_for(waiting) == ("JJM-001",)
