"""Tick, untick, criterion add, devlog, dep: what grows while a ticket is worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import NOW, done, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo


def text(repo: GitRepo) -> str:
    return repo.files()[".tickets/JJM-001.md"].decode()


@pytest.fixture
def criteria(repo: GitRepo) -> GitRepo:
    for each in ("one", "two", "three"):
        done(repo.path, "criterion", "add", "1", each)
    return repo


def test_a_criterion_makes_its_section_and_goes_below_the_last(criteria: GitRepo) -> None:
    wanted = "## Acceptance Criteria\n\n- [ ] one\n- [ ] two\n- [ ] three\n"
    assert text(criteria).endswith(wanted)
    assert criteria.git("log", "-1", "--format=%s") == "JJM-001: criterion added: three"


def test_tick_and_untick_change_one_character_each(criteria: GitRepo) -> None:
    before = text(criteria)
    done(criteria.path, "tick", "1", "1", "3")
    assert text(criteria) == before.replace("[ ] one", "[x] one").replace("[ ] three", "[x] three")
    assert criteria.git("log", "-1", "--format=%s") == "JJM-001: tick 1, 3"
    done(criteria.path, "untick", "1", "1", "3")
    assert text(criteria) == before
    done(criteria.path, "tick", "1", "2")
    assert criteria.git("log", "-1", "--format=%s") == "JJM-001: tick 2: two"


def test_what_is_ticked_already_changes_and_commits_nothing(criteria: GitRepo) -> None:
    done(criteria.path, "tick", "1", "2")
    before = criteria.head()
    assert "nothing to change" in done(criteria.path, "tick", "1", "2").err
    assert criteria.head() == before


def test_a_criterion_that_is_not_there_is_named_with_how_many_there_are(criteria: GitRepo) -> None:
    ran = jticket(criteria.path, "tick", "1", "4")
    assert (ran.status, "JJM-001 has 3 criteria" in ran.err) == (1, True)
    ran = jticket(criteria.path, "tick", "2", "1")
    assert "JJM-002 has no criteria\nhint: `jticket criterion add JJM-002 TEXT` adds one" in ran.err
    assert jticket(criteria.path, "tick", "1", "0").status == 2


def test_a_devlog_entry_is_appended_with_time_and_name(repo: GitRepo) -> None:
    done(repo.path, "devlog", "1", "First.", "--as", "ana")
    done(repo.path, "devlog", "1", "@-", "--as", "ben", stdin="Second.\n\n## Heading\n")
    done(repo.path, "devlog", "1", "--as", "ben", stdin="Third, from a pipe.")
    assert text(repo).endswith(
        f"## Devlog\n\n### {NOW} ana\n\nFirst.\n\n### {NOW} ben\n\nSecond.\n\n#### Heading\n\n"
        f"### {NOW} ben\n\nThird, from a pipe.\n"
    )


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("- a list", "a list"),
        ("## A heading", "A heading"),
        ("1. one", "one"),
        ("-5 degrees", "-5 degrees"),
        ("#12 is near", "#12 is near"),
        ("-", "-"),
    ],
)
def test_a_subject_has_the_entrys_first_line_without_its_mark(
    repo: GitRepo, line: str, shown: str
) -> None:
    done(repo.path, "devlog", "1", "@-", "--as", "ana", stdin=f"{line}\n\nmore\n")
    assert repo.git("log", "-1", "--format=%s") == f"JJM-001: devlog: {shown}"


def test_an_empty_devlog_entry_is_refused(repo: GitRepo) -> None:
    ran = jticket(repo.path, "devlog", "1", "  ", "--as", "ana")
    assert (ran.status, "empty" in ran.err) == (2, True)


def test_a_devlog_text_stays_in_its_file_when_a_hook_refuses_the_commit(repo: GitRepo) -> None:
    repo.hook("pre-commit", "echo not today; exit 1")
    before = repo.head()
    ran = jticket(repo.path, "devlog", "1", "Hours of thought.", "--as", "ana")
    assert ran.status == 1
    assert "not today" in ran.err
    assert "jticket commit JJM-001" in ran.err
    assert "Hours of thought." in text(repo)
    assert repo.head() == before


def test_a_tick_is_put_back_when_a_hook_refuses_the_commit(criteria: GitRepo) -> None:
    criteria.hook("pre-commit", "exit 1")
    before = criteria.files()
    assert jticket(criteria.path, "tick", "1", "1").status == 1
    assert criteria.files() == before


def test_dependencies_are_added_and_removed(repo: GitRepo) -> None:
    done(repo.path, "create", "Third")
    done(repo.path, "dep", "add", "1", "2", "jjm-3")
    assert "dependencies: [JJM-002, JJM-003]\n" in text(repo)
    assert repo.git("log", "-1", "--format=%s") == "JJM-001: set dependencies+=JJM-002,JJM-003"
    done(repo.path, "dep", "rm", "1", "2")
    assert "dependencies: [JJM-003]\n" in text(repo)
    done(repo.path, "dep", "rm", "1", "3")
    assert "dependencies" not in text(repo)
    ran = jticket(repo.path, "dep", "rm", "1", "3")
    assert (ran.status, "does not depend on" in ran.err) == (1, True)


def test_a_circle_is_refused_and_named_whole(repo: GitRepo) -> None:
    done(repo.path, "create", "Third")
    done(repo.path, "dep", "add", "2", "1")
    done(repo.path, "dep", "add", "3", "2")
    before = repo.head()
    ran = jticket(repo.path, "dep", "add", "1", "3")
    assert ran.status == 1
    assert "JJM-001 → JJM-003 → JJM-002 → JJM-001" in ran.err
    assert repo.head() == before
