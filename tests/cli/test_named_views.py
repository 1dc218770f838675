"""`--view`: the named views of `config.yml`, wherever tickets are filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket
from ticket_repos import write_tickets

if TYPE_CHECKING:
    from gitrepo import GitRepo

TICKETS = {
    1: "status: in_progress\nassignee: ana\ntitle: Parser",
    2: "status: ready\npriority: high\nassignee: ana\ndue: 2025-10-02\ntitle: Endpoint",
    3: "status: done\nassignee: ana\ntitle: Old",
    4: "status: ready\nassignee: ben\ntitle: Help",
}
CONFIG = """\
prefix: JJM
views:
  ana: {where: assignee = ana and open, sort: [-priority, due], columns: [id, due]}
  all-of-ana: {where: assignee = ana and status != backlog}
  by-title: {sort: [-title]}
  wrong: {where: open and prio >= high}
"""


@pytest.fixture
def repo_with_views(repo: GitRepo) -> GitRepo:
    repo.write(".tickets/config.yml", CONFIG)
    write_tickets(repo, TICKETS)
    return repo


def ids(repo: GitRepo, *args: str) -> str:
    lines = done(repo.path, *args, "--format", "ids").lines
    return " ".join(line.removeprefix("JJM-00") for line in lines)


def test_a_view_has_a_query_an_order_and_columns(repo_with_views: GitRepo) -> None:
    ran = done(repo_with_views.path, "list", "--view", "ana")
    assert ran.out == "JJM-001\t-\nJJM-002\t2025-10-02\n"


def test_options_replace_the_order_and_columns_of_a_view(repo_with_views: GitRepo) -> None:
    assert ids(repo_with_views, "list", "--view", "ana", "--sort", "priority") == "2 1"
    ran = done(repo_with_views.path, "list", "--view", "ana", "--columns", "title")
    assert ran.out == "Parser\nEndpoint\n"


def test_filters_and_a_query_add_to_that_of_a_view(repo_with_views: GitRepo) -> None:
    assert ids(repo_with_views, "list", "--view", "ana", "--priority", "high") == "2"
    assert ids(repo_with_views, "list", "--view", "ana", "--where", "due = none") == "1"
    assert ids(repo_with_views, "list", "--view", "ana", "--assignee", "ben") == ""


def test_a_view_that_names_a_status_shows_closed_tickets(repo_with_views: GitRepo) -> None:
    assert ids(repo_with_views, "list", "--view", "all-of-ana") == "2 1 3"
    assert ids(repo_with_views, "list", "--view", "by-title") == "1 4 2"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("ready", "JJM-002\t2025-10-02\n"),
        ("next", "JJM-002\tready\thigh"),
        ("board", "ready\tJJM-002\t"),
        ("search e", "JJM-002\tready\thigh\ttask\tana\tEndpoint\nJJM-001"),
        ("stats --by assignee", "total\t-\t2"),
        ("tree", "JJM-001"),
        ("plan", ""),
        ("graph --format text", ""),
    ],
)
def test_every_command_with_filters_takes_a_view(
    repo_with_views: GitRepo, command: str, expected: str
) -> None:
    out = done(repo_with_views.path, *command.split(), "--view", "ana", JTICKET_USER="ana").out
    assert out.startswith(expected)
    assert "JJM-002" in out or command.startswith("stats")
    assert "JJM-004" not in out


def test_the_nearest_view_is_named_when_there_is_none_of_the_name(
    repo_with_views: GitRepo, repo: GitRepo
) -> None:
    ran = jticket(repo_with_views.path, "list", "--view", "anna")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.endswith("error: unknown view 'anna'\nhint: did you mean 'ana'?\n")
    repo.write(".tickets/config.yml", "prefix: JJM\n")
    ran = jticket(repo.path, "ready", "--view", "ana")
    assert ran.err == "error: unknown view 'ana'\nhint: config.yml has no `views`\n"


def test_a_wrong_query_of_a_view_is_pointed_at(repo_with_views: GitRepo) -> None:
    ran = jticket(repo_with_views.path, "list", "--view", "wrong")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.splitlines()[-3:] == [
        "error: config.yml, view wrong: unknown field 'prio' (did you mean 'priority'?)",
        "  open and prio >= high",
        "           ^^^^",
    ]


def test_the_default_view_counts_where_nothing_else_is_asked(repo_with_views: GitRepo) -> None:
    repo_with_views.write(".tickets/config.yml", f"{CONFIG}default_view: ana\n")
    ran = done(repo_with_views.path, "list")
    assert ran.out == "JJM-001\t-\nJJM-002\t2025-10-02\n"
    assert ran.err.endswith("note: this is the view ana; `--view -` shows all\n")
    assert "JJM-004" not in done(repo_with_views.path, "board").out
    assert ids(repo_with_views, "list", "--view", "-") == "2 1 4"
    assert ids(repo_with_views, "list", "--assignee", "ben") == "4"
    assert ids(repo_with_views, "list", "--all") == "2 1 3 4"
    assert ids(repo_with_views, "list", "--where", "assignee = ben") == "4"
    assert ids(repo_with_views, "list", "--view", "by-title") == "1 4 2"
    assert ids(repo_with_views, "ready") == "2 4"


def test_check_reports_a_mistake_in_a_view_with_its_place(repo_with_views: GitRepo) -> None:
    ran = jticket(repo_with_views.path, "check")
    assert ran.status == 1
    mistake = "error JT402 unknown field 'prio' (did you mean 'priority'?)"
    assert f".tickets/config.yml:6:27: {mistake}" in ran.lines


@pytest.mark.parametrize("args", [["list"], ["list", "--view", "ana"], ["ready"]])
def test_a_wrong_query_is_not_reported_by_commands_that_do_not_use_its_view(
    args: list[str], repo_with_views: GitRepo
) -> None:
    assert "prio" not in jticket(repo_with_views.path, *args).err


def test_unknown_columns_and_keys_of_a_view_are_left_out(repo_with_views: GitRepo) -> None:
    views = "views:\n  few: {sort: [-prio, title], columns: [id, titel]}\n"
    repo_with_views.write(".tickets/config.yml", f"prefix: JJM\n{views}")
    assert done(repo_with_views.path, "list", "--view", "few").lines == [
        "JJM-002",
        "JJM-004",
        "JJM-001",
    ]
