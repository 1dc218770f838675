"""`create --from-json`: objects, arrays, JSON Lines; all or none; from project to project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from commandline import done, jticket

from jticket.model.computed import COMPUTED

if TYPE_CHECKING:
    from commandline import Ran
    from gitrepo import GitRepo

FACTS = Path(__file__).parents[1] / "data" / "jjm-facts.json"

EPIC = """\
{
"ticket_type": "epic",
"title": "User Authentication System",
"description": "Implement full auth flow including login, logout, and session management",
"priority": "high",
"service_id": "jetta-sso",
"tags": ["authentication", "security"]
}
"""
ISSUE = """\
{
"ticket_type": "issue",
"title": "Implement login endpoint",
"description": "POST /api/auth/login accepting email/password",
"parent_id": "486d1c2f-3400-4821-a4c4-85dd795d1106",
"priority": "high"
}
"""


def imported(repo: GitRepo, text: str | bytes, *options: str) -> Ran:
    return jticket(repo.path, "create", "--from-json", "-", *options, stdin=text)


def ticket(repo: GitRepo, ticket_id: str) -> dict[str, Any]:
    shown: dict[str, Any] = done(repo.path, "show", ticket_id, "--json").json[0]
    return shown


def given(shown: dict[str, Any]) -> dict[str, Any]:
    """Returns the keys of a ticket without those computed from other tickets."""
    return {key: value for key, value in shown.items() if key not in COMPUTED}


def test_an_epic_and_an_issue_exported_from_a_tracker_are_imported_unchanged(repo: GitRepo) -> None:
    assert imported(repo, EPIC).out == "JJM-003\n"
    epic = ticket(repo, "JJM-003")
    wanted = json.loads(EPIC)
    assert {key: epic[key] for key in wanted} == wanted
    assert epic["status"] == "backlog"

    before = repo.files()
    refused = imported(repo, ISSUE)
    assert refused.status == 1
    assert refused.err == (
        "error: stdin: parent_id: no ticket '486d1c2f-3400-4821-a4c4-85dd795d1106'"
        " (an ID looks like JJM-001)\n"
        "hint: nothing was written\n"
    )
    assert repo.files() == before

    done(repo.path, "set", "3", "aliases=486d1c2f-3400-4821-a4c4-85dd795d1106")
    assert imported(repo, ISSUE).out == "JJM-004\n"
    assert ticket(repo, "JJM-004")["parent_id"] == "JJM-003"
    assert ticket(repo, "JJM-003")["children"] == ["JJM-004"]


def test_a_ticket_may_refer_to_another_of_its_batch_by_an_alias(repo: GitRepo) -> None:
    epic = json.loads(EPIC) | {"aliases": ["486d1c2f-3400-4821-a4c4-85dd795d1106", "JJM-001"]}
    issue = json.loads(ISSUE) | {"relates_to": ["JJM-001"], "refs": ["gh:owner/repo#12"]}
    assert imported(repo, json.dumps([issue, epic])).out == "JJM-003\nJJM-004\n"
    shown = ticket(repo, "JJM-003")
    assert (shown["parent_id"], shown["relates_to"]) == ("JJM-004", ["JJM-001"])
    assert ticket(repo, "gh:owner/repo#12") == shown


def test_an_issue_is_imported_under_the_id_of_its_epic(repo: GitRepo) -> None:
    assert imported(repo, EPIC).out == "JJM-003\n"
    issue = ISSUE.replace("486d1c2f-3400-4821-a4c4-85dd795d1106", "JJM-003")
    assert imported(repo, issue).out == "JJM-004\n"
    wanted = json.loads(issue)
    assert {key: ticket(repo, "JJM-004")[key] for key in wanted} == wanted
    assert ticket(repo, "JJM-003")["children"] == ["JJM-004"]


def test_sixty_two_tickets_are_created_in_one_commit(empty_repo: GitRepo) -> None:
    repo = empty_repo
    facts = json.loads(FACTS.read_text(encoding="utf-8"))
    done(repo.path, "init", "--prefix", "JJM")
    before = repo.head()
    ran = done(repo.path, "create", "--from-json", str(FACTS))
    assert ran.lines == [f"JJM-{number:03}" for number in range(1, 63)]
    assert repo.git("rev-parse", "HEAD^") == before
    message = repo.git("log", "-1", "--format=%B").splitlines()
    assert message[:3] == ["62 tickets: create", "", "JJM-001: create: Project Structure Setup"]
    assert len(message) == 64
    listed = done(repo.path, "list", "--json", "--sort", "id").json
    for fact, shown in zip(facts, listed, strict=True):
        assert {key: shown[key] for key in fact} == fact
    assert jticket(repo.path, "check", "--strict").status == 0


def test_json_can_come_from_a_file(repo: GitRepo) -> None:
    repo.write("batch.json", '[{"title": "a"}, {"title": "b"}]')
    assert done(repo.path, "create", "--from-json", "batch.json").out == "JJM-003\nJJM-004\n"


@pytest.mark.parametrize(
    "text",
    [
        '[{"title": "a"}, {"title": "b"}]',
        '{"title": "a"}\n{"title": "b"}\n',
        '\ufeff{"title": "a"}\r\n\r\n{"title": "b"}',
        '{\n  "title": "a"\n}\n{\n  "title": "b"\n}\n',
    ],
)
def test_arrays_json_lines_and_consecutive_objects_are_batches(repo: GitRepo, text: str) -> None:
    before = repo.git("rev-list", "--count", "HEAD")
    assert imported(repo, text).out == "JJM-003\nJJM-004\n"
    assert [ticket(repo, number)["title"] for number in ("3", "4")] == ["a", "b"]
    assert int(repo.git("rev-list", "--count", "HEAD")) == int(before) + 1


def test_an_empty_batch_creates_nothing(repo: GitRepo) -> None:
    before = repo.head()
    ran = imported(repo, "[]")
    assert (ran.status, ran.out, ran.err) == (0, "", "note: nothing to change\n")
    assert repo.head() == before


def test_json_is_printed_as_an_array_even_for_one_ticket(repo: GitRepo) -> None:
    printed = imported(repo, '{"title": "a"}', "--json").json
    assert [created["id"] for created in printed] == ["JJM-003"]


def test_tickets_of_a_batch_refer_to_each_other_in_any_order(repo: GitRepo) -> None:
    batch = [
        {"title": "a", "id": "JJM-100", "parent_id": "JJM-102", "dependencies": ["JJM-101", "1"]},
        {"title": "b", "id": "JJM-101"},
        {"title": "c", "id": "JJM-102", "ticket_type": "epic"},
    ]
    assert imported(repo, json.dumps(batch)).status == 0
    created = ticket(repo, "JJM-100")
    assert (created["parent_id"], created["dependencies"]) == ("JJM-102", ["JJM-101", "JJM-001"])


def test_a_cycle_within_a_batch_is_refused_and_named(repo: GitRepo) -> None:
    batch = [
        {"title": "a", "id": "JJM-100", "dependencies": ["JJM-101"]},
        {"title": "b", "id": "JJM-101", "dependencies": ["JJM-102"]},
        {"title": "c", "id": "JJM-102", "dependencies": ["JJM-100"]},
    ]
    ran = imported(repo, json.dumps(batch))
    assert ran.status == 1
    assert "cycle: JJM-100 → JJM-101 → JJM-102 → JJM-100" in ran.err
    assert repo.status() == ""


def test_a_well_formed_id_that_is_unknown_here_is_kept_and_reported(repo: GitRepo) -> None:
    ran = imported(repo, '{"title": "a", "dependencies": ["WEB-007"], "parent_id": "WEB-001"}')
    assert ran.status == 0
    assert ran.err == (
        "note: no ticket WEB-001 here yet, though a new one refers to it\n"
        "note: no ticket WEB-007 here yet, though a new one refers to it\n"
    )
    assert ticket(repo, "3")["dependencies"] == ["WEB-007"]


def test_every_key_of_the_format_is_accepted(repo: GitRepo) -> None:
    wanted = {
        "id": "WEB-007",
        "title": "All of it",
        "status": "done",
        "ticket_type": "spike",
        "priority": "low",
        "created": "2024-02-29",
        "assignee": "ana",
        "service_id": "a/b",
        "tags": ["x", "y"],
        "parent_id": "JJM-001",
        "dependencies": ["JJM-002"],
        "effort": "1.5",
        "due": "2025-10-31",
        "wait_until": "2025-10-20",
        "on_hold": "legal",
        "phase": "P",
        "milestone": "M",
        "relates_to": ["JJM-002"],
        "duplicate_of": "JJM-001",
        "found_in": "JJM-002",
        "refs": ["gh:owner/repo#12"],
        "files": ["a, b", "c/"],
        "aliases": ["WEB-001"],
        "description": "D\n\n- d",
        "acceptance_criteria": [
            {"text": "one\n- below", "done": True},
            {"text": "2", "done": False},
        ],
        "technical_notes": "T",
        "devlog": [{"timestamp": "2024-03-01T00:00:00Z", "author": "ana b", "text": "#### E\n\ne"}],
        "sections": {"": "before all", "Empty": "", "Links": "L", "More": "M\n\n### below"},
        "fields": {},
    }
    assert imported(repo, json.dumps(wanted)).status == 0
    assert given(ticket(repo, "WEB-007")) == wanted


def test_efforts_may_be_numbers_and_criteria_plain_texts(repo: GitRepo) -> None:
    text = '{"title": " a ", "effort": 2.50, "acceptance_criteria": ["one", {"text": "two"}]}'
    imported(repo, text)
    created = ticket(repo, "3")
    assert (created["title"], created["effort"], created["effort_hours"]) == ("a", "2.5", 2.5)
    assert created["acceptance_criteria"] == [
        {"text": "one", "done": False},
        {"text": "two", "done": False},
    ]


@pytest.mark.parametrize(("number", "effort"), [("6", "6"), ("6.0", "6"), ("0.25", "0.25")])
def test_a_number_is_an_effort_in_hours(repo: GitRepo, number: str, effort: str) -> None:
    imported(repo, f'{{"title": "a", "effort": {number}}}')
    assert ticket(repo, "3")["effort"] == effort


def test_nulls_empty_values_and_computed_keys_are_ignored(repo: GitRepo) -> None:
    text = (
        '{"title": "a", "priority": null, "status": "", "tags": [], "path": 5, "blocks": ["X"],'
        ' "children": 1, "ready": true, "blocked": null, "effort_hours": -1, "criteria": {},'
        ' "description": null, "devlog": null, "sections": null, "fields": null, "why": "so"}'
    )
    assert imported(repo, text).status == 0
    assert (ticket(repo, "3")["priority"], ticket(repo, "3")["status"]) == ("normal", "backlog")


def test_the_output_of_show_creates_the_same_ticket_in_another_project(
    repo: GitRepo, empty_repo: GitRepo
) -> None:
    done(
        *(repo.path, "create", "A", "-t", "bug", "--dep", "1", "--parent", "2", "--effort", "3d"),
        *(
            "--criterion",
            "one\n\n- below\n  - deeper",
            "-d",
            "D\n\n```\n## no heading\n```",
            "-a",
            "ana",
        ),
        *("--file", "a, b.txt", "--tag", "x", "--phase", "1.10", "--milestone", "no"),
    )
    path = repo.path / ".tickets/JJM-003.md"
    text = path.read_text().replace("tags: [x]\n", "tags: [x]\ncustomer: '007'\nflags: [a, no]\n")
    path.write_text(text + "\n## Devlog\n\n### 2025-10-01T09:30:00Z ana\n\nDone.\n\n## Else\n\nx\n")
    shown = done(repo.path, "show", "3", "--json")
    (empty_repo.path / ".tickets").mkdir()
    ran = imported(empty_repo, shown.out)
    assert ran.out == "JJM-003\n"
    assert given(ticket(empty_repo, "JJM-003")) == given(shown.json[0])
    again = imported(repo, shown.out)
    assert again.status == 1
    assert "the ID JJM-003 is taken: it is that of .tickets/JJM-003.md" in again.err


def test_the_output_of_list_creates_the_same_tickets_in_another_project(
    repo: GitRepo, empty_repo: GitRepo
) -> None:
    for number in range(3, 6):
        done(repo.path, "create", f"Nr {number}", "--dep", str(number - 1), "--no-commit")
    listed = done(repo.path, "list", "--all", "--full", "--json")
    (empty_repo.path / ".tickets").mkdir()
    lines = done(repo.path, "list", "--all", "--full", "--format", "jsonl").out
    assert len(lines.splitlines()) == 5
    assert imported(empty_repo, lines).status == 0
    there = done(empty_repo.path, "list", "--all", "--full", "--json")
    assert there.json == listed.json


@pytest.mark.parametrize(
    "command",
    [
        ("show", "1"),
        ("show", "1", "--history"),
        ("show", "1", "--at", "HEAD"),
        ("list", "--branches", "--full"),
        ("ready", "--full"),
        ("blocked", "--full"),
        ("search", "First"),
        ("next",),
        ("set", "1", "priority=high"),
        ("claim", "1", "--as", "ana"),
    ],
)
def test_what_any_command_prints_as_json_can_be_imported(
    repo: GitRepo, empty_repo: GitRepo, command: tuple[str, ...]
) -> None:
    repo.git("checkout", "-q", "-b", "side")
    done(repo.path, "set", "1", "title=On a branch")
    repo.git("checkout", "-q", "main")
    done(repo.path, "hold", "2", "answer from legal")
    (empty_repo.path / ".tickets").mkdir()
    ran = imported(empty_repo, done(repo.path, *command, "--json").out)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out


def test_custom_fields_are_typed_where_the_config_declares_them(repo: GitRepo) -> None:
    repo.write(
        ".tickets/config.yml",
        "prefix: JJM\nfields:\n  points: {type: integer}\n  ratio: {type: number}\n"
        "  urgent: {type: boolean}\n  team: {type: enum, values: [red, blue]}\n"
        "  seen: {type: date}\n  links: {type: list}\n  customer: {type: string}\n",
    )
    fields = {
        "points": 5,
        "ratio": 0.5,
        "urgent": True,
        "team": "red",
        "seen": "2025-01-01",
        "links": ["a, b", "c"],
        "customer": "no",
    }
    assert imported(repo, json.dumps({"title": "a", "fields": fields})).status == 0
    assert ticket(repo, "3")["fields"] == fields
    assert imported(repo, json.dumps({"title": "a", **fields})).status == 0
    assert ticket(repo, "4")["fields"] == fields
    bad = {"points": 1.5, "ratio": "much", "urgent": "maybe", "team": "rde", "seen": "now"}
    ran = imported(repo, json.dumps({"title": "a", "fields": {**bad, "links": "a"}}))
    assert ran.status == 1
    assert ran.err.splitlines() == [
        "error: stdin has 6 mistakes:",
        "  points: '1.5' is not an integer",
        "  ratio: 'much' is not a number",
        "  urgent: 'maybe' is not a boolean (write true or false)",
        "  unknown team 'rde' (did you mean 'red'?)",
        "  seen: 'now' is not a date (write 2025-10-31, tomorrow, friday, +3d or today + 2w)",
        "  links is a list",
        "hint: nothing was written",
    ]


def test_all_mistakes_in_a_batch_are_reported_at_once(repo: GitRepo) -> None:
    batch = [
        {"titel": "x", "id": "JJM-50", "tags": "a", "effort": -1, "parent_id": "JJM-60"},
        {"title": "fine"},
        {"title": "b", "status": "finished", "dependencies": ["486d"], "acceptance_criteria": "x"},
        "no object",
    ]
    before = repo.files()
    statuses = "backlog, ready, in_progress, review, done, cancelled"
    ran = imported(repo, json.dumps(batch))
    assert ran.status == 1
    assert ran.err.splitlines() == [
        "error: stdin has 8 mistakes:",
        "  ticket 1: unknown key 'titel' (did you mean 'title'?)",
        "  ticket 1: tags is a list of texts, not a text",
        "  ticket 1: there is no title",
        "  ticket 3: acceptance_criteria is a list, not a text",
        "  ticket 4: an object belongs here, not a text",
        "  ticket 1: effort: '-1' is not a duration (write 90m, 6h, 1.5d, 1w or 1d 4h)",
        f"  ticket 3: unknown status 'finished' (one of {statuses})",
        "  ticket 3: dependencies: no ticket '486d' (an ID looks like JJM-001)",
        "hint: nothing was written",
    ]
    assert repo.files() == before


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "stdin:1:1: not JSON: expecting value"),
        ("nope", "stdin:1:1: not JSON: expecting value"),
        ('{"title": "a"', "stdin:1:14: not JSON: expecting ',' delimiter"),
        ('{"title": "a"}\n{"title": }\n', "stdin:2:11: not JSON: expecting value"),
        ('{"title": "a",\n "title": "b"}', "stdin:1:2: not JSON: key 'title' appears twice"),
        ('{"title": "a", "effort": NaN}', "stdin:1:26: not JSON: NaN is not a JSON number"),
        ("[" * 200_000, "stdin:1:1: not JSON: nested too deep"),
        ("1" * 5000, "stdin:1:1: not JSON: a number has too many digits"),
        ('{"title": "a", "effort": 1' + "0" * 400 + "}", "is not a duration"),
        ('{"title": "a", "effort": 1e400}', "'inf' is not a duration"),
        ('{"title": 5}', "stdin has 2 mistakes:\n  title is a text, not a number"),
        ('{"title": "\\ud800"}', "title holds half a character (a lone surrogate)"),
        ('{"title": "a", "tags": [1]}', "tags is a list of texts, not a list"),
        ('{"title": "a", "description": ["x"]}', "description is a text, not a list"),
        ('{"title": "a", "devlog": [{"text": "x"}]}', "'' is not a timestamp"),
        ('{"title": "a", "devlog": ["x"]}', "a devlog entry has a timestamp, an author and a text"),
        ('{"title": "a", "acceptance_criteria": [""]}', "an acceptance criterion has no text"),
        (
            '{"title": "a", "acceptance_criteria": [{"text": "x", "done": 1}]}',
            "an acceptance criterion has a text and done, true or false",
        ),
        ('{"title": "a", "sections": []}', "sections is an object of texts by heading"),
        ('{"title": "a", "fields": []}', "fields is an object, not a list"),
        ('{"title": "a", "fields": {"x": {}}}', "x is a text, not an object"),
        ('{"title": "a", "fields": {"id": "x"}}', "'id' is a key of the ticket itself"),
        ('{"title": "a", "fields": {" ": "x"}}', "fields: ' ' can't be a key"),
        ('{"title": "a", "fields": {"\\ud800": "x"}}', "can't be a key"),
        ('{"title": "a", "sections": {"a\\n## Description": "x"}}', "can't be a heading"),
        ('{"title": "a", "id": "jjm-9"}', "'jjm-9' is not an ID (write JJM-9)"),
        ('{"title": "a", "blocked_by": []}', "unknown key 'blocked_by'"),
        ('{"title": "a\\nb"}', "title is not one line of plain text"),
        ('{"title": "a", "status": "dnoe"}', "unknown status 'dnoe' (did you mean 'done'?)"),
        ("5", "an object belongs here, not a number"),
        (b'{"title": "\xff"}', "stdin is not UTF-8 (byte 12)"),
    ],
)
def test_mistakes_are_reported_and_nothing_is_written(
    repo: GitRepo, text: str | bytes, reason: str
) -> None:
    ran = imported(repo, text)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("error: ")
    assert reason in ran.err
    assert repo.status() == ""


def test_with_json_a_syntax_error_is_one_object_on_stderr(repo: GitRepo) -> None:
    ran = imported(repo, "nope", "--json")
    assert ran.status == 1
    assert json.loads(ran.err.splitlines()[-1]) == {
        "error": {
            "code": "bad_data",
            "message": "stdin:1:1: not JSON: expecting value",
            "hint": "give one object, an array of objects, or one object per line",
            "facts": {},
        }
    }


def test_a_missing_file_is_reported(repo: GitRepo) -> None:
    ran = jticket(repo.path, "create", "--from-json", "nope.json")
    assert (ran.status, ran.err) == (1, "error: can't read nope.json: No such file or directory\n")


@pytest.mark.parametrize("options", [["Title"], ["--tag", "x"], ["--edit"]])
def test_from_json_excludes_options_that_set_values(repo: GitRepo, options: list[str]) -> None:
    ran = imported(repo, '{"title": "a"}', *options)
    assert ran.status == 2
    assert repo.status() == ""


def test_an_import_is_undone_when_a_hook_refuses(repo: GitRepo) -> None:
    repo.hook("pre-commit", "exit 1")
    before = repo.files()
    assert imported(repo, '[{"title": "a"}, {"title": "b"}]').status == 1
    assert repo.files() == before
    assert repo.status() == ""


def test_a_section_named_like_a_built_in_one_is_that_section(repo: GitRepo) -> None:
    sections = {"devlog": "### 2025-01-01 ana\n\nx", "Technical Notes": "T"}
    assert imported(repo, json.dumps({"title": "a", "sections": sections})).status == 0
    created = ticket(repo, "3")
    assert created["devlog"] == [{"timestamp": "2025-01-01", "author": "ana", "text": "x"}]
    assert (created["technical_notes"], created["sections"]) == ("T", {})


def test_text_before_the_first_heading_is_split_and_closed_too(repo: GitRepo) -> None:
    first = "Before.\n\n## Description\n\nD\n\n## Own\n\n```\nnever closed"
    assert imported(repo, json.dumps({"title": "a", "sections": {"": first}})).status == 0
    created = ticket(repo, "3")
    assert created["description"] == "D"
    assert created["sections"] == {"": "Before.", "Own": "```\nnever closed\n```"}
