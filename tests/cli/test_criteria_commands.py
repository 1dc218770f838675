"""`criterion add`, `tick` and `untick`: the acceptance criteria of a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket, refused

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


@pytest.mark.parametrize(
    ("numbers", "ticked"),
    [(["all"], "xxx"), (["1-2"], "xx "), (["2-3", "1"], "xxx"), (["3-3", "3"], "  x")],
)
def test_all_or_a_range_of_criteria_is_ticked(
    criteria: GitRepo, numbers: list[str], ticked: str
) -> None:
    done(criteria.path, "tick", "1", *numbers)
    boxes = [line[3] for line in text(criteria).splitlines() if line.startswith("- [")]
    assert "".join(boxes) == ticked
    done(criteria.path, "untick", "1", *numbers)
    assert "[x]" not in text(criteria)


def test_all_criteria_of_a_ticket_without_any_are_none(repo: GitRepo) -> None:
    assert "nothing to change" in done(repo.path, "tick", "1", "all").err


@pytest.mark.parametrize("word", ["x", "3-1", "0", "1-", "-", "1-x", "1.5", "٣", "9" * 400])
def test_what_is_not_a_number_or_a_range_is_wrong_usage(criteria: GitRepo, word: str) -> None:
    error = refused(criteria, "tick", "1", "--", word, status=2)
    assert "is not the number of a criterion" in error
    assert "write 2, or a range such as 1-3" in error


def test_a_range_past_the_last_criterion_names_the_first_that_is_missing(
    criteria: GitRepo,
) -> None:
    assert "no criterion 4: JJM-001 has 3 criteria" in refused(criteria, "tick", "1", "1-999999999")


def test_several_criteria_are_added_in_one_commit(criteria: GitRepo) -> None:
    done(criteria.path, "criterion", "add", "1", "four", "five")
    assert text(criteria).endswith("- [ ] three\n- [ ] four\n- [ ] five\n")
    assert criteria.subject() == "JJM-001: 2 criteria added"


def test_a_criterion_is_reworded_and_keeps_its_tick_and_what_is_nested(criteria: GitRepo) -> None:
    done(criteria.path, "criterion", "add", "1", "four\nand more\n\n- nested")
    done(criteria.path, "tick", "1", "4")
    before = text(criteria)
    done(criteria.path, "criterion", "edit", "1", "4", "fourth")
    assert text(criteria) == before.replace("four\n      and more\n", "fourth\n").replace(
        "four\n  and more\n", "fourth\n"
    )
    assert criteria.subject() == "JJM-001: criterion 4 edited: fourth"
    head = criteria.head()
    assert "nothing to change" in done(criteria.path, "criterion", "edit", "1", "4", "fourth").err
    assert criteria.head() == head


@pytest.mark.parametrize(("words", "problem"), [("", "is empty"), ("a\nb", "more than one line")])
def test_a_criterion_is_reworded_on_one_line(criteria: GitRepo, words: str, problem: str) -> None:
    assert problem in refused(criteria, "criterion", "edit", "1", "1", words, status=2)


def test_criteria_are_removed_in_one_commit(criteria: GitRepo) -> None:
    done(criteria.path, "criterion", "rm", "1", "3", "1")
    assert text(criteria).endswith("## Acceptance Criteria\n\n- [ ] two\n")
    assert criteria.subject() == "JJM-001: criteria removed: 1, 3"
    done(criteria.path, "criterion", "remove", "1", "1")
    assert criteria.subject() == "JJM-001: criterion removed: two"
    assert "no criterion 1: JJM-001 has no criteria" in refused(
        criteria, "criterion", "rm", "1", "1"
    )
    assert refused(criteria, "criterion", "rm", "1", "all", status=2)


def test_a_criterion_moves_to_the_place_of_another_and_back(criteria: GitRepo) -> None:
    before = text(criteria)
    done(criteria.path, "criterion", "mv", "1", "3", "1")
    assert text(criteria).endswith("- [ ] three\n- [ ] one\n- [ ] two\n")
    assert criteria.subject() == "JJM-001: criterion 3 moved to 1: three"
    done(criteria.path, "criterion", "mv", "1", "1", "3")
    assert text(criteria) == before
    assert "no criterion 4" in refused(criteria, "criterion", "mv", "1", "1", "4")
    assert "nothing to change" in done(criteria.path, "criterion", "mv", "1", "2", "2").err
