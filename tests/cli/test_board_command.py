"""`board`: which cards are in which columns, and how the columns are laid out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from awkward import write_awkward
from commandline import done, process
from golden import reviewed
from wcwidth import wcswidth

if TYPE_CHECKING:
    from gitrepo import GitRepo

TOP = Path(__file__).parents[2]
EXAMPLE = ("--dir", str(TOP / ".tickets-example"))


@pytest.fixture
def awkward(repo: GitRepo) -> GitRepo:
    write_awkward(repo)
    return repo


def columns(repo: GitRepo, *options: str) -> dict[str, str]:
    """Returns the columns by name, each with the numbers of its tickets."""
    board = done(repo.path, "board", "--json", *options).json["columns"]
    return {
        column["name"]: " ".join(
            ticket["id"].removeprefix("JJM-00") for ticket in column["tickets"]
        )
        for column in board
    }


def test_every_open_status_has_a_column(repo: GitRepo) -> None:
    assert columns(repo) == {"backlog": "1 2", "ready": "", "in_progress": "", "review": ""}
    assert list(columns(repo, "--all"))[4:] == ["done", "cancelled"]
    assert columns(repo, "--status", "ready,backlog") == {"backlog": "1 2"}


def test_custom_and_unknown_statuses_have_columns_too(awkward: GitRepo) -> None:
    assert columns(awkward, "--all") == {
        "backlog": "1",
        "ready": "2",
        "in_progress": "3",
        "review": "7",
        "qa": "4",
        "done": "6",
        "cancelled": "8",
        "odd": "5",
    }


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("assignee", {"ana": "4 5", "דנה": "7", "سارة": "3", "علي": "1", "山田": "2"}),
        ("priority", {"critical": "3", "high": "1", "normal": "4 7", "low": "2", "urgent": "5"}),
        ("service", {"core": "1", "": "3 4 7 2 5"}),
        ("type", {"task": "3 1 4 7 2", "wish": "5"}),
        ("phase", {"P1": "1 4 7 5", "日本語フェーズ": "2", "مرحلة": "3"}),
        ("customer", {"x": "2", "": "3 1 4 7 5"}),
    ],
)
def test_other_groupings_show_only_columns_with_tickets(
    awkward: GitRepo, by: str, expected: dict[str, str]
) -> None:
    shown = columns(awkward, "--by", by)
    assert shown == expected
    assert list(shown) == list(expected)


def test_json_has_the_key_and_the_same_tickets_as_a_list(awkward: GitRepo) -> None:
    board = done(awkward.path, "board", "--by", "service", "--json").json
    assert board["by"] == "service_id"
    assert board["columns"][0] == {
        "name": "core",
        "tickets": done(awkward.path, "list", "--service", "core", "--json").json,
    }


def test_epics_are_left_out_unless_the_type_names_them(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "ticket_type=epic", "--no-commit")
    assert columns(repo)["backlog"] == "2"
    assert columns(repo, "--type", "epic")["backlog"] == "1"
    assert columns(repo, "--type", "epic,task")["backlog"] == "1 2"
    assert columns(repo, "--type", "!bug")["backlog"] == "2"
    assert columns(repo, "--where", "type = epic")["backlog"] == "1"
    assert columns(repo, "--where", "type = epic or id = JJM-002")["backlog"] == "2"
    last = done(repo.path, "board", "--format", "table").lines[-1]
    assert last == "left out: 1 epic (--type epic)"


def test_closed_tickets_are_left_out_and_counted(awkward: GitRepo) -> None:
    last = done(awkward.path, "board", "--format", "table").lines[-1]
    assert last == "left out: 2 closed (--all)"
    assert "left out" not in done(awkward.path, "board", "--format", "table", "--all").out


def test_a_pipe_gets_one_line_per_card_with_its_column_first(awkward: GitRepo) -> None:
    listed = done(awkward.path, "list", "--format", "tsv", "--service", "core").lines
    assert done(awkward.path, "board", "--by", "service").lines[0] == f"core\t{listed[0]}"
    assert done(awkward.path, "board", "--by", "service").lines[1].startswith("-\tJJM-003\t")


@pytest.mark.parametrize("width", [80, 200])
def test_the_example_matches_its_golden(width: int) -> None:
    ran = done(TOP, *EXAMPLE, "board", "--format", "table", COLUMNS=str(width))
    assert ran.out == reviewed(f"board-{width}.txt", ran.out)
    assert max(map(wcswidth, ran.lines)) <= width


@pytest.mark.parametrize(("by", "width"), [("status", 80), ("status", 200), ("assignee", 200)])
def test_awkward_tickets_match_their_golden(awkward: GitRepo, by: str, width: int) -> None:
    ran = done(awkward.path, "board", "--by", by, "--format", "table", COLUMNS=str(width))
    assert ran.out == reviewed(f"board-awkward-{by}-{width}.txt", ran.out)
    assert max(map(wcswidth, ran.lines)) <= width


def test_columns_are_side_by_side_if_each_is_at_least_22_wide(repo: GitRepo) -> None:
    beside = 4 * 22 + 3 * 2
    first = done(repo.path, "board", "--format", "table", COLUMNS=str(beside)).lines[0]
    assert first == (
        "backlog (2)             ready (0)               in_progress (0)         review (0)"
    )
    first = done(repo.path, "board", "--format", "table", COLUMNS=str(beside - 1)).lines[0]
    assert first == "backlog (2)"


def test_a_card_shows_priority_effort_blocked_and_assignee(repo: GitRepo) -> None:
    values = ("effort=6h", "assignee=ana", "priority=high", "dependencies=JJM-002")
    done(repo.path, "set", "1", *values, "--no-commit")
    lines = done(repo.path, "board", "--format", "table", COLUMNS="200").lines
    assert lines[2].rstrip() == "JJM-001 First"
    assert lines[3].rstrip() == "  high 6h blocked ana"
    lines = done(repo.path, "board", "--format", "table").lines
    assert lines[1] == "  JJM-001  ana  high      6h  blocked  First"


def test_right_to_left_names_never_share_a_line(awkward: GitRepo) -> None:
    lines = done(
        awkward.path, "board", "--by", "assignee", "--format", "table", COLUMNS="200"
    ).lines
    for name in ("علي", "سارة", "דנה"):
        (line,) = (line for line in lines if name in line)
        assert line.startswith("(1, ")
        assert line.endswith(name)


def test_a_project_of_closed_tickets_has_empty_columns(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "2", "status=done", "--force", "--no-commit")
    lines = done(repo.path, "board", "--format", "table").lines
    assert lines[0] == "backlog (0)"
    assert lines[-1] == "left out: 2 closed (--all)"
    assert done(repo.path, "board").out == ""
    ran = done(repo.path, "board", "--by", "assignee", "--format", "table")
    assert (ran.out, ran.err) == ("", "no ticket found; --all shows the closed ones too\n")
    assert done(repo.path, "board", "--by", "assignee", "--json").json == {
        "by": "assignee",
        "columns": [],
    }


def test_lines_are_ascii_if_stdout_cannot_encode_them(repo: GitRepo) -> None:
    variables = {"PYTHONIOENCODING": "ascii", "COLUMNS": "200"}
    ran = process(repo.path, "board", "--format", "table", **variables)
    assert ran.lines[1].startswith("------")
    assert ran.out.isascii()
