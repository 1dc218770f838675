"""`dep add` and `dep rm`: the dependencies of a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commandline import done, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo


def text(repo: GitRepo) -> str:
    """Returns the text of the first ticket."""

    return repo.files()[".tickets/JJM-001.md"].decode()


def test_dependencies_are_added_and_removed(repo: GitRepo) -> None:
    done(repo.path, "create", "Third")
    done(repo.path, "dep", "add", "1", "2", "jjm-3")
    assert "dependencies: [JJM-002, JJM-003]\n" in text(repo)
    assert repo.git("log", "-1", "--format=%s") == "JJM-001: set dependencies+=JJM-002,JJM-003"
    done(repo.path, "dep", "rm", "1", "2")
    assert "dependencies: [JJM-003]\n" in text(repo)
    done(repo.path, "dep", "rm", "1", "3")
    assert "dependencies" not in text(repo)


def test_what_a_ticket_does_not_depend_on_is_named_and_the_rest_removed(repo: GitRepo) -> None:
    done(repo.path, "create", "Third")
    done(repo.path, "dep", "add", "1", "2")
    ran = done(repo.path, "dep", "rm", "1", "2", "3")
    assert ran.err == "note: JJM-001 does not depend on JJM-003\n"
    assert "dependencies" not in text(repo)
    before = repo.head()
    assert done(repo.path, "dep", "rm", "1", "2,3").err.count("does not depend on") == 2
    assert "no ticket '9'" in jticket(repo.path, "dep", "rm", "1", "9").err
    assert repo.head() == before


def test_a_cycle_is_refused_and_shown_in_full(repo: GitRepo) -> None:
    done(repo.path, "create", "Third")
    done(repo.path, "dep", "add", "2", "1")
    done(repo.path, "dep", "add", "3", "2")
    before = repo.head()
    ran = jticket(repo.path, "dep", "add", "1", "3")
    assert ran.status == 1
    assert "JJM-001 → JJM-003 → JJM-002 → JJM-001" in ran.err
    assert repo.head() == before
