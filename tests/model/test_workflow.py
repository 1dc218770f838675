"""Which steps a ticket may take: the format's table, and what `done` and `claim` ask."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from bodies import body
from graphs import SETTINGS, law, projects
from hypothesis import given
from hypothesis import strategies as st

from jticket.model.graph import Graph
from jticket.model.planning.next_ticket import next_ticket
from jticket.model.refusals import (
    Active,
    AssignedTo,
    Blocked,
    ClaimRefusal,
    Closed,
    NotAllowed,
    NotDone,
    OpenChildren,
    UnmetConditions,
    words,
)
from jticket.model.settings import STATUS_CLASSES, WORKFLOW, StatusClass, WipLimits
from jticket.model.ticket import Criterion, Ticket
from jticket.model.wip_limits import limit_reached
from jticket.model.wording import listed
from jticket.model.workflow import (
    claim_error,
    steps_to,
    transition_error,
    unmet_done_conditions,
)

TABLE = {
    "backlog": {"ready", "in_progress", "cancelled"},
    "ready": {"in_progress", "backlog", "cancelled"},
    "in_progress": {"review", "done", "ready", "cancelled"},
    "review": {"done", "in_progress", "cancelled"},
    "done": {"in_progress"},
    "cancelled": {"backlog"},
}
PAIRS = [(start, end) for start in TABLE for end in TABLE if start != end]


def refused(ticket: Ticket, status: str, *others: Ticket) -> str | None:
    """Returns the words for why a ticket cannot take a status, None if it can."""
    refusal = transition_error(ticket, status, Graph([ticket, *others], SETTINGS))
    return words(refusal) if refusal else None


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_step_is_allowed_when_the_table_has_it(before: str, after: str) -> None:
    refusal = refused(Ticket("JJM-001", status=before), after)
    assert (refusal is None) == (after in TABLE[before])
    if refusal:
        assert refusal.startswith(f"JJM-001 can't go from {before} to {after} (only to ")
        assert all(way in refusal for way in TABLE[before])


@pytest.mark.parametrize("status", TABLE)
def test_keeping_the_status_is_always_allowed(status: str) -> None:
    assert refused(Ticket("JJM-001", status=status), status) is None


def test_an_unknown_status_may_be_left_for_any_other() -> None:
    assert refused(Ticket("JJM-001", status="inprogress"), "review") is None


def test_done_requires_criteria_dependencies_and_children() -> None:
    ticket = Ticket(
        "JJM-001",
        status="review",
        dependencies=("JJM-002", "JJM-003"),
        body=body(criteria=(Criterion("a"), Criterion("b", done=True), Criterion("c"))),
    )
    others = (
        Ticket("JJM-002"),
        Ticket("JJM-003", status="done"),
        Ticket("JJM-004", parent_id="JJM-001"),
        Ticket("JJM-005", parent_id="JJM-001", status="cancelled"),
    )
    unmet = UnmetConditions((1, 3), 3, ("JJM-002",), ("JJM-004",))
    project = Graph([ticket, *others], SETTINGS)
    assert transition_error(ticket, "done", project) == NotDone("JJM-001", "done", unmet)
    assert refused(ticket, "done", *others) == (
        "JJM-001 can't be done: 2 of 3 criteria not ticked: 1, 3; it waits for JJM-002; "
        "it has open children: JJM-004"
    )
    assert refused(ticket, "cancelled", *others) is None
    assert not unmet_done_conditions(Ticket("JJM-009"), Graph([], SETTINGS))


def test_every_status_of_the_class_done_has_the_same_requirements() -> None:
    settings = replace(
        SETTINGS,
        workflow=MappingProxyType({**WORKFLOW, "review": ("released",), "released": ()}),
        status_class=MappingProxyType({**STATUS_CLASSES, "released": StatusClass.DONE}),
    )
    ticket = Ticket("JJM-001", status="review", body=body(criteria=(Criterion("a"),)))
    graph = Graph([ticket], settings)
    refusal = transition_error(ticket, "released", graph)
    assert refusal
    assert words(refusal).startswith("JJM-001 can't be released: 1 of 1 criteria not ticked")
    left = transition_error(replace(ticket, status="released"), "review", graph)
    assert left == NotAllowed("JJM-001", "released", "review", ())
    assert words(left) == "JJM-001 can't go from released to review (only to nothing)"


@pytest.mark.parametrize(
    ("ticket", "expected", "sentence"),
    [
        (Ticket("JJM-001"), None, ""),
        (Ticket("JJM-001", status="ready", assignee="ana"), None, ""),
        (
            Ticket("JJM-001", assignee="bob"),
            AssignedTo("JJM-001", "bob"),
            "JJM-001 is assigned to bob",
        ),
        (
            Ticket("JJM-001", status="in_progress", assignee="ana"),
            Active("JJM-001", "in_progress", "ana", is_yours=True),
            "JJM-001 is taken by ana: in_progress",
        ),
        (
            Ticket("JJM-001", status="review"),
            Active("JJM-001", "review", ""),
            "JJM-001 is taken, with no assignee: review",
        ),
        (Ticket("JJM-001", status="done"), Closed("JJM-001", "done"), "JJM-001 is done"),
        (
            Ticket("JJM-001", status="cancelled"),
            Closed("JJM-001", "cancelled"),
            "JJM-001 is cancelled",
        ),
        (
            Ticket("JJM-001", dependencies=("JJM-002",)),
            Blocked("JJM-001", ("JJM-002",)),
            "JJM-001 waits for JJM-002",
        ),
        (
            Ticket("JJM-001", ticket_type="epic"),
            OpenChildren("JJM-001", ("JJM-003",)),
            "JJM-001 is an epic with open children: JJM-003",
        ),
    ],
)
def test_a_claim_is_refused_with_the_facts(
    ticket: Ticket, expected: ClaimRefusal | None, sentence: str
) -> None:
    others = [Ticket("JJM-002"), Ticket("JJM-003", parent_id="JJM-001")]
    refusal = claim_error(ticket, "ana", Graph([ticket, *others], SETTINGS))
    assert refusal == expected
    if refusal:
        assert words(refusal) == sentence


def test_a_long_list_of_names_is_shortened() -> None:
    assert listed(list("abcde")) == "a, b, c, d, e"
    assert listed(list("abcdefg")) == "a, b, c, d, e and 2 more"
    assert listed([]) == ""


@st.composite
def configured(draw: st.DrawFn) -> Graph:
    """Draws a project whose config changes some rows of the workflow and adds statuses."""
    own = draw(st.lists(st.sampled_from(["triage", "qa", "parked"]), unique=True, max_size=3))
    statuses = [*WORKFLOW, *own]
    rows = st.lists(st.sampled_from(statuses), unique=True, max_size=4).map(tuple)
    changed = draw(st.lists(st.sampled_from([*WORKFLOW]), unique=True, max_size=3))
    settings = replace(
        SETTINGS,
        workflow={**WORKFLOW, **{status: draw(rows) for status in [*changed, *own]}},
        status_class={
            **STATUS_CLASSES,
            **{status: draw(st.sampled_from(StatusClass)) for status in own},
        },
    )
    limits = st.none() | st.integers(1, 4)
    per_status = {status: draw(limits) for status in statuses}
    settings = replace(
        settings,
        wip_limits=WipLimits(
            {status: limit for status, limit in per_status.items() if limit}, draw(limits)
        ),
    )
    tickets = [
        replace(
            ticket,
            status=draw(st.sampled_from([*statuses, "nonsense"])),
            assignee=draw(st.sampled_from(["", "", "ana", "ben"])),
        )
        for ticket in draw(projects())
    ]
    return Graph(tickets, settings)


@law(120)
@given(configured())
def test_a_claim_is_accepted_for_the_ticket_that_next_offers(project: Graph) -> None:
    tickets = list(project.tickets.values())
    free = [ticket for ticket in tickets if ticket.assignee in ("", "ana")]
    ready = list(filter(project.is_ready, free))
    offered = next_ticket(project, tickets, "ana")
    assert (offered is None) == (not ready)
    for ticket in ready:
        mine = replace(ticket, assignee="ana")
        notice = limit_reached(mine, "in_progress", project)
        assert claim_error(ticket, "ana", project) == notice
    if offered:
        assert offered.ticket in ready
        assert claim_error(offered.ticket, "ana", project) == offered.limit


@law(60)
@given(configured())
def test_next_offers_only_unassigned_tickets_where_no_person_is_known(project: Graph) -> None:
    tickets = list(project.tickets.values())
    ready = [ticket for ticket in tickets if project.is_ready(ticket) and not ticket.assignee]
    offered = next_ticket(project, tickets, "")
    assert (offered is None) == (not ready)
    assert offered is None or offered.ticket in ready


def test_a_status_that_may_not_go_to_in_progress_is_not_ready() -> None:
    settings = replace(
        SETTINGS,
        workflow={**WORKFLOW, "triage": ("backlog",)},
        status_class={**STATUS_CLASSES, "triage": StatusClass.OPEN},
    )
    ticket = Ticket("JJM-001", status="triage")
    blocked = Ticket("JJM-002", status="triage", dependencies=("JJM-001",))
    project = Graph([ticket, blocked], settings)
    assert not project.is_ready(ticket)
    assert next_ticket(project, [ticket], "") is None
    assert project.is_blocked(blocked)


EPIC_ID = "JJM-001"


@pytest.mark.parametrize("status", ["backlog", "ready", "in_progress", "review"])
@pytest.mark.parametrize(
    ("children", "is_allowed"),
    [((), False), (("done", "cancelled"), True), (("done", "review"), False)],
)
def test_an_epic_with_closed_children_may_be_completed_from_any_open_status(
    status: str, children: tuple[str, ...], is_allowed: bool
) -> None:
    epic = Ticket(EPIC_ID, ticket_type="epic", status=status)
    below = [
        Ticket(f"JJM-10{number}", parent_id=EPIC_ID, status=child)
        for number, child in enumerate(children)
    ]
    project = Graph([epic, *below], SETTINGS)
    is_in_table = "done" in TABLE[status] and "review" not in children
    assert (transition_error(epic, "done", project) is None) == (is_allowed or is_in_table)
    assert project.is_completable(epic) == is_allowed
    task = replace(epic, ticket_type="task")
    in_its_place = Graph([task, *below], SETTINGS)
    assert (transition_error(task, "done", in_its_place) is None) == is_in_table


def test_an_epic_with_closed_children_still_needs_its_criteria_and_dependencies() -> None:
    epic = Ticket(
        EPIC_ID,
        ticket_type="epic",
        body=body(criteria=(Criterion("a"),)),
        dependencies=("JJM-003",),
    )
    project = Graph(
        [epic, Ticket("JJM-002", parent_id=EPIC_ID, status="done"), Ticket("JJM-003")], SETTINGS
    )
    unmet = UnmetConditions((1,), 1, ("JJM-003",), ())
    assert transition_error(epic, "done", project) == NotDone(EPIC_ID, "done", unmet)
    assert transition_error(epic, "review", project) == NotAllowed(
        EPIC_ID, "backlog", "review", WORKFLOW["backlog"]
    )


@pytest.mark.parametrize("status", ["done", "cancelled"])
def test_a_closed_epic_cannot_be_completed(status: str) -> None:
    epic = Ticket(EPIC_ID, ticket_type="epic", status=status)
    project = Graph([epic, Ticket("JJM-002", parent_id=EPIC_ID, status="done")], SETTINGS)
    assert not project.is_completable(epic)
    assert (transition_error(epic, "done", project) is None) == (status == "done")


@pytest.mark.parametrize(
    ("status", "target", "way"),
    [
        ("backlog", "done", ("in_progress", "done")),
        ("review", "backlog", ("in_progress", "ready", "backlog")),  # not by way of cancelled
        ("cancelled", "review", ("backlog", "in_progress", "review")),
        ("done", "cancelled", ("in_progress", "cancelled")),
        ("done", "nowhere", ()),
    ],
)
def test_the_way_to_a_status_leads_through_no_closed_one(
    status: str, target: str, way: tuple[str, ...]
) -> None:
    assert steps_to(status, target, SETTINGS) == way
