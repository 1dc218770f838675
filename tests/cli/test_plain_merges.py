"""Merges of two branches by plain git, without a merge driver, as the page on git says."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest
from commandline import done

if TYPE_CHECKING:
    from gitrepo import GitRepo

CLAIM = "claim 3 --as ana"
TICK = "tick 3 1"
DEVLOG = "devlog 3 'An entry.' --as ana"
PRIORITY = "set 3 priority=high"
TAGS = "set 3 tags+=ux"
ASSIGNEE = "set 3 assignee=ana"


def merged(repo: GitRepo, ours: str, theirs: str) -> bool:
    """Returns whether a branch with one change merges into a branch with the other."""
    options = ("--type", "issue", "--criterion", "first", "--criterion", "second")
    done(repo.path, "create", "Third", "--effort", "2h", "-d", "Why.", *options)
    repo.git("switch", "-q", "-c", "theirs")
    done(repo.path, *shlex.split(theirs))
    repo.git("switch", "-q", "-")
    done(repo.path, *shlex.split(ours))
    repo.git("merge", "-q", "--no-edit", "theirs", check=False)
    return repo.git("ls-files", "-u") == "" and done(repo.path, "check").status == 0


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        *((CLAIM, change) for change in (PRIORITY, TAGS, TICK, DEVLOG)),
        *((ASSIGNEE, change) for change in (PRIORITY, TAGS)),
        *((TAGS, change) for change in (TICK, "set 3 description=New.", DEVLOG)),
        *(("cancel 3 --as ana", change) for change in (PRIORITY, TAGS, TICK)),
        *(("move 3 cancelled --as ana", change) for change in (DEVLOG, "criterion add 3 third")),
    ],
)
def test_changes_to_different_things_merge(repo: GitRepo, ours: str, theirs: str) -> None:
    assert merged(repo, ours, theirs)


def test_an_archived_ticket_merges_with_changes_made_before(repo: GitRepo) -> None:
    done(repo.path, "cancel", "1", "--as", "ana")
    repo.git("switch", "-q", "-c", "theirs")
    done(repo.path, *shlex.split("set 1 priority=high"))
    repo.git("switch", "-q", "-")
    done(repo.path, "archive", "1")
    repo.git("merge", "-q", "--no-edit", "theirs")
    assert "priority: high" in (repo.path / ".tickets/archive/JJM-001.md").read_text()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("set 3 title=New", "set 3 status=ready"),
        (ASSIGNEE, "set 3 service_id=sso"),
        (TAGS, "set 3 effort=3h"),
        (TAGS, "set 3 tags+=cli"),
        (PRIORITY, "set 3 priority=low"),
        (TICK, "tick 3 2"),
        ("criterion add 3 third", "criterion add 3 fourth"),
        ("criterion add 3 third", "tick 3 2"),
        (DEVLOG, "devlog 3 'Another.' --as ben"),
    ],
)
def test_changes_to_adjacent_lines_conflict(repo: GitRepo, ours: str, theirs: str) -> None:
    assert not merged(repo, ours, theirs)
