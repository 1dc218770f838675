"""`--help` as users read it; JTICKET_UPDATE_GOLDENS=1 writes the goldens again, for review."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from commandline import done

from jticket.cli.main import COMMANDS

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


@pytest.mark.parametrize("group", ["", "criterion", "dep"])
def test_the_summary_of_a_command_fits_on_its_line(group: str, tmp_path: Path) -> None:
    lines = done(tmp_path, *group.split(), "--help").lines
    listed = lines[lines.index("Commands:") + 1 : lines.index("", lines.index("Commands:"))]
    assert listed
    for line in listed:
        assert line.endswith("."), line
        assert not line.endswith("..."), line
