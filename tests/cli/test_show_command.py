"""`show`: which ticket is meant, and its forms: for people, as JSON, and the raw file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from commandline import NOW, done, jticket
from terminal import drawn, shown

if TYPE_CHECKING:
    from gitrepo import GitRepo

RICH = """\
---
id: JJM-014
title: CLI entry point
status: in_progress
ticket_type: issue
priority: high
created: 2025-10-01T09:30:00Z
assignee: ana
service_id: jules
tags: [cli, mvp]
parent_id: JJM-001
dependencies: [JJM-002]
effort: 1d 4h
due: 2025-10-31
phase: "MVP Phase 4: CLI"
milestone: MVP
files:
  - src/main.py
customer: ACME
---

Before all.

## Description

Why this work matters.

## Acceptance Criteria

- [x] it parses
- [ ] it exits with 2
  - for unknown commands

## Technical Notes

Use click.

## Links

- https://example.com

## Devlog

### 2025-10-02T10:00:00Z ana

Parser in place.

### 2025-10-03T10:00:00Z ben

Reviewed.
"""

SHEET = """\
JJM-014  CLI entry point
status:       in_progress
ticket_type:  issue
priority:     high
created:      2025-10-01T09:30:00Z
assignee:     ana
service_id:   jules
tags:         cli, mvp
parent_id:    JJM-001  backlog  First
dependencies: JJM-002  backlog  Second
effort:       1d 4h (12h)
due:          2025-10-31
phase:        MVP Phase 4: CLI
milestone:    MVP
files:        src/main.py
customer:     ACME
waiting for:  JJM-002  backlog  Second
deadline:     2025-10-31 (due), must start by 2025-10-30
criteria:     1 of 2 ticked
file:         .tickets/JJM-014.md

Before all.

Description
Why this work matters.

Acceptance Criteria
  1. [x] it parses
  2. [ ] it exits with 2
         - for unknown commands

Technical Notes
Use click.

Links
- https://example.com

Devlog
2025-10-02T10:00:00Z ana
Parser in place.

2025-10-03T10:00:00Z ben
Reviewed.
"""


def test_a_ticket_is_shown_with_all_its_contents(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-014.md", RICH)
    ran = done(repo.path, "show", "JJM-014")
    assert ran.out == SHEET
    assert ran.err == ""


def test_blocked_tickets_and_children_are_computed(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-014.md", RICH)
    done(repo.path, "create", "Child", "--parent", "1", "--status", "done", "--no-commit")
    parent = done(repo.path, "show", "1").out
    assert (
        "children:    1 of 2 closed\n"
        "             JJM-014  in_progress  CLI entry point\n"
        "             JJM-015  done         Child\n"
    ) in parent
    second = done(repo.path, "show", "2").lines
    assert "blocks:      JJM-014  in_progress  CLI entry point" in second


def test_dependencies_have_their_status_and_title(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-003.md", "---\nid: JJM-003\ntitle: Gone\nstatus: cancelled\n---\n")
    front = "ticket_type: epic\ndependencies: [JJM-001, JJM-099]"
    repo.write(".tickets/JJM-004.md", f"---\nid: JJM-004\ntitle: E\n{front}\n---\n")
    front = "parent_id: JJM-004\ndependencies: [JJM-002, JJM-003]"
    repo.write(".tickets/JJM-005.md", f"---\nid: JJM-005\ntitle: T\n{front}\n---\n")
    assert (
        "dependencies: JJM-002  backlog    Second\n"
        "              JJM-003  cancelled  Gone\n"
        "of its epics: JJM-001  backlog    First\n"
        "              JJM-099  not found\n"
        "waiting for:  JJM-002  backlog    Second\n"
        "              JJM-001  backlog    First\n"
        "              JJM-099  not found\n"
    ) in done(repo.path, "show", "5").out


def deadline_shown(repo: GitRepo, reference: str) -> str | None:
    """Returns the deadline that `show` names, without the name of the line."""
    lines = done(repo.path, "show", reference, JTICKET_NOW="2031-01-01").lines
    return next((line.split(":", 1)[1].strip() for line in lines if "deadline:" in line), None)


def test_the_deadline_is_shown_with_what_it_follows_from(repo: GitRepo) -> None:
    repo.write(".tickets/config.yml", "prefix: JJM\nmilestones:\n  MVP: {due: 2025-12-05}\n")
    tickets = {
        "JJM-003": "ticket_type: epic\ndue: 2025-12-31",
        "JJM-004": "milestone: MVP\neffort: 8h\nparent_id: JJM-003",
        "JJM-005": "parent_id: JJM-003",
        "JJM-006": "effort: 16h",
        "JJM-007": "due: 2025-11-28\neffort: 8h\ndependencies: [JJM-006]",
        "JJM-008": "due: 2025-11-28\nstatus: done",
    }
    for ticket_id, front in tickets.items():
        text = f"---\nid: {ticket_id}\ntitle: T\n{front}\n---\n"
        repo.write(f".tickets/{ticket_id}.md", text)
    assert {ticket_id: deadline_shown(repo, ticket_id) for ticket_id in tickets} == {
        "JJM-003": "2025-12-31 (due)",
        "JJM-004": "2025-12-05 (milestone MVP)",
        "JJM-005": "2025-12-31 (epic JJM-003)",
        "JJM-006": "2025-11-27 (before JJM-007), must start by 2025-11-26",
        "JJM-007": "2025-11-28 (due)",
        "JJM-008": None,
    }


def test_a_custom_relation_has_the_status_and_title_of_its_ticket(repo: GitRepo) -> None:
    repo.write(".tickets/config.yml", "prefix: JJM\nfields:\n  split_from: {type: ticket}\n")
    repo.write(".tickets/JJM-003.md", "---\nid: JJM-003\ntitle: T\nsplit_from: JJM-002\n---\n")
    assert "split_from:  JJM-002  backlog  Second" in done(repo.path, "show", "3").lines


WORDY = """\
---
id: JJM-009
title: A title that is too long for a narrow terminal
dependencies: [JJM-008]
tags: [authentication, documentation, performance]
---

