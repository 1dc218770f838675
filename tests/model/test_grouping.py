"""Tickets grouped by a field: which groups there are, and in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from graphs import SETTINGS, law, projects
from hypothesis import given

from jticket.model.graph import Graph
from jticket.model.settings import CustomField, CustomType, Service
from jticket.model.stats.grouping import grouping_key, groupings, groups, values_in_order
from jticket.model.ticket import RawMapping, Ticket


def grouped(tickets: list[Ticket], key: str, graph: Graph | None = None) -> list[tuple[str, str]]:
    """Returns the groups as words: a value, and the numbers of its tickets."""
    graph = graph or Graph(tickets, SETTINGS)
    result = groups(tickets, lambda ticket: ticket, key, graph)
    return [
        (group.value, " ".join(item.id.removeprefix("JJM-") for item in group.items))
        for group in result
    ]


def ticket(number: int, **values: str) -> Ticket:
    return replace(Ticket(f"JJM-{number}"), **values)  # type: ignore[arg-type]


def test_statuses_are_in_the_order_of_the_workflow_and_unknown_ones_last() -> None:
    statuses = ("done", "odd", "review", "backlog", "cancelled", "even")
    tickets = [ticket(n, status=status) for n, status in enumerate(statuses)]
    assert grouped(tickets, "status") == [
        ("backlog", "3"),
        ("review", "2"),
        ("done", "0"),
        ("cancelled", "4"),
        ("even", "5"),
        ("odd", "1"),
    ]


def test_priorities_are_sorted_from_the_highest_and_types_by_name() -> None:
    priorities = ("normal", "urgent", "critical", "low")
    tickets = [ticket(n, priority=priority) for n, priority in enumerate(priorities)]
    assert [value for value, _ in grouped(tickets, "priority")] == [
        "critical",
        "normal",
        "low",
        "urgent",
    ]
    tickets = [
        ticket(n, ticket_type=ticket_type) for n, ticket_type in enumerate(("task", "idea", "bug"))
    ]
    assert [value for value, _ in grouped(tickets, "ticket_type")] == ["bug", "idea", "task"]


@pytest.mark.parametrize("key", ["phase", "milestone"])
def test_phases_and_milestones_are_sorted_by_their_lowest_id(key: str) -> None:
    values = {10: "A", 9: "B", 11: "B", 100: "A", 12: ""}
    tickets = [ticket(n, **{key: value}) for n, value in values.items()]
    assert grouped(tickets, key) == [("B", "9 11"), ("A", "10 100"), ("", "12")]


def test_the_lowest_id_counts_even_if_its_ticket_is_not_grouped() -> None:
    tickets = [ticket(1, phase="Z"), ticket(2, phase="A"), ticket(3, phase="Z")]
    assert grouped(tickets[1:], "phase", Graph(tickets, SETTINGS)) == [("Z", "3"), ("A", "2")]


def test_people_are_sorted_by_name_and_unassigned_tickets_are_last() -> None:
    tickets = [ticket(n, assignee=who) for n, who in enumerate(("", "Zoe", "ana", "-", "Émile"))]
    names = [value for value, _ in grouped(tickets, "assignee")]
    assert names == ["-", "ana", "Zoe", "Émile", ""]


def test_a_ticket_is_under_each_of_its_tags_once() -> None:
    tickets = [replace(ticket(1), tags=("ux", "cli", "ux", "")), ticket(2)]
    assert grouped(tickets, "tags") == [("cli", "1"), ("ux", "1"), ("", "2")]


def test_a_parent_is_named_by_its_current_id() -> None:
    tickets = [
        replace(ticket(10), aliases=("JJM-2",)),
        ticket(3, parent_id="JJM-2"),
        ticket(4, parent_id="JJM-10"),
        ticket(5, parent_id="JJM-9"),
    ]
    assert grouped(tickets, "parent_id") == [("JJM-9", "5"), ("JJM-10", "3 4"), ("", "10")]


def test_custom_fields_are_sorted_by_their_type() -> None:
    settings = replace(
        SETTINGS,
        fields=(
            CustomField("points", CustomType.INTEGER),
            CustomField("size", CustomType.ENUM, ("small", "big")),
            CustomField("teams", CustomType.LIST),
        ),
    )
    tickets = [
        replace(ticket(1), fields=(("points", "13"), ("size", "big"), ("teams", ("b", "a")))),
        replace(ticket(2), fields=(("points", "5"), ("size", "small"), ("teams", RawMapping(())))),
        replace(ticket(3), fields=(("points", "many"), ("size", "huge"))),
    ]
    graph = Graph(tickets, settings)
    assert grouped(tickets, "points", graph) == [("5", "2"), ("13", "1"), ("many", "3")]
    assert grouped(tickets, "size", graph) == [("small", "2"), ("big", "1"), ("huge", "3")]
    assert grouped(tickets, "teams", graph) == [("a", "1"), ("b", "1"), ("", "2 3")]
    assert grouping_key("points", settings) == "points"
    assert grouping_key("points", SETTINGS) is None
    assert groupings(settings)[-3:] == ("points", "size", "teams")


def test_a_value_can_be_shown_although_no_ticket_has_it() -> None:
    settings = replace(SETTINGS, services=(Service("web"), Service("api")))
    tickets = [ticket(1, service_id="job")]
    graph = Graph(tickets, settings)
    result = groups(
        tickets, lambda ticket: ticket, "service_id", graph, shown_anyway=("web", "job", "api")
    )
    assert [(group.value, len(group.items)) for group in result] == [
        ("api", 0),
        ("job", 1),
        ("web", 0),
    ]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("service", "service_id"),
        ("service_id", "service_id"),
        ("tag", "tags"),
        ("type", "ticket_type"),
    ],
)
def test_a_grouping_is_named_by_its_option_or_its_key(name: str, key: str) -> None:
    assert grouping_key(name, SETTINGS) == key


@pytest.mark.parametrize("name", ["", "title", "created", "files", "dependencies", "Status"])
def test_other_keys_cannot_be_grouped_by(name: str) -> None:
    assert grouping_key(name, SETTINGS) is None


@law(60)
@given(projects())
def test_every_ticket_is_in_a_group_and_the_groups_are_in_order(tickets: list[Ticket]) -> None:
    graph = Graph(tickets, SETTINGS)
    for key in ("status", "ticket_type", "parent_id", "assignee"):
        result = groups(tickets, lambda ticket: ticket, key, graph)
        assert sorted(item.id for group in result for item in group.items) == sorted(graph.tickets)
        order = [*values_in_order(key, graph), ""]
        places = [order.index(group.value) for group in result]
        assert places == sorted(set(places))
