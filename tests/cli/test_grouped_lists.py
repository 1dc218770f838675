"""`--group-by` of `list`, `ready` and `blocked`: headings for people, a column for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket
from ticket_repos import write_tickets

if TYPE_CHECKING:
    from gitrepo import GitRepo

TICKETS = {
    1: "priority: high\ntags: [cli, ux]\neffort: 6h\ntitle: Parser\nsize: l",
    2: "priority: low\ntags: [cli]\neffort: 2h\ntitle: Help\nsize: s\ndependencies: [JJM-001]",
    3: "priority: high\nassignee: ana\ntitle: Colours",
    4: "status: done\npriority: high\ntitle: Old",
}
CONFIG = "prefix: JJM\nfields:\n  size: {type: enum, values: [s, m, l]}\n"


@pytest.fixture
def repo_of_four(repo: GitRepo) -> GitRepo:
    repo.write(".tickets/config.yml", CONFIG)
    write_tickets(repo, TICKETS)
    return repo


def test_a_table_has_headings_with_counts_and_hours(repo_of_four: GitRepo) -> None:
    ran = done(repo_of_four.path, "list", "--group-by", "priority", "--format", "table")
    assert ran.out == (
        "ID       STATUS   ASSIGNEE  TITLE\n"
        "\n"
        "high (2, 6h)\n"
        "JJM-001  backlog            Parser\n"
        "JJM-003  backlog  ana       Colours\n"
        "\n"
        "low (1, 2h)\n"
        "JJM-002  backlog            Help\n"
    )


def test_columns_that_were_asked_for_stay_in_a_table(repo_of_four: GitRepo) -> None:
    options = ("--group-by", "priority", "--columns", "id,priority", "--format", "table")
    lines = done(repo_of_four.path, "list", *options).lines
    assert lines[:4] == ["ID       PRIORITY", "", "high (2, 6h)", "JJM-001  high"]


def test_programs_get_the_name_of_the_group_before_the_usual_line(repo_of_four: GitRepo) -> None:
    usual = done(repo_of_four.path, "list").lines
    grouped = done(repo_of_four.path, "list", "--group-by", "tag").lines
    assert grouped == [
        f"cli\t{usual[0]}",
        f"cli\t{usual[2]}",
        f"ux\t{usual[0]}",
        f"-\t{usual[1]}",
    ]


def test_csv_has_a_column_for_the_group(repo_of_four: GitRepo) -> None:
    options = ("--group-by", "size", "--columns", "id,title", "--format", "csv")
    assert done(repo_of_four.path, "list", *options).lines == [
        "group,id,title",
        "s,JJM-002,Help",
        "l,JJM-001,Parser",
        ",JJM-003,Colours",
    ]


def test_json_has_the_groups_with_their_tickets(repo_of_four: GitRepo) -> None:
    plain = {ticket["id"]: ticket for ticket in done(repo_of_four.path, "list", "--json").json}
    grouped = done(repo_of_four.path, "list", "--group-by", "assignee", "--json").json
    assert grouped == [
        {"name": "ana", "tickets": [plain["JJM-003"]]},
        {"name": "", "tickets": [plain["JJM-001"], plain["JJM-002"]]},
    ]


def test_each_group_is_in_the_order_of_the_list(repo_of_four: GitRepo) -> None:
    options = ("--all", "--group-by", "priority", "--sort", "-title", "--columns", "id")
    lines = done(repo_of_four.path, "list", *options).lines
    assert lines == ["high\tJJM-001", "high\tJJM-004", "high\tJJM-003", "low\tJJM-002"]


def test_ready_and_blocked_are_grouped_too(repo_of_four: GitRepo) -> None:
    ready = done(repo_of_four.path, "ready", "--group-by", "assignee", "--columns", "id")
    assert ready.lines == ["ana\tJJM-003", "-\tJJM-001"]
    blocked = done(repo_of_four.path, "blocked", "--group-by", "size", "--json").json
    assert [(group["name"], group["tickets"][0]["waiting_for"]) for group in blocked] == [
        ("s", ["JJM-001"])
    ]


def test_no_tickets_make_no_groups(repo_of_four: GitRepo) -> None:
    options = ("list", "--tag", "none-such", "--group-by", "tag")
    assert done(repo_of_four.path, *options).out == ""
    assert done(repo_of_four.path, *options, "--json").json == []
    assert "no ticket found" in done(repo_of_four.path, *options, "--format", "table").err


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--group-by", "prioriti"], "can't group by 'prioriti'\nhint: did you mean 'priority'?"),
        (["--group-by", "tag", "--format", "ids"], "--group-by and --format ids exclude each"),
        (["--group-by", "tag", "--format", "jsonl"], "--group-by and --format jsonl exclude each"),
        (["--group-by", "tag", "--branches"], "--branches and --group-by exclude each other"),
    ],
)
def test_what_can_not_be_grouped_is_wrong_usage(
    repo_of_four: GitRepo, options: list[str], error: str
) -> None:
    ran = jticket(repo_of_four.path, "list", *options)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {error}")