## Description

- First

```
if something:
    call_of_a_function(first_argument, second_argument)
```

## Acceptance Criteria

- [ ] a criterion that is longer than the narrow terminal
"""


def test_a_terminal_wraps_between_words(repo: GitRepo) -> None:
    title = "title: Another long title that needs several lines\n"
    repo.write(".tickets/JJM-008.md", f"---\nid: JJM-008\n{title}---\n")
    repo.write(".tickets/JJM-009.md", WORDY)
    assert drawn(repo.path, "show", "9", columns=40) == [
        "JJM-009  A title that is too long for a",
        "         narrow terminal",
        "status:       backlog",
        "ticket_type:  task",
        "priority:     normal",
        "tags:         authentication,",
        "                documentation,",
        "                performance",
        "dependencies: JJM-008 backlog Another",
        "                long title that needs",
        "                several lines",
        "waiting for:  JJM-008 backlog Another",
        "                long title that needs",
        "                several lines",
        "criteria:     0 of 1 ticked",
        "file:         .tickets/JJM-009.md",
        "",
        "Description",
        " • First",
        "",
        "    if something:",
        "        call_of_a_function(first_argumen",
        "          t, second_argument)",
        "",
        "Acceptance Criteria",
        "  1. [ ] a criterion that is longer than",
        "         the narrow terminal",
    ]
    lines = drawn(repo.path, "show", "9", columns=60)
    place = lines.index("dependencies: JJM-008  backlog  Another long title that")
    assert lines[place + 1] == " " * 32 + "needs several lines"


def test_markdown_has_neither_yellow_nor_a_background(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-009.md", WORDY)
    ran = shown(repo.path, "--no-pager", "show", "9", NO_COLOR=None)
    codes = {int(n) for found in re.findall(r"\x1b\[([0-9;]+)m", ran.out) for n in found.split(";")}
    assert "call_of_a_function" in ran.out
    assert codes <= {0, 1, 2, 31, 36}
    plain = shown(repo.path, "--no-pager", "show", "9", NO_COLOR="1")
    assert "\x1b[" not in plain.out
    assert " • First" in plain.out


def test_several_tickets_are_separated_by_an_empty_line(repo: GitRepo) -> None:
    ran = done(repo.path, "show", "2", "1", "JJM-002")
    second, first = done(repo.path, "show", "2").out, done(repo.path, "show", "1").out
    assert ran.out == f"{second}\n{first}"


def test_json_has_every_key_and_nothing_more(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-014.md", RICH)
    assert done(repo.path, "show", "14", "--json").json == [
        {
            "id": "JJM-014",
            "title": "CLI entry point",
            "status": "in_progress",
            "ticket_type": "issue",
            "priority": "high",
            "created": "2025-10-01T09:30:00Z",
            "assignee": "ana",
            "service_id": "jules",
            "tags": ["cli", "mvp"],
            "parent_id": "JJM-001",
            "dependencies": ["JJM-002"],
            "effort": "1d 4h",
            "due": "2025-10-31",
            "wait_until": None,
            "on_hold": None,
            "phase": "MVP Phase 4: CLI",
            "milestone": "MVP",
            "relates_to": [],
            "duplicate_of": None,
            "found_in": None,
            "refs": [],
            "files": ["src/main.py"],
            "aliases": [],
            "fields": {"customer": "ACME"},
            "path": ".tickets/JJM-014.md",
            "blocks": [],
            "children": [],
            "related": [],
            "duplicates": [],
            "found_here": [],
            "ready": False,
            "blocked": False,
            "parked": None,
            "deadline": "2025-10-31",
            "cancelled_dependencies": [],
            "effort_hours": 12,
            "criteria": {"done": 1, "total": 2},
            "description": "Why this work matters.",
            "acceptance_criteria": [
                {"text": "it parses", "done": True},
                {"text": "it exits with 2\n- for unknown commands", "done": False},
            ],
            "technical_notes": "Use click.",
            "devlog": [
                {"timestamp": "2025-10-02T10:00:00Z", "author": "ana", "text": "Parser in place."},
                {"timestamp": "2025-10-03T10:00:00Z", "author": "ben", "text": "Reviewed."},
            ],
            "sections": {"": "Before all.", "Links": "- https://example.com"},
        }
    ]


def test_empty_fields_are_null_or_empty_in_json(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-003.md", "---\nid: JJM-003\ntitle: T\n---\n")
    (ticket,) = done(repo.path, "show", "3", "--json").json
    assert {key: value for key, value in ticket.items() if value in (None, [], {}, "")} == {
        **dict.fromkeys(["created", "assignee", "service_id", "parent_id", "effort", "due"]),
        **dict.fromkeys(["phase", "milestone", "effort_hours", "deadline"]),
        **dict.fromkeys(["wait_until", "on_hold", "duplicate_of", "found_in", "parked"]),
        **{key: [] for key in ("relates_to", "refs", "related", "duplicates", "found_here")},
        **{key: [] for key in ("tags", "dependencies", "files", "aliases", "blocks", "children")},
        **{key: [] for key in ("acceptance_criteria", "devlog", "cancelled_dependencies")},
        "fields": {},
        "sections": {},
        "description": "",
        "technical_notes": "",
    }
    assert (ticket["status"], ticket["ticket_type"], ticket["priority"]) == (
        *("backlog", "task", "normal"),
    )
    assert ticket["ready"] is True


def test_raw_prints_the_file(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-014.md", RICH)
    assert done(repo.path, "show", "14", "--raw").out == RICH
    crlf = b"\xef\xbb\xbf" + RICH.replace("\n", "\r\n").encode()
    repo.write(".tickets/JJM-014.md", crlf)
    assert done(repo.path, "show", "14", "--raw").out == RICH


def test_raw_prints_a_broken_file_too(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-014.md", b"---\nid: [\n---\n\xff\x1b[31m\n")
    ran = done(repo.path, "show", "14", "--raw")
    assert ran.out == "---\nid: [\n---\n\\udcff\\x1b[31m\n"
    assert ran.err.startswith("left out: .tickets/JJM-014.md:")


@pytest.mark.parametrize("reference", ["JJM-001", "jjm-1", "1", "01", "JJM-0001", "Jjm-001", "7"])
def test_a_ticket_can_be_named_by_several_forms_of_its_id(repo: GitRepo, reference: str) -> None:
    path = repo.path / ".tickets/JJM-001.md"
    path.write_text(path.read_text().replace("tags: []", "tags: []\naliases: [JJM-007]"))
    assert done(repo.path, "show", reference).lines[0] == "JJM-001  First"


def test_a_random_id_can_be_shortened_to_any_unique_prefix(repo: GitRepo) -> None:
    for ticket_id in ("JJM-x7k2", "JJM-x7m3", "JJM-q2zz"):
        repo.write(f".tickets/{ticket_id}.md", f"---\nid: {ticket_id}\ntitle: {ticket_id}!\n---\n")
    for reference in ("q", "Q2ZZ", "jjm-q2"):
        assert done(repo.path, "show", reference).lines[0] == "JJM-q2zz  JJM-q2zz!"
    ran = jticket(repo.path, "show", "x7", "--json")
    assert ran.status == 1
    assert ran.err.splitlines()[:2] == [
        "error: 'x7' may mean JJM-x7k2, JJM-x7m3",
        "hint: type more of the ID",
    ]
    assert '"code": "ambiguous"' in ran.err


def test_a_number_prefers_the_projects_own_prefix(repo: GitRepo) -> None:
    repo.write(".tickets/WEB-001.md", "---\nid: WEB-001\ntitle: Web\n---\n")
    repo.write(".tickets/WEB-009.md", "---\nid: WEB-009\ntitle: Web\n---\n")
    assert done(repo.path, "show", "1").lines[0] == "JJM-001  First"
    assert done(repo.path, "show", "web-1").lines[0] == "WEB-001  Web"
    assert done(repo.path, "show", "9").lines[0] == "WEB-009  Web"


def test_the_error_for_an_unknown_id_names_the_nearest(repo: GitRepo) -> None:
    ran = jticket(repo.path, "show", "JJM-021")
    assert ran.status == 1
    assert ran.err.startswith("error: no ticket 'JJM-021'\nhint: did you mean JJM-00")
    assert ran.out == ""


def test_the_error_for_an_unknown_number_names_the_nearest_ticket(repo: GitRepo) -> None:
    repo.write(".tickets/WEB-099.md", "---\nid: WEB-099\ntitle: Web\n---\n")
    ran = jticket(repo.path, "show", "98")
    assert ran.err == "error: no ticket '98'\nhint: did you mean JJM-002?\n"
    assert jticket(repo.path, "show", "0").err.endswith("hint: did you mean JJM-001?\n")


def test_one_missing_id_among_several_shows_none(repo: GitRepo) -> None:
    ran = jticket(repo.path, "show", "1", "99")
    assert (ran.status, ran.out) == (1, "")


def test_a_file_that_is_left_out_is_reported_with_its_error_not_a_warning(
    repo: GitRepo,
) -> None:
    text = "---\nid: JJM-001\ntitle: T\nodd: 1\nodd: 2\n---\n"
    repo.write(".tickets/JJM-001.md", text)
    reason = ".tickets/JJM-001.md:5:1: error JT009 "
    assert jticket(repo.path, "list").err.startswith(f"left out: {reason}")
    assert f"error: JJM-001 can't be read: {reason}" in jticket(repo.path, "show", "1").err


def test_an_id_in_two_files_is_reported_with_both(repo: GitRepo) -> None:
    repo.write(".tickets/archive/JJM-001.md", "---\nid: JJM-001\ntitle: T\n---\n")
    ran = jticket(repo.path, "show", "1")
    assert ran.status == 1
    assert ran.err == (
        "error: JJM-001 is the ID of .tickets/JJM-001.md and .tickets/archive/JJM-001.md\n"
        "hint: keep one of the files\n"
    )


def test_a_broken_ticket_is_reported_with_its_errors(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-003.md", "---\nid: JJM-003\ntitle: a: b\n---\n")
    ran = jticket(repo.path, "show", "3", "--json")
    assert ran.status == 1
    place = ".tickets/JJM-003.md:3:9: error JT006"
    assert f"error: JJM-003 can't be read: {place}" in ran.err
    assert "hint: fix the file (`jticket show --raw JJM-003` prints it)" in ran.err
    assert '"code": "broken_ticket"' in ran.err


def test_other_broken_tickets_are_named_and_do_no_harm(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-003.md", "nothing\n")
    ran = done(repo.path, "show", "1")
    assert ran.lines[0] == "JJM-001  First"
    assert ran.err == (
        "left out: .tickets/JJM-003.md:1:1: error JT004 no front matter"
        " (a ticket begins with a line ---)\n"
    )


def test_a_ticket_with_an_unknown_status_is_shown_with_that_status(repo: GitRepo) -> None:
    repo.write(
        ".tickets/JJM-003.md", "---\nid: JJM-003\ntitle: T\nstatus: paused\npriority: huge\n---\n"
    )
    (ticket,) = done(repo.path, "show", "3", "--json").json
    assert (ticket["status"], ticket["priority"]) == ("paused", "huge")
    assert (ticket["ready"], ticket["blocked"]) == (False, False)
    assert "status:      paused" in done(repo.path, "show", "3").lines


def test_show_without_an_id_is_a_usage_error(repo: GitRepo) -> None:
    ran = jticket(repo.path, "show")
    assert ran.status == 2
    assert ran.err == (
        "error: `jticket show` needs ID...\n"
        "hint: write `jticket show ID...`; `jticket show --help` shows what it takes\n"
    )


def test_colours_are_used_on_request(repo: GitRepo) -> None:
    assert "\x1b[" not in done(repo.path, "show", "1").out
    colored = done(repo.path, "--color", "always", "show", "1").out
    assert colored.startswith("\x1b[1mJJM-001  First\x1b[0m\n")
    assert done(repo.path, "--color", "never", "show", "1").out == done(repo.path, "show", "1").out


def test_the_output_does_not_depend_on_the_clock(repo: GitRepo) -> None:
    assert NOW in done(repo.path, "show", "1", JTICKET_NOW="2031-01-01").out
