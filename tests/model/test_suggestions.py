"""Suggestions for misspelled words."""

from __future__ import annotations

from jticket.model.suggestions import did_you_mean, nearest, one_of

STATUSES = ["in_progress", "review", "done"]


def test_the_nearest_word_is_found_whatever_its_case_and_hyphens() -> None:
    assert nearest("In-Progress", STATUSES) == "in_progress"
    assert nearest("inprogress", STATUSES) == "in_progress"
    assert nearest("xyz", STATUSES) is None


def test_a_hint_names_the_nearest_word_or_else_all_of_them() -> None:
    assert did_you_mean("revew", STATUSES) == "did you mean 'review'?"
    assert did_you_mean("xyz", STATUSES) is None
    assert one_of("revew", STATUSES) == "did you mean 'review'?"
    assert one_of("xyz", STATUSES) == "one of in_progress, review, done"


def test_only_the_beginning_of_a_huge_word_is_compared() -> None:
    assert nearest("x" * 100_000, STATUSES) is None
    assert nearest("x" * 100_000, ["x" * 200]) == "x" * 200
