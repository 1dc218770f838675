"""The shell's Tab key: what is offered, and that it never fails aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, process

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo


def offered(folder: Path, line: str) -> list[str]:
    """What zsh would be offered for the last word of a line, as `word help` pairs."""
    words = line.split(" ")
    ran = process(
        folder,
        _JTICKET_COMPLETE="zsh_complete",
        COMP_WORDS=line,
        COMP_CWORD=str(len(words) - 1),
    )
    assert (ran.status, ran.err) == (0, ""), ran
    rows = ran.out.splitlines()
    return [f"{word} {text}" for word, text in zip(rows[1::3], rows[2::3], strict=False)]


def test_commands_and_options(repo: GitRepo) -> None:
    assert [each.split()[0] for each in offered(repo.path, "jticket cl")] == ["claim"]
    assert [each.split()[0] for each in offered(repo.path, "jticket list --mile")] == [
        "--milestone"
    ]


@pytest.mark.parametrize(
    "line",
    ["show JJ", "set JJ", "claim JJ", "dep add JJ", "edit JJ", "commit JJ", "create --dep JJ"],
)
def test_ids_with_their_titles(repo: GitRepo, line: str) -> None:
    assert offered(repo.path, f"jticket {line}") == ["JJM-001 First", "JJM-002 Second"]


def test_values_of_the_project(repo: GitRepo) -> None:
    config = "prefix: JJM\nservices:\n  sso: {title: Single sign-on}\n"
    config += "fields:\n  season: {type: string}\n"
    repo.write(".tickets/config.yml", config)
    done(repo.path, "set", "1", "tags=cli,core", "assignee=ana", "service_id=sso")
    path = repo.path
    assert offered(path, "jticket list --tag c") == ["cli _", "core _"]
    assert offered(path, "jticket list --tag cli,!co") == ["cli,!core _"]
    assert offered(path, "jticket list --assignee ") == ["ana _"]
    assert offered(path, "jticket create --service s") == ["sso Single sign-on"]
    assert offered(path, "jticket list --status re") == ["ready _", "review _"]
    assert offered(path, "jticket move 1 in") == ["in_progress _"]
    assert offered(path, "jticket create --priority h") == ["high _"]
    assert offered(path, "jticket create --type s") == ["spike _"]
    assert offered(path, "jticket board --by s") == ["status _", "service _", "season _"]
    assert offered(path, "jticket stats --by phase,mi") == ["phase,milestone _"]


def test_outside_a_project_nothing_is_offered_and_nothing_is_said(tmp_path: Path) -> None:
    assert offered(tmp_path, "jticket show ") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_set_up_of_a_shell_is_printed(repo: GitRepo, shell: str) -> None:
    assert "_JTICKET_COMPLETE" in done(repo.path, "completion", shell).out
