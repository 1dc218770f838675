"""`--fields`: JSON with the keys that are asked for, in that order, and no others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from commandline import done, jticket, refused

from jticket.cli import output, tree

if TYPE_CHECKING:
    from gitrepo import GitRepo


def fields(repo: GitRepo, *args: str) -> list[list[tuple[str, object]]]:
    """Returns the pairs of each ticket that a command prints."""
    printed = json.loads(done(repo.path, *args).out, object_pairs_hook=list)
    return printed if printed and isinstance(printed[0], list) and args[0] != "next" else [printed]


@pytest.mark.parametrize(
    "command",
    [("list",), ("ready",), ("show", "1", "2"), ("search", "JJM"), ("next",)],
    ids=lambda command: command[0],
)
def test_the_keys_come_in_the_order_in_which_they_are_named(
    repo: GitRepo, command: tuple[str, ...]
) -> None:
    tickets = fields(repo, *command, "--fields", "title,id")
    assert tickets
    assert all([key for key, _ in ticket] == ["title", "id"] for ticket in tickets)


def test_what_is_asked_for_is_what_all_of_the_json_says(repo: GitRepo) -> None:
    done(repo.path, "create", "Log out", "--dep", "1", "--criterion", "the session ends")
    full = json.loads(done(repo.path, "list", "--json", "--full").out)
    names = list(full[0])
    narrow = json.loads(done(repo.path, "list", "--fields", ",".join(names)).out)
    assert narrow == full


def test_the_body_is_read_where_a_field_of_it_is_named(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "description=The words.")
    ((_, text),) = fields(repo, "list", "--fields", "description", "--limit", "1")[0]
    assert text == "The words."
    ((_, text),) = fields(repo, "search", "words", "--fields", "description")[0]
    assert text == "The words."


def test_fields_of_one_command_alone(repo: GitRepo) -> None:
    done(repo.path, "set", "2", "dependencies=1")
    assert fields(repo, "blocked", "--fields", "waiting_for") == [[("waiting_for", ["JJM-001"])]]
    assert fields(repo, "next", "--fields", "why")[0][0][0] == "why"
    ((_, matches),) = fields(repo, "search", "JJM-001", "--fields", "matches")[0]
    assert matches
    assert jticket(repo.path, "list", "--fields", "why").status == 2


def test_groups_keep_their_names(repo: GitRepo) -> None:
    ran = done(repo.path, "list", "--group-by", "status", "--fields", "id")
    assert json.loads(ran.out) == [
        {"name": "backlog", "tickets": [{"id": "JJM-001"}, {"id": "JJM-002"}]}
    ]


def test_a_misspelled_field_names_the_nearest(repo: GitRepo) -> None:
    ran = jticket(repo.path, "list", "--fields", "id,titel")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.splitlines()[:2] == [
        "error: no JSON field 'titel'",
        "hint: did you mean 'title'?",
    ]


@pytest.mark.parametrize("other", [("--format", "tsv"), ("--columns", "id")])
def test_fields_are_json_and_exclude_other_formats(repo: GitRepo, other: tuple[str, str]) -> None:
    ran = jticket(repo.path, "list", "--fields", "id", *other)
    assert (ran.status, ran.out) == (2, "")
    assert f"--fields and {other[0]} exclude each other" in ran.err


def test_json_is_one_line_in_a_pipe_and_indented_on_a_terminal(repo: GitRepo) -> None:
    for command in (("list", "--json"), ("tree", "--json"), ("stats", "--json")):
        in_a_pipe = done(repo.path, *command).out
        assert in_a_pipe.count("\n") == 1
        with (
            patch.object(output, "on_terminal", return_value=True),
            patch.object(tree, "on_terminal", return_value=True),
        ):
            on_a_terminal = done(repo.path, *command).out
        assert on_a_terminal.count("\n") > 1
        assert json.loads(on_a_terminal) == json.loads(in_a_pipe)


@pytest.mark.parametrize(
    "command",
    [
        ("create", "Third"),
        ("set", "1", "priority=high"),
        ("claim", "1"),
        ("hold", "1", "an answer"),
        ("criterion", "add", "1", "tests"),
        ("devlog", "1", "words"),
        ("dep", "add", "1", "2"),
        ("link", "1", "relates_to", "2"),
        ("delete", "JJM-001"),
    ],
    ids=lambda command: command[0],
)
def test_a_change_prints_the_keys_that_are_asked_for(
    repo: GitRepo, command: tuple[str, ...]
) -> None:
    (ticket,) = fields(repo, *command, "--fields", "commit,id")
    assert [key for key, _ in ticket] == ["commit", "id"]
    assert dict(ticket)["commit"] == repo.head()


def test_steps_print_an_object_and_commands_for_several_tickets_an_array(repo: GitRepo) -> None:
    assert done(repo.path, "claim", "1", "--fields", "id,status").json == {
        "id": "JJM-001",
        "status": "in_progress",
    }
    assert done(repo.path, "set", "2", "effort=2h", "--fields", "effort").json == [{"effort": "2h"}]


def test_an_undo_narrows_its_tickets(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "priority=high")
    undone = done(repo.path, "undo", "--fields", "id,priority").json
    assert undone["tickets"] == [{"id": "JJM-001", "priority": "normal"}]
    assert set(undone) == {"undone", "commit", "tickets", "deleted"}


@pytest.mark.parametrize(
    "command",
    [("set", "1", "priority=high"), ("claim", "1"), ("create", "Third"), ("delete", "JJM-001")],
    ids=lambda command: command[0],
)
def test_an_unknown_field_is_refused_before_anything_is_changed(
    repo: GitRepo, command: tuple[str, ...]
) -> None:
    words = refused(repo, *command, "--fields", "id,why", status=2)
    assert "error: no JSON field 'why'" in words


def test_an_error_is_json_too_where_fields_are_asked_for(repo: GitRepo) -> None:
    for option in (("--fields", "id"), ("--fields=id",)):
        ran = jticket(repo.path, "show", "99", *option)
        assert json.loads(ran.err.splitlines()[-1])["error"]["code"] == "not_found"
