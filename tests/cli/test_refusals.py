"""What the workflow refuses: the code and facts of each cause, and hints that lead on."""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING, Any

import click
import pytest
from commandline import NOW, Ran, done, jticket

from jticket.cli.main import group

if TYPE_CHECKING:
    from gitrepo import GitRepo

CONFIG = """\
prefix: JJM
workflow:
  in_progress: [review, done, ready, waiting, cancelled]
  waiting: [ready, in_progress]
  stuck: []
status_class: {waiting: parked, stuck: open}
wip_limits: {review: 1, per_person: 2}
"""
Commands = list[tuple[str, ...]]

ANA, BEN = ("--as", "ana"), ("--as", "ben")
CLAIMED: Commands = [("claim", "1", *ANA)]
IN_REVIEW: Commands = [*CLAIMED, ("submit", "1")]
DONE: Commands = [*CLAIMED, ("complete", "1")]
CRITERIA: Commands = [("criterion", "add", "1", "one"), ("criterion", "add", "1", "two"), *CLAIMED]
EPIC: Commands = [("create", "Epic", "-t", "epic"), ("set", "1", "2", "parent=3")]
WAITS: Commands = [("claim", "2", *ANA), ("dep", "add", "2", "1")]

CAUSES: list[tuple[str, Commands, tuple[str, ...], dict[str, Any], str]] = [
    (
        "taken",
        CLAIMED,
        ("claim", "1", *BEN),
        {"id": "JJM-001", "status": "in_progress", "holder": "ana", "since": NOW},
        "jticket next",
    ),
    (
        "taken",
        [("move", "1", "in_progress")],
        ("claim", "1", *BEN),
        {"holder": None},
        "jticket next",
    ),
    ("already_yours", CLAIMED, ("claim", "1", *ANA), {"holder": "ana", "since": NOW}, ""),
    ("already_yours", IN_REVIEW, ("claim", "1", *ANA), {"status": "review"}, ""),
    (
        "assigned",
        [("set", "1", "assignee=ana")],
        ("claim", "1", *BEN),
        {"id": "JJM-001", "holder": "ana"},
        "jticket next",
    ),
    ("closed", DONE, ("claim", "1", *ANA), {"status": "done"}, "jticket reopen JJM-001"),
    ("closed", [("cancel", "1")], ("claim", "1"), {}, "jticket reopen JJM-001"),
    ("closed", DONE, ("hold", "1", "x"), {"status": "done"}, "jticket reopen JJM-001"),
    (
        "open_children",
        EPIC,
        ("claim", "3", *ANA),
        {"open_children": ["JJM-001", "JJM-002"]},
        "jticket next --parent JJM-003",
    ),
    (
        "open_children",
        EPIC,
        ("complete", "3"),
        {"open_children": ["JJM-001", "JJM-002"], "waiting_for": [], "unticked": []},
        "jticket complete JJM-001",
    ),
    ("blocked", [("dep", "add", "2", "1")], ("claim", "2"), {"waiting_for": ["JJM-001"]}, "next"),
    (
        "parked",
        [("hold", "1", "legal", "--until", "2026-01-05")],
        ("claim", "1"),
        {"by": "hold", "text": "legal", "until": "2026-01-05"},
        "jticket resume JJM-001",
    ),
    (
        "parked",
        [*CLAIMED, ("move", "1", "waiting")],
        ("claim", "1", *ANA),
        {"by": "status", "text": "waiting", "until": None},
        "jticket move JJM-001 ready",
    ),
    (
        "parked",
        [*CLAIMED, ("move", "1", "waiting")],
        ("resume", "1"),
        {"by": "status"},
        "jticket move JJM-001 ready",
    ),
    (
        "unticked",
        CRITERIA,
        ("complete", "1"),
        {"unticked": [1, 2], "criteria_total": 2},
        "jticket tick JJM-001 1 2",
    ),
    ("unticked", CRITERIA, ("move", "1", "done"), {"new_status": "done"}, "tick JJM-001 1 2"),
    ("unticked", CRITERIA, ("set", "1", "status=done"), {}, "jticket tick JJM-001 1 2"),
    (
        "open_dependencies",
        WAITS,
        ("complete", "2"),
        {"waiting_for": ["JJM-001"]},
        "jticket complete JJM-001",
    ),
    (
        "no_step",
        [],
        ("complete", "1"),
        {
            "status": "backlog",
            "new_status": "done",
            "allowed": ["ready", "in_progress", "cancelled"],
        },
        "first `jticket claim JJM-001`",
    ),
    ("no_step", [], ("submit", "1"), {}, "first `jticket claim JJM-001`"),
    ("no_step", [], ("set", "1", "status=review"), {}, "first `jticket claim JJM-001`"),
    ("no_step", DONE, ("cancel", "1"), {}, "first `jticket reopen JJM-001`"),
    ("no_step", [("cancel", "1")], ("complete", "1"), {}, "first `jticket reopen JJM-001`"),
    ("no_step", DONE, ("release", "1"), {}, "first `jticket reopen JJM-001`"),
    ("no_step", IN_REVIEW, ("release", "1"), {}, "first `jticket move JJM-001 in_progress`"),
    ("no_step", CLAIMED, ("move", "1", "backlog"), {}, "first `jticket release JJM-001`"),
    (
        "wip_limit",
        [("claim", "1", "2", *ANA), ("create", "Third")],
        ("claim", "3", *ANA),
        {"limit": 2, "person": "ana", "tickets": ["JJM-001", "JJM-002"]},
        "jticket release JJM-001",
    ),
    (
        "wip_limit",
        [*IN_REVIEW, ("claim", "2", *ANA)],
        ("submit", "2"),
        {"limit": 1, "person": None, "new_status": "review"},
        "jticket show JJM-001",
    ),
]
LASTING = {"taken", "already_yours", "assigned", "blocked"}
"""Causes that no command of whoever is refused should remove; the hint leads elsewhere."""


