"""Which findings in untouched files a branch is responsible for."""

from __future__ import annotations

import pytest

from jticket.lint.baseline import counted, new_and_old
from jticket.lint.registry import CATALOGUE
from jticket.model.diagnostics import Diagnostic, Place, Span


def finding_of(code: str, message: str = "m", about: str = "", path: str = "a.md") -> Diagnostic:
    """Returns a finding of a rule about some tickets, which have names of one character."""
    return Diagnostic(path, Span(), CATALOGUE[code], message, about=frozenset(about))


def test_a_finding_at_another_place_is_old() -> None:
    before = finding_of("JT103")
    after = Diagnostic(before.path, Span(Place(9, 1), Place(9, 5)), before.rule, before.message)
    assert new_and_old([after], counted([before]), ()) == ([], [after])


def test_one_of_two_equal_findings_is_new_if_there_was_only_one() -> None:
    finding = finding_of("JT103")
    assert new_and_old([finding, finding], counted([finding]), ()) == ([finding], [finding])


@pytest.mark.parametrize(
    ("code", "about", "is_old"),
    [
        ("JT301", "x", True),
        ("JT301", "xy", True),
        ("JT301", "xyz", False),
        ("JT309", "x", True),
        ("JT309", "z", False),
        ("JT304", "x", False),
    ],
)
def test_the_rest_of_a_list_is_old(code: str, about: str, *, is_old: bool) -> None:
    known = counted([finding_of(code, "x and y", "xy")])
    finding = finding_of(code, "less", about)
    assert new_and_old([finding], known, ()) == (([], [finding]) if is_old else ([finding], []))


def test_an_unchanged_list_makes_no_other_list_old() -> None:
    known = counted([finding_of("JT301", "x and y", "xy")])
    unchanged, shorter = finding_of("JT301", "x and y", "xy"), finding_of("JT301", "x", "x")
    assert new_and_old([unchanged, shorter], known, ()) == ([shorter], [unchanged])


def test_a_list_in_another_file_makes_nothing_old() -> None:
    finding = finding_of("JT301", "less", "x")
    known = counted([finding_of("JT301", "x and y", "xy", path="b.md")])
    assert new_and_old([finding], known, ()) == ([finding], [])


@pytest.mark.parametrize("code", ["JT306", "JT307", "JT308"])
def test_a_cycle_is_new_if_the_branch_touched_one_of_its_tickets(code: str) -> None:
    finding = finding_of(code, "cycle", "xy")
    assert new_and_old([finding], counted([]), {"z"}) == ([], [finding])
    assert new_and_old([finding], counted([]), {"y", "z"}) == ([finding], [])
