"""How many git processes a command starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import process

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo


def started(repo: GitRepo, trace: Path, *args: str) -> list[str]:
    """Returns the traced command lines of the git processes that a command starts."""
    ran = process(repo.path, *args, GIT_TRACE=str(trace))
    assert ran.status == 0, ran
    return trace.read_text().splitlines()


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
    lines = started(repo, tmp_path / "trace", *args)
    assert len([line for line in lines if line.endswith("git version")]) == 1, lines


@pytest.mark.parametrize(
    "args",
    [
        ["set", "JJM-001", "title=x"],
        ["check", "--base", "main", "--files"],
        ["list", "--branches"],
        ["list", "--at", "HEAD", "--branches"],
        ["diff", "HEAD~1"],
        ["log"],
        ["show", "JJM-001", "--history", "--at", "HEAD"],
        ["stats", "--since", "30d"],
        ["render", "changelog"],
        ["render", "changelog", "--at", "HEAD"],
    ],
)
def test_a_command_discovers_the_repository_once(
    repo: GitRepo, tmp_path: Path, args: list[str]
) -> None:
    lines = started(repo, tmp_path / "trace", *args)
    assert len([line for line in lines if "--show-toplevel" in line]) == 1, lines


@pytest.mark.parametrize("question", ["diff", "ls-files --others", "ls-tree"])
def test_a_base_that_is_the_merge_base_is_read_once(
    repo: GitRepo, tmp_path: Path, question: str
) -> None:
    repo.git("checkout", "-qb", "topic")
    repo.commit_all()
    lines = started(repo, tmp_path / "trace", "check", "--base", "main")
    asked = [line for line in lines if "built-in: git " in line and f" {question} " in line]
    assert len(asked) == 1, asked
