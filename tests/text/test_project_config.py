"""What the config says about people, milestones, working time, limits and views."""

from __future__ import annotations

from datetime import date

import pytest

from jticket.model.graph import Graph
from jticket.model.queries.filters import FieldFilter
from jticket.model.refusals import AssignedTo
from jticket.model.settings import (
    Layout,
    Milestone,
    Person,
    Settings,
    StatusClass,
    TicketType,
    View,
)
from jticket.model.ticket import Ticket
from jticket.model.workflow import claim_error
from jticket.text.config import read_config


def settings_of(text: str) -> Settings:
    """Returns the settings of a config without mistakes."""
    reading = read_config(text.encode(), "config.yml", "JJM")
    assert reading.diagnostics == ()
    return reading.settings


def test_an_empty_config_has_the_defaults_of_the_format() -> None:
    settings = settings_of("")
    assert settings.working_days == frozenset({0, 1, 2, 3, 4})
    assert settings.holidays == frozenset()
    assert (settings.wip_limits.statuses, settings.wip_limits.per_person) == ({}, None)
    assert (settings.views, settings.people, settings.milestones) == ((), (), ())
    assert (settings.default_view, settings.hold_days, settings.layout.value) == (
        None,
        None,
        "flat",
    )
    assert [name for name in settings.ticket_types if not settings.is_work(name)] == ["epic"]


def test_a_type_that_is_not_work_is_a_ticket_type() -> None:
    settings = settings_of("types:\n  decision: {work: false}\n  story:\n  epic: {work: false}\n")
    assert settings.ticket_types == (*Settings().ticket_types, "decision", "story")
    assert settings.types[-2:] == (TicketType("decision", work=False), TicketType("story"))
    assert [name for name in settings.ticket_types if settings.is_work(name)] == [
        *("issue", "bug", "spike", "task", "story")
    ]


def test_milestones_and_people_are_values_in_the_order_of_the_file() -> None:
    settings = settings_of(
        "milestones: {MVP: {due: 2026-01-31, goal: A first usable release}, Later: {}}\n"
        "people:\n  ben:\n  ana: {name: Ana Author, email: ana@example.org}\n"
    )
    assert settings.milestones == (
        Milestone("MVP", date(2026, 1, 31), "A first usable release"),
        Milestone("Later"),
    )
    assert settings.people == (Person("ben"), Person("ana", "Ana Author", "ana@example.org"))


def test_working_time_limits_and_views_are_read() -> None:
    settings = settings_of(
        "working_days: [sun, mon, Thu]\n"
        "holidays: [2026-12-25, 2026-12-26]\n"
        "wip_limits: {qa: 2, per_person: 3}\n"
        "workflow: {qa: [done]}\n"
        "status_class: {qa: parked}\n"
        "views:\n"
        "  mine: {where: 'assignee = me', sort: [-priority, due], columns: [id, title]}\n"
        "  all: {sort: id}\n"
        "default_view: mine\n"
        "hold_days: 14\n"
    )
    assert settings.working_days == frozenset({6, 0, 3})
    assert settings.holidays == frozenset({date(2026, 12, 25), date(2026, 12, 26)})
    assert dict(settings.wip_limits.statuses) == {"qa": 2}
    assert settings.wip_limits.per_person == 3
    assert settings.class_of("qa") is StatusClass.PARKED
    assert settings.views == (
        View("mine", "assignee = me", ("-priority", "due"), ("id", "title")),
        View("all", sort=("id",)),
    )
    assert (settings.default_view, settings.hold_days) == ("mine", 14)


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("working_days: []", "working_days", frozenset(range(5))),
        ("working_days: [never]", "working_days", frozenset(range(5))),
        ("working_days: [never, sat]", "working_days", frozenset({5})),
        ("holidays: [soon, 2026-12-25]", "holidays", frozenset({date(2026, 12, 25)})),
        ("milestones: {MVP: {due: soon, goal: G}}", "milestones", (Milestone("MVP", goal="G"),)),
        ("people: {'a, b': {}, ana: {}}", "people", (Person("ana"),)),
        ("views: {mine: {where: [a], sort: id}}", "views", (View("mine", sort=("id",)),)),
        ("default_view: mine", "default_view", None),
        ("hold_days: many", "hold_days", None),
        ("layout: flatt", "layout", Layout.FLAT),
    ],
)
def test_what_is_not_mistaken_still_counts(text: str, key: str, expected: object) -> None:
    reading = read_config(text.encode(), "config.yml", "JJM")
    assert reading.diagnostics
    assert getattr(reading.settings, key) == expected


def test_two_spellings_are_one_person_where_the_config_lists_people() -> None:
    listed = settings_of("people: {ana: {name: Ana Author}}\n")
    ticket = Ticket("JJM-001", assignee="Ana")
    for settings, is_one in ((listed, True), (Settings(), False)):
        graph = Graph([ticket], settings)
        refusal = claim_error(ticket, "ana", graph)
        assert refusal == (None if is_one else AssignedTo("JJM-001", "Ana"))
        wanted = FieldFilter("assignee", frozenset({"ana"}))
        assert wanted.matches(ticket, graph) == is_one