@pytest.fixture
def project(repo: GitRepo) -> GitRepo:
    repo.write(".tickets/config.yml", CONFIG)
    repo.commit_all("config")
    return repo


def error_of(ran: Ran) -> dict[str, Any]:
    error: dict[str, Any] = json.loads(ran.err.splitlines()[-1])["error"]
    return error


def commands_in(hint: str) -> list[list[str]]:
    return [shlex.split(words) for words in re.findall(r"`jticket ([^`]*)`", hint)]


def parse(arguments: list[str]) -> None:
    """Reads a command line as the program does, and runs nothing."""
    command: click.Command = group
    context = click.Context(group, info_name="jticket")
    while isinstance(command, click.Group):
        name, found, arguments = command.resolve_command(context, arguments)
        assert found is not None
        command = found
    command.make_context(name, arguments, parent=context)


@pytest.mark.parametrize(("code", "before", "arguments", "facts", "hint"), CAUSES)
def test_a_refusal_has_a_code_facts_and_a_hint_that_leads_on(
    project: GitRepo,
    code: str,
    before: Commands,
    arguments: tuple[str, ...],
    facts: dict[str, Any],
    hint: str,
) -> None:
    for words in before:
        done(project.path, *words)
    start = project.head(), project.files()
    ran = jticket(project.path, *arguments, "--json")
    assert (ran.status, ran.out) == (1, ""), ran
    assert (project.head(), project.files()) == start
    error = error_of(ran)
    assert error["code"] == code
    assert error["facts"]["id"] in error["message"] or code == "wip_limit"
    assert {key: error["facts"][key] for key in facts} == facts
    assert hint in error["hint"]
    assert "force" not in ran.err
    for command in commands_in(error["hint"]):
        parse(command)
    if code not in LASTING and "jticket show" not in error["hint"]:
        obey(project, arguments, code)


def obey(project: GitRepo, arguments: tuple[str, ...], code: str) -> None:
    """Does what hints say until the cause of a refusal is gone."""
    for _ in range(8):
        ran = jticket(project.path, *arguments, "--json")
        if ran.status == 0 or (error := error_of(ran))["code"] != code:
            return
        if code == "open_children" and arguments[0] == "claim":
            (command,) = commands_in(error["hint"])
            assert done(project.path, *command).out.startswith("JJM-001")
            return
        for command in commands_in(error["hint"]):
            answer = jticket(project.path, *command, "--json")
            if answer.status:
                assert "force" not in answer.err
                for first in commands_in(error_of(answer)["hint"]):
                    done(project.path, *first)
    pytest.fail(f"the hints lead nowhere: {ran.err}")


