"""Words that messages share."""

from __future__ import annotations

import unicodedata

import pytest
from graphs import law
from hypothesis import given
from hypothesis import strategies as st

from jticket.model.wording import is_one_line, listed, quoted, shortened

CONTROL_CHARACTERS = {"Cc", "Cs", "Zl", "Zp"}


def test_a_value_in_a_message_is_short_and_on_one_line() -> None:
    assert quoted("a") == "'a'"
    assert quoted("a\nb") == "'a\\nb'"
    assert quoted("a" * 100) == f"'{'a' * 59}…'"
    assert shortened("a" * 60) == "a" * 60


@pytest.mark.parametrize(
    ("names", "expected"),
    [("a", "a"), ("abcde", "a, b, c, d, e"), ("abcdefg", "a, b, c, d, e and 2 more")],
)
def test_a_list_in_a_message_says_how_many_more_there_are(names: str, expected: str) -> None:
    assert listed([*names]) == expected


@law(300)
@given(st.text(st.characters() | st.sampled_from("\n\x85\u2028\x7f\ud800"), max_size=10))
def test_one_line_has_no_line_break_control_character_or_surrogate(text: str) -> None:
    categories = {unicodedata.category(character) for character in text}
    assert is_one_line(text) == categories.isdisjoint(CONTROL_CHARACTERS)
