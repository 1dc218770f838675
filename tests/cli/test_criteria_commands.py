"""`criterion add`, `tick` and `untick`: the acceptance criteria of a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo


def text(repo: GitRepo) -> str:
    """Returns the text of the first ticket."""

    return repo.files()[".tickets/JJM-001.md"].decode()


@pytest.fixture
def criteria(repo: GitRepo) -> GitRepo:
    for criterion in ("one", "two", "three"):
        done(repo.path, "criterion", "add", "1", criterion)
    return repo


def test_the_first_criterion_creates_the_section_and_others_are_appended(criteria: GitRepo) -> None:
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


def test_ticking_a_criterion_again_changes_and_commits_nothing(criteria: GitRepo) -> None:
    done(criteria.path, "tick", "1", "2")
    before = criteria.head()
    assert "nothing to change" in done(criteria.path, "tick", "1", "2").err
    assert criteria.head() == before


def test_a_missing_criterion_is_reported_with_the_number_of_criteria(criteria: GitRepo) -> None:
    ran = jticket(criteria.path, "tick", "1", "4")
    assert (ran.status, "JJM-001 has 3 criteria" in ran.err) == (1, True)
    ran = jticket(criteria.path, "tick", "2", "1")
    assert "JJM-002 has no criteria\nhint: `jticket criterion add JJM-002 TEXT` adds one" in ran.err
    assert jticket(criteria.path, "tick", "1", "0").status == 2


def test_a_tick_is_undone_when_a_hook_refuses_the_commit(criteria: GitRepo) -> None:
    criteria.hook("pre-commit", "exit 1")
    before = criteria.files()
    assert jticket(criteria.path, "tick", "1", "1").status == 1
    assert criteria.files() == before