def test_a_status_that_leads_nowhere_has_no_hint(project: GitRepo) -> None:
    text = project.files()[".tickets/JJM-001.md"].replace(b"backlog", b"stuck")
    project.write(".tickets/JJM-001.md", text)
    error = error_of(jticket(project.path, "complete", "1", "--json"))
    assert (error["code"], error["facts"]["allowed"], error["hint"]) == ("no_step", [], None)


def test_a_dependency_that_does_not_exist_is_dropped_by_the_hint(project: GitRepo) -> None:
    text = project.files()[".tickets/JJM-001.md"]
    project.write(".tickets/JJM-001.md", text.replace(b"---\n", b"---\ndependencies: [JJM-9]\n", 1))
    error = error_of(jticket(project.path, "claim", "1", "--json"))
    assert error["code"] == "blocked"
    done(project.path, *commands_in(error["hint"])[0])
    done(project.path, "claim", "1", *ANA)


ALREADY: list[tuple[Commands, tuple[str, ...], str]] = [
    (DONE, ("complete", "1"), "JJM-001 is already done"),
    ([("cancel", "1")], ("cancel", "1"), "JJM-001 is already cancelled"),
    (IN_REVIEW, ("submit", "1"), "JJM-001 is already review"),
    (CLAIMED, ("reopen", "1"), "JJM-001 is open already: in_progress"),
    (CLAIMED, ("move", "1", "in_progress"), "JJM-001 is already in_progress"),
    ([], ("release", "1"), "JJM-001 is not claimed: it is backlog, without an assignee"),
    ([], ("dep", "rm", "1", "2"), "JJM-001 does not depend on JJM-002"),
    ([], ("resume", "1"), "JJM-001 is not on hold"),
    ([("hold", "1", "legal")], ("hold", "1", "legal"), "nothing to change"),
    ([*CRITERIA, ("tick", "1", "1")], ("tick", "1", "1"), "nothing to change"),
    (CRITERIA, ("untick", "1", "1"), "nothing to change"),
]


@pytest.mark.parametrize(("before", "arguments", "note"), ALREADY)
def test_a_step_that_is_done_already_changes_nothing_and_says_so(
    project: GitRepo, before: Commands, arguments: tuple[str, ...], note: str
) -> None:
    for words in before:
        done(project.path, *words)
    start = project.head(), project.files()
    ran = done(project.path, *arguments)
    assert (ran.out, ran.err) == ("", f"note: {note}\n")
    printed = done(project.path, *arguments, "--json").json
    (ticket,) = printed if isinstance(printed, list) else [printed]
    assert (ticket["id"], ticket["commit"]) == ("JJM-001", None)
    if arguments[0] in ("complete", "cancel", "submit", "reopen", "move", "release"):
        ran = done(project.path, *arguments, "--note", "Twice.", "--force", *ANA)
        assert ran.err == f"note: {note}, so the note was not added\n"
    assert (project.head(), project.files()) == start


def test_a_cancelled_ticket_can_still_be_said_to_be_a_duplicate(project: GitRepo) -> None:
    done(project.path, "cancel", "1")
    done(project.path, "cancel", "1", "--duplicate-of", "2")
    assert project.subject() == "JJM-001: cancel: duplicate of JJM-002"
    ran = done(project.path, "cancel", "1", "--duplicate-of", "2")
    assert ran.err == "note: JJM-001 is already cancelled\n"


def test_no_hint_of_any_error_mentions_force() -> None:
    from jticket.cli.errors import REMEDIES
    from jticket.cli.words import HINTS, SUBHINTS

    hints = [*REMEDIES.values(), *HINTS.values()]
    hints += [hint for group_hints in SUBHINTS.values() for hint in group_hints.values()]
    assert [hint for hint in hints if "force" in hint] == []
