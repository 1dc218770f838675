"""`--where` on the command line: with `list` and `search`, and how mistakes are shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket
from ticket_repos import write_tickets

from jticket.model.computed import COMPUTED
from jticket.model.queries.query_fields import NAMES
from jticket.model.schema import FILTERS

if TYPE_CHECKING:
    from gitrepo import GitRepo

    from jticket.model.field import Field

TICKETS = {
    1: "status: in_progress\npriority: low\nassignee: ana\nticket_type: epic\ntitle: Sign-on",
    2: "status: ready\npriority: critical\nassignee: ben\ntags: [cli, ux]\nparent_id: JJM-001\n"
    "effort: 90m\nphase: 'P1: a, b'\ntitle: Parser",
    3: "status: backlog\npriority: high\ntags: [cli]\ndependencies: [JJM-002, JJM-099]\n"
    "service_id: sso\ndue: 2025-10-08\ncreated: 2025-09-01T00:00:00Z\ntitle: שלום 🚀\neffort: 2d",
    4: "status: done\npriority: high\nassignee: ana\nmilestone: MVP\ntitle: Old",
    5: "status: paused\nticket_type: bug\ntitle: Never\naliases: [OLD-007]\npoints: 3",
}


@pytest.fixture
def repo_of_five(repo: GitRepo) -> GitRepo:
    write_tickets(repo, TICKETS)
    return repo


def ids(repo: GitRepo, *options: str) -> str:
    lines = done(repo.path, "list", "--format", "ids", *options).lines
    return " ".join(line.removeprefix("JJM-").lstrip("0") for line in lines)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status = ready and (priority >= high or tags ~ security) and not blocked", "2"),
        ("priority >= high", "2 3"),
        ("status = done or priority = high", "3 4"),
        ("closed", "4"),
        ("not open", "4"),
        ("status = paused", "5"),
        ("due <= today + 7d", "3"),
        ("due < today + 7d", ""),
        ("age > 29d and age <= 30d", "3"),
        ("effort > 1d", "3"),
        ("parent = 1", "2"),
        ("dependencies = jjm-2", "3"),
        ("dep = JJM-099", "3"),
        ("id in (3, OLD-007)", "3 5"),
        ("title ~ '🚀'", "3"),
        ("title = 'שלום 🚀'", "3"),
        ("path ~ 002.md", "2"),
        ("points = 3", "5"),
        ("  ", "2 3 5 1"),
    ],
)
def test_list_shows_the_tickets_that_match_a_query(
    repo_of_five: GitRepo, query: str, expected: str
) -> None:
    assert ids(repo_of_five, "--where", query) == expected


def test_a_query_combines_with_filters_and_with_all(repo_of_five: GitRepo) -> None:
    assert ids(repo_of_five, "--where", "priority >= high", "--all") == "2 3 4"
    assert ids(repo_of_five, "--where", "priority >= high", "--tag", "ux") == "2"
    assert ids(repo_of_five, "--where", "closed", "--assignee", "ben") == ""
    assert ids(repo_of_five, "--where", "priority >= high", "--sort", "-id", "--limit", "1") == "3"


def test_search_takes_a_query(repo_of_five: GitRepo) -> None:
    ran = done(repo_of_five.path, "search", "id", "--where", "status = done", "--json")
    assert [ticket["id"] for ticket in ran.json] == ["JJM-004"]
    assert done(repo_of_five.path, "search", "Parser", "--where", "not blocked").lines[0][:7] == (
        "JJM-002"
    )


def test_the_views_take_a_query(repo_of_five: GitRepo) -> None:
    query = ["--where", "priority >= high"]
    for view, expected in (("ready", {"JJM-002"}), ("blocked", {"JJM-003"})):
        listed = done(repo_of_five.path, view, "--json", *query).json
        assert {ticket["id"] for ticket in listed} == expected
    nodes = done(repo_of_five.path, "graph", "--json", *query).json["nodes"]
    assert [ticket["id"] for ticket in nodes] == ["JJM-002", "JJM-003"]
    assert "JJM-005" not in done(repo_of_five.path, "tree", *query).out


def test_every_computed_key_of_json_can_be_queried() -> None:
    assert {*COMPUTED} <= {*NAMES}


@pytest.mark.parametrize("field", FILTERS, ids=lambda field: field.key)
def test_a_field_has_the_same_name_in_a_query_and_in_its_filter(
    repo_of_five: GitRepo, field: Field
) -> None:
    name = field.name
    with_value = ids(repo_of_five, "--where", f"{name} != none", "--all")
    assert with_value == ids(repo_of_five, f"--{name}", "!-", "--all") != ""


def test_a_mistake_is_shown_with_carets_below_it(repo: GitRepo) -> None:
    ran = jticket(repo.path, "list", "--where", "ready and prio >= high")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "error: --where: unknown field 'prio' (did you mean 'priority'?)\n"
        "  ready and prio >= high\n"
        "            ^^^^\n"
    )


def test_carets_are_aligned_below_wide_characters_and_escapes(repo: GitRepo) -> None:
    for query, shown, carets in (
        ("title = '日本🚀' and 日本 = 1", "title = '日本🚀' and 日本 = 1", " " * 21 + "^^^^"),
        ("title = 'a\x1b\u202e\n' or x", "title = 'a\\x1b\\u202e\\n' or x", " " * 27 + "^"),
        ("title =", "title =", " " * 7 + "^"),
    ):
        ran = jticket(repo.path, "list", "--where", query)
        assert ran.err.splitlines()[1:] == [f"  {shown}", f"  {carets}"]


def test_the_location_in_a_long_query_is_shown_on_one_line(repo: GitRepo) -> None:
    query = f"{'open and ' * 40}prio > 1{' and open' * 40}"
    lines = jticket(repo.path, "list", "--where", query).err.splitlines()
    assert len(lines) == 3
    assert len(lines[1]) <= 78
    start = lines[2].index("^")
    assert lines[1][start : start + lines[2].count("^")] == "prio"
    assert (lines[1][2], lines[1][-1]) == ("…", "…")


def test_with_json_a_mistake_is_one_line_and_a_hint(repo: GitRepo) -> None:
    ran = jticket(repo.path, "list", "--json", "--where", "status = reedy")
    assert (ran.status, ran.out) == (2, "")
    assert json.loads(ran.err.splitlines()[-1]) == {
        "error": {
            "code": "usage",
            "message": "--where: unknown status 'reedy'",
            "hint": "did you mean 'ready'?",
            "facts": {},
        }
    }


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--where", "parent = 99"], "--where: no ticket '99'"),
        (["--where", "(" * 100_000], "--where: the query has 100000 characters"),
        (["--where", "(" * 5_000], "--where: nested deeper than 50 levels"),
        (["--where", "not " * 2_000], "--where: nested deeper than 50 levels"),
        (["--where", "open", "--where", "ready"], "--where is given more than once"),
        (["--where", "title = \udcff"], "--where is not UTF-8 text"),
        (["--where", "title ~ 'x\x1b[31m"], "--where: this quote is not closed"),
    ],
)
def test_an_invalid_query_is_a_usage_error(repo: GitRepo, options: list[str], error: str) -> None:
    ran = jticket(repo.path, "list", *options)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {error}")
    assert "\x1b" not in ran.err


def test_custom_fields_compare_by_their_type(repo_of_five: GitRepo) -> None:
    assert jticket(repo_of_five.path, "list", "--where", "points > 2").status == 2
    config = "prefix: JJM\nfields:\n  points: {type: integer}\n"
    repo_of_five.write(".tickets/config.yml", config)
    assert ids(repo_of_five, "--where", "points > 2") == "5"
