"""Wrong usage: what is wrong and what to write, in words that are not click's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
import pytest
from commandline import jticket, refused
from stress.argument_lists import commands

from jticket.cli.words import OPTIONS

if TYPE_CHECKING:
    from gitrepo import GitRepo

CLICK = (
    *("No such", "Missing", "Got unexpected", "Invalid value", "is not one of", "requires an"),
    *("does not take", "not a valid", "not in the range", "Try '", "Usage:"),
)
HELP = "`jticket {} --help` shows what it takes"


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("list --statu x", "`jticket list` has no option --statu", "did you mean --status? "),
        ("list --zzz", "`jticket list` has no option --zzz", ""),
        ("list -Z", "`jticket list` has no option -Z", ""),
        ("list --label x", "`jticket list` has no option --label", "did you mean --tag? "),
        (
            "create X --body y",
            "`jticket create` has no option --body",
            "did you mean --description? ",
        ),
        ("claim 1 --user ana", "`jticket claim` has no option --user", "did you mean --as? "),
        ("claim 1 --comment x", "`jticket claim` has no option --comment", "did you mean --note? "),
        ("dep add 1 2 --jsno", "`jticket dep add` has no option --jsno", "did you mean --json? "),
        ("list --status", "--status needs a value", "write --status VALUE; "),
        ("list -n", "-n needs a value", "write -n N; "),
        ("list --json=yes", "--json takes no value", "write --json alone; "),
        ("show", "`jticket show` needs ID...", "write `jticket show ID...`; "),
        ("move 1", "`jticket move` needs STATUS", "write `jticket move ID... STATUS`; "),
        ("move done", "`jticket move` needs ID", "write `jticket move ID... STATUS`; "),
        ("edit 1 2", "'2' is one argument too many", "write `jticket edit ID`; "),
        (
            "criterion edit 1 1 tests pass",
            "'pass' is one argument too many",
            "write `jticket criterion edit ID N TEXT`; a text of several words needs quotes; ",
        ),
        ("plan --workers 0", "--workers: '0' is not a whole number, 1 to 10000", ""),
        ("list -n 1.5", "--limit: '1.5' is not a whole number, 0 or more", ""),
    ],
)
def test_wrong_usage_says_what_is_wrong_and_what_to_write(
    repo: GitRepo, line: str, message: str, hint: str
) -> None:
    words = line.split()
    name = " ".join(words[: 2 if words[0] in ("dep", "criterion") else 1])
    err = refused(repo, *words, status=2)
    assert err == f"error: {message}\nhint: {hint}{HELP.format(name)}\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "list login",
            "`jticket list` takes only options, not 'login'\nhint: `jticket search login` finds",
        ),
        (
            "ready a;b",
            "`jticket ready` takes only options, not 'a;b'\nhint: `jticket search 'a;b'` finds",
        ),
        ("list --format tbale", "--format: unknown value 'tbale'\nhint: did you mean 'table'?\n"),
        (
            "--color maybe list",
            "--color: unknown value 'maybe'\nhint: one of auto, always, never\n",
        ),
        ("completion tcsh", "unknown value 'tcsh'"),
        ("dep", "`jticket dep` needs one of its commands\nhint: one of add, rm; "),
        ("--color never", "`jticket` needs one of its commands\nhint: `jticket --help` shows all"),
        ("--zzz list", "`jticket` has no option --zzz\nhint: `jticket --help` "),
    ],
)
def test_wrong_usage_names_what_may_be_meant(repo: GitRepo, line: str, expected: str) -> None:
    assert expected in refused(repo, *line.split(), status=2)


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--zzz", "--json"],
        ["--json", "list"],
        ["frobnicate", "--json"],
        ["--json", "start", "1"],
        ["list", "--json", "--limit", "x"],
        ["dep", "--json"],
    ],
)
def test_with_json_anywhere_there_is_an_object_too(repo: GitRepo, arguments: list[str]) -> None:
    *lines, last = refused(repo, *arguments, status=2).splitlines()
    error = json.loads(last)["error"]
    assert error["code"] == "usage"
    assert lines == [f"error: {error['message']}", f"hint: {error['hint']}"]


@pytest.mark.parametrize("name", commands())
def test_no_command_speaks_clicks_words(repo: GitRepo, name: str) -> None:
    command = commands()[name]
    lines = [["--zzz"], ["a", "b", "c", "d", "--json=1"], ["-Z"]]
    if any(
        isinstance(parameter, click.Argument) and parameter.required for parameter in command.params
    ):
        lines.append([])
    lines += [
        [parameter.opts[-1], *values]
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.is_flag
        for values in ([], ["x"])
        if not values or isinstance(parameter.type, click.Choice | click.IntRange)
    ]
    for line in lines:
        ran = jticket(repo.path, *name.split(), *line)
        assert (ran.status, ran.out) == (2, ""), line
        assert ran.err.startswith("error: ")
        assert not any(words in ran.err for words in CLICK), ran.err
        assert "\nhint: " in ran.err, ran.err


def test_what_an_option_may_mean_exists_in_some_command() -> None:
    known = {
        option
        for command in commands().values()
        for parameter in command.get_params(click.Context(command))
        for option in parameter.opts
    }
    for names in OPTIONS.values():
        assert set(names) <= known
