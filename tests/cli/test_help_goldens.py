"""`--help` as users read it; JTICKET_UPDATE_GOLDENS=1 writes the goldens again, for review."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from commandline import done

from jticket.cli.commands import COMMANDS, Command, Purpose

GOLDENS = Path(__file__).parents[1] / "goldens"
UPDATE = bool(os.environ.get("JTICKET_UPDATE_GOLDENS"))


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_matches_its_goldens(name: str, tmp_path: Path) -> None:
    ran = done(tmp_path, *name.split(), "--help")
    golden = GOLDENS / f"help-{name or 'jticket'}.txt"
    if UPDATE:
        golden.write_text(ran.out, encoding="utf-8")
    assert ran.out == golden.read_text(encoding="utf-8")
    assert max(map(len, ran.lines)) <= 80
    assert "  Example: " in ran.out
    assert done(tmp_path, *name.split(), "-h") == ran


@pytest.mark.parametrize("group", ["criterion", "dep"])
def test_the_summary_of_a_subcommand_fits_on_its_line(group: str, tmp_path: Path) -> None:
    lines = done(tmp_path, group, "--help").lines
    listed = lines[lines.index("Commands:") + 1 : lines.index("", lines.index("Commands:"))]
    assert listed
    for line in listed:
        assert line.endswith("."), line
        assert not line.endswith("..."), line


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_the_line_of_a_command_is_the_first_sentence_of_its_own_help(command: Command) -> None:
    loaded = command.load()
    assert loaded.name == command.name
    assert loaded.get_short_help_str(limit=80 - 2 - 2 - 10) == command.summary
    assert command.summary.endswith(".")
    assert not command.summary.endswith("...")


def test_the_help_of_all_commands_has_each_in_the_group_of_its_purpose(tmp_path: Path) -> None:
    lines = done(tmp_path, "--help").lines
    for purpose in Purpose:
        start = lines.index(f"{purpose}:") + 1
        listed = [line.split()[0] for line in lines[start : lines.index("", start)]]
        assert listed == [
            command.name for command in COMMANDS.values() if command.purpose is purpose
        ]
