"""`archive`: closed tickets move into a folder, unchanged and still found."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from commandline import done, jticket

from jticket.ops.write.file_changes import Remains

if TYPE_CHECKING:
    from gitrepo import GitRepo


class KilledError(BaseException):
    """Raised in place of a kill."""


def close(repo: GitRepo, ticket: str, day: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_COMMITTER_DATE", f"{day}T12:00:00+00:00")
        done(repo.path, "cancel", ticket)


def tickets(repo: GitRepo) -> list[str]:
    return sorted(name for name in repo.files() if name.endswith(".md") and ".tickets" in name)


def test_all_closed_tickets_move_unchanged(repo: GitRepo) -> None:
    close(repo, "1", "2025-09-01")
    before = repo.files()[".tickets/JJM-001.md"]
    assert done(repo.path, "archive").out == "JJM-001 First: moved to archive/\n"
    assert tickets(repo) == [".tickets/JJM-002.md", ".tickets/archive/JJM-001.md"]
    assert repo.files()[".tickets/archive/JJM-001.md"] == before
    renamed = repo.git("show", "-M", "--format=%s", "--name-status")
    moved = "R100\t.tickets/JJM-001.md\t.tickets/archive/JJM-001.md"
    assert renamed == f"JJM-001: move to archive/\n\n{moved}"
    assert repo.status() == ""
    assert "JJM-001" in done(repo.path, "show", "1").out
    assert done(repo.path, "create", "Next").out == "JJM-003\n"
    assert "nothing to archive" in done(repo.path, "archive").err


def test_an_open_ticket_is_not_archived(repo: GitRepo) -> None:
    before = repo.files()
    ran = jticket(repo.path, "archive", "1")
    assert (ran.status, "JJM-001 is backlog" in ran.err) == (1, True)
    assert repo.files() == before


def test_age_counts_from_the_commit_that_closed_a_ticket(repo: GitRepo) -> None:
    close(repo, "1", "2025-06-01")
    close(repo, "2", "2025-09-20")
    done(repo.path, "set", "1", "priority=high")
    done(repo.path, "archive", "--older-than", "90d")
    assert tickets(repo) == [".tickets/JJM-002.md", ".tickets/archive/JJM-001.md"]
    done(repo.path, "archive", "--older-than", "1w", JTICKET_NOW="2025-09-27T12:00:00Z")
    assert ".tickets/archive/JJM-002.md" in tickets(repo)


def test_an_age_may_be_a_day_but_none_in_the_future(repo: GitRepo) -> None:
    close(repo, "1", "2025-09-20")
    for day, is_moved in (("2025-09-20", False), ("2025-09-21", True)):
        done(repo.path, "archive", "--older-than", day)
        assert (".tickets/archive/JJM-001.md" in tickets(repo)) == is_moved
    for day in ("tomorrow", "+1d"):
        ran = jticket(repo.path, "archive", "--older-than", day)
        assert (ran.status, ran.err) == (2, f"error: --older-than: '{day}' is in the future\n")


@pytest.mark.parametrize("age", ["", "90", "3 months", "soon"])
def test_an_invalid_age_is_a_usage_error(repo: GitRepo, age: str) -> None:
    ran = jticket(repo.path, "archive", f"--older-than={age}")
    assert (ran.status, "30d" in ran.err) == (2, True)


def test_a_file_in_the_way_is_not_overwritten(repo: GitRepo) -> None:
    done(repo.path, "cancel", "1")
    repo.write(".tickets/archive/JJM-001.md", "notes\n")
    before = repo.files()
    ran = jticket(repo.path, "archive", "1")
    assert (ran.status, "archive/JJM-001.md" in ran.err) == (1, True)
    assert repo.files() == before


def test_a_refused_commit_moves_the_ticket_back(repo: GitRepo) -> None:
    done(repo.path, "cancel", "1")
    repo.hook("pre-commit", "exit 1")
    before = repo.files()
    assert jticket(repo.path, "archive").status == 1
    assert repo.files() == before


def test_a_ticket_keeps_its_permissions_in_the_archive_and_when_it_is_put_back(
    repo: GitRepo,
) -> None:
    close(repo, "1", "2025-09-01")
    path = repo.path / ".tickets/JJM-001.md"
    path.chmod(0o600)
    repo.hook("pre-commit", "exit 1")
    before = repo.files()
    assert jticket(repo.path, "archive").status == 1
    assert repo.files() == before
    assert repo.status() == ""
    assert path.stat().st_mode & 0o777 == 0o600
    done(repo.path, "archive", "--no-verify")
    assert (repo.path / ".tickets/archive/JJM-001.md").stat().st_mode & 0o777 == 0o600


def test_an_archive_that_is_killed_amid_its_move_leaves_a_ticket_in_one_place(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(repo, "1", "2025-09-01")
    calls = ["link", "rename", "unlink"]
    for name in calls:
        call = getattr(os, name)

        def call_and_die(*args: Any, call: Any = call, **options: Any) -> None:
            call(*args, **options)
            if str(args[0]) == "JJM-001.md" or str(args[-1]) == "JJM-001.md":
                raise KilledError

        monkeypatch.setattr(os, name, call_and_die)
    monkeypatch.setattr("jticket.ops.write.transaction.put_back", lambda *_: Remains())
    with pytest.raises(KilledError):
        jticket(repo.path, "archive")
    monkeypatch.undo()
    assert len([name for name in tickets(repo) if "JJM-001" in name]) == 1
    done(repo.path, "archive")
    done(repo.path, "commit")
    assert repo.status() == ""
    assert tickets(repo) == [".tickets/JJM-002.md", ".tickets/archive/JJM-001.md"]
