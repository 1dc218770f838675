"""The example project: the 62 tickets of a real project under 13 epics, in mid-flight and clean."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from commandline import done

TOP = Path(__file__).parents[1]
FACTS = json.loads((Path(__file__).parent / "data" / "jjm-facts.json").read_text())
EXAMPLE = TOP / ".tickets-example"


@pytest.fixture(scope="module")
def tickets() -> dict[str, dict[str, Any]]:
    ran = done(TOP, "--dir", str(EXAMPLE), "list", "--all", "--json", "--full")
    return {ticket["id"]: ticket for ticket in ran.json}


def test_the_facts_of_the_62_tickets_are_those_of_the_project(
    tickets: dict[str, dict[str, Any]],
) -> None:
    assert len(FACTS) == 62
    for fact in FACTS:
        ticket = tickets[fact["id"]]
        assert {key: ticket[key] for key in fact} == fact
        assert ticket["ticket_type"] == "issue"


def test_each_phase_has_an_epic_in_the_order_of_the_phases(
    tickets: dict[str, dict[str, Any]],
) -> None:
    phases = list(dict.fromkeys(fact["phase"] for fact in FACTS))
    epics = [tickets[f"JJM-{number:03d}"] for number in range(63, 76)]
    assert len(tickets) == 75
    assert {epic["ticket_type"] for epic in epics} == {"epic"}
    assert [epic["phase"] for epic in epics] == phases
    for epic in epics:
        below = [fact["id"] for fact in FACTS if fact["phase"] == epic["phase"]]
        assert epic["children"] == below


def test_every_ticket_says_what_it_is_about_and_when_it_is_done(
    tickets: dict[str, dict[str, Any]],
) -> None:
    for ticket in tickets.values():
        assert ticket["description"], ticket["id"]
        assert 2 <= len(ticket["acceptance_criteria"]) <= 6, ticket["id"]
        assert ticket["service_id"]
        assert ticket["tags"]


def test_the_project_is_in_mid_flight(tickets: dict[str, dict[str, Any]]) -> None:
    statuses = {ticket["status"] for ticket in tickets.values()}
    assert {"backlog", "ready", "in_progress", "review", "done"} <= statuses
    assert any(ticket["ready"] for ticket in tickets.values())
    for ticket in tickets.values():
        if ticket["status"] in ("in_progress", "review", "done"):
            assert ticket["assignee"], ticket["id"]


def test_the_strict_check_is_clean() -> None:
    ran = done(TOP, "--dir", str(EXAMPLE), "check", "--strict", "--json")
    assert ran.json == {"findings": [], "checked": 75, "errors": 0, "warnings": 0, "advice": 0}


def test_every_file_is_laid_out_as_the_tool_would() -> None:
    for path in sorted(EXAMPLE.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"---\nid: {path.stem}\ntitle: ")
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
