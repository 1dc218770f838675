"""`--help` as users read it; JTICKET_UPDATE_GOLDENS=1 writes the goldens again, for review."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commandline import Ran, done

from jticket.cli.commands import COMMANDS, CommandEntry, Purpose

if TYPE_CHECKING:
    from gitrepo import GitRepo

GOLDENS = Path(__file__).parents[1] / "goldens"
UPDATE = bool(os.environ.get("JTICKET_UPDATE_GOLDENS"))


def section(ran: Ran, title: str) -> list[str]:
    """Returns the lines of a section of a help."""
    start = ran.lines.index(f"{title}:") + 1
    return ran.lines[start : ran.lines.index("", start)]


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_matches_its_goldens(name: str, tmp_path: Path) -> None:
    ran = done(tmp_path, *name.split(), "--help")
    golden = GOLDENS / f"help-{name or 'jticket'}.txt"
    if UPDATE:
        golden.write_text(ran.out, encoding="utf-8")
    assert ran.out == golden.read_text(encoding="utf-8")
    assert max(map(len, ran.lines)) <= 80
    assert "  Example: " in ran.out or not name
    assert done(tmp_path, *name.split(), "-h") == ran


@pytest.mark.parametrize("group", ["criterion", "dep"])
def test_the_summary_of_a_subcommand_fits_on_its_line(group: str, tmp_path: Path) -> None:
    listed = section(done(tmp_path, group, "--help"), "Commands")
    assert listed
    for line in listed:
        assert line.endswith("."), line
        assert not line.endswith("..."), line


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_the_line_of_a_command_is_the_first_sentence_of_its_own_help(command: CommandEntry) -> None:
    loaded = command.load()
    assert loaded.name == command.name
    assert loaded.get_short_help_str(limit=80 - 2 - 2 - 10) == command.summary
    assert command.summary.endswith(".")
    assert not command.summary.endswith("...")


def test_the_help_of_all_commands_has_each_in_the_group_of_its_purpose(tmp_path: Path) -> None:
    ran = done(tmp_path, "--help")
    for purpose in Purpose:
        assert [line.split()[0] for line in section(ran, purpose)] == [
            command.name for command in COMMANDS.values() if command.purpose is purpose
        ]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a repository with the example project."""
    folder = tmp_path_factory.mktemp("help")
    done(folder, "init", "--example", "demo")
    return folder / "demo"


def examples(lines: list[str]) -> list[list[str]]:
    """Returns the arguments of the commands that a section shows, each before its explanation."""
    return [shlex.split(re.split(r"\s{2,}", line.strip())[0])[1:] for line in lines]


@pytest.mark.parametrize("number", range(7))
def test_the_filters_that_the_help_shows_select_tickets_of_the_example(
    demo: Path, number: int
) -> None:
    lines = section(done(demo, "--help"), "Filters, in every list and view")
    arguments = examples(lines)[number]
    assert len(lines) == 7
    ran = done(demo, *arguments, JTICKET_USER="ana")
    assert "JJM-" in ran.out or "total" in ran.out, arguments


def test_the_first_steps_that_the_help_shows_can_be_taken(empty_repo: GitRepo) -> None:
    for arguments in examples(section(done(empty_repo.path, "--help"), "The first five minutes")):
        assert done(empty_repo.path, *arguments).out, arguments
    assert done(empty_repo.path, "list", "--all", "--format", "ids").lines != []


def test_the_examples_of_what_only_reads_can_be_run(demo: Path) -> None:
    for command in COMMANDS.values():
        if command.purpose in (Purpose.FIND, Purpose.PLAN, Purpose.SHARE) or command.name == "next":
            (line,) = [
                line for line in done(demo, command.name, "--help").lines if "Example: " in line
            ]
            done(demo, *shlex.split(line)[2:])
