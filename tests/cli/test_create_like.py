"""`create --like`: a new ticket with the fields, sections and criteria of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from commandline import done, refused

if TYPE_CHECKING:
    from gitrepo import GitRepo

CONFIG = """\
prefix: JJM
fields:
  customer: {type: string}
  areas: {type: list}
  signed: {type: date}
"""
OTHER = """\
---
id: JJM-003
title: The other
status: done
ticket_type: bug
priority: high
created: 2025-01-01T00:00:00Z
assignee: ana
service_id: sso
tags: [cli, api]
parent_id: JJM-002
dependencies: [JJM-001]
effort: 6h
due: 2025-12-01
wait_until: 2025-11-01
on_hold: legal
phase: P1
milestone: MVP
relates_to: [JJM-001]
found_in: JJM-001
refs: [gh:owner/repo#12]
files: [src/a.py, "b, c.py"]
aliases: [OLD-1]
customer: ACME
areas: [x, y]
signed: 2025-02-02
undeclared: stays
---

Before it all.

## Description

What it is.

## Acceptance Criteria

- [x] one
  and more

  - nested
- [ ] two

## Technical Notes

How.

## Risks

Some.

## Devlog

### 2025-10-01T09:30:00Z ana

Begun.
"""
SAME = {
    "ticket_type": "bug",
    "priority": "high",
    "service_id": "sso",
    "tags": ["cli", "api"],
    "parent_id": "JJM-002",
    "effort": "6h",
    "phase": "P1",
    "milestone": "MVP",
    "files": ["src/a.py", "b, c.py"],
    "description": "What it is.",
    "technical_notes": "How.",
}
NEW: dict[str, Any] = {
    "status": "backlog",
    "assignee": None,
    "dependencies": [],
    "due": None,
    "aliases": [],
    "wait_until": None,
    "on_hold": None,
    "relates_to": [],
    "found_in": None,
    "refs": [],
    "duplicate_of": None,
    "devlog": [],
    "created": "2025-10-01T09:30:00Z",
}


@pytest.fixture
def other(repo: GitRepo) -> GitRepo:
    repo.write(".tickets/config.yml", CONFIG)
    repo.write(".tickets/JJM-003.md", OTHER)
    repo.commit_all("another ticket")
    return repo


def created(repo: GitRepo, *arguments: str) -> dict[str, Any]:
    ticket: dict[str, Any] = done(repo.path, "create", *arguments, "--json").json
    return ticket


def test_a_ticket_like_another_has_its_fields_sections_and_open_criteria(other: GitRepo) -> None:
    before = other.files()[".tickets/JJM-003.md"]
    ticket = created(other, "The new one", "--like", "3")
    assert ticket["title"] == "The new one"
    assert {key: ticket[key] for key in SAME} == SAME
    assert {key: ticket[key] for key in NEW} == NEW
    assert ticket["fields"] == {"customer": "ACME", "areas": ["x", "y"]}
    assert [(item["done"], item["text"]) for item in ticket["acceptance_criteria"]] == [
        (False, "one\nand more\n\n- nested"),
        (False, "two"),
    ]
    assert ticket["sections"]["Risks"] == "Some."
    text = other.files()[f".tickets/{ticket['id']}.md"].decode()
    assert text.count("Before it all.") == 1
    assert other.files()[".tickets/JJM-003.md"] == before
    assert other.subject() == "JJM-004: create: The new one"


def test_options_win_over_the_other_ticket(other: GitRepo) -> None:
    arguments = ["-t", "task", "--tag", "web", "--effort", "1h", "-d", "Else.", "--due", "friday"]
    ticket = created(other, "New", "--like", "jjm-3", *arguments, "--criterion", "only this")
    assert (ticket["ticket_type"], ticket["tags"], ticket["effort"]) == ("task", ["web"], "1h")
    assert (ticket["description"], ticket["due"]) == ("Else.", "2025-10-03")
    assert [item["text"] for item in ticket["acceptance_criteria"]] == ["only this"]
    assert (ticket["priority"], ticket["technical_notes"]) == ("high", "How.")


def test_a_ticket_like_another_still_needs_a_title(other: GitRepo) -> None:
    assert "title" in refused(other, "create", "--like", "3", status=2)
    assert "no ticket '9'" in refused(other, "create", "New", "--like", "9")
    error = refused(other, "create", "--from-json", "-", "--like", "3", status=2)
    assert "no other values go with it" in error
