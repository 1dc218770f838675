"""How many git processes a command starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import process

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo


@pytest.mark.parametrize(
    "args",
    [
        ["set", "JJM-001", "title=x"],
        ["check", "--base", "main", "--files"],
        ["list", "--branches"],
    ],
)
def test_a_command_asks_for_the_version_of_git_once(
    repo: GitRepo, tmp_path: Path, args: list[str]
) -> None:
    trace = tmp_path / "trace"
    ran = process(repo.path, *args, GIT_TRACE=str(trace))
    assert ran.status == 0, ran
    started = trace.read_text().splitlines()
    assert len([line for line in started if line.endswith("git version")]) == 1, started
