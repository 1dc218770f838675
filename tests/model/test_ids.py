"""IDs: their grammar, the next free one, and the ticket that a short form means."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from graphs import law, pieces
from hypothesis import given
from hypothesis import strategies as st

from jticket.model.ids import (
    ALPHABET,
    is_id,
    is_prefix,
    matching,
    next_random,
    next_sequential,
    number_of,
    sort_key,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

PREFIXES = st.sampled_from(["JJM", "A", "X9", "T"])
SEQUENTIAL = st.builds("{}-{:03d}".format, PREFIXES, st.integers(0, 2000))
RANDOM = st.builds("{}-{}".format, PREFIXES, st.text(ALPHABET, min_size=4, max_size=6))
IDS = st.sets(st.one_of(SEQUENTIAL, RANDOM), max_size=12)


DICE = random.Random(7)  # noqa: S311  # no secret


class Repeating:
    """A source of randomness that repeats the same characters."""

    def __init__(self, characters: Sequence[str]) -> None:
        self.characters = list(characters)
        self.at = 0

    def choice(self, seq: str, /) -> str:
        self.at += 1
        character = self.characters[(self.at - 1) % len(self.characters)]
        assert character in seq
        return character


@pytest.mark.parametrize(
    "text", ["JJM-1", "JJM-001", "A-0", "A2B-12345678", "JJM-x7k2", "ABCDEFGHIJKLMNOP-2345", "T-22"]
)
def test_an_id_is_a_prefix_and_a_number_or_random_characters(text: str) -> None:
    assert is_id(text)
    assert is_prefix(text.partition("-")[0])


@pytest.mark.parametrize(
    "text",
    [
        *pieces(
            "¦JJM¦JJM-¦-1¦jjm-1¦JJM-x7k¦JJM-X7K2¦JJM-x7l2¦JJM-x7o2¦JJM-x711¦1JJM-1¦"
            "ABCDEFGHIJKLMNOPQ-1¦JJM-1 ¦ JJM-1¦JJM-1⏎¦JJM_1¦JJM-1-2¦JJM-١¦ÄB-1¦JJM-+1"
        ),
        "JJM-" + "1" * 19,
        "JJM-" + "a" * 33,
    ],
)
def test_nothing_else_is_an_id(text: str) -> None:
    assert not is_id(text)


@pytest.mark.parametrize(
    ("known", "width", "following"),
    [
        ([], 3, "JJM-001"),
        (["JJM-001", "JJM-014", "JJM-002"], 3, "JJM-015"),
        (["JJM-999"], 3, "JJM-1000"),
        (["JJM-1000", "JJM-0999"], 3, "JJM-1001"),
        (["OTHER-500", "JJM-x7k2", "JJM-7"], 4, "JJM-0008"),
        (["junk", "JJM-", ""], 1, "JJM-1"),
        (["JJM-" + "9" * 18], 3, "JJM-001"),
        (["JJM-002", "JJM-" + "9" * 18], 3, "JJM-003"),
        (["JJM-002", "JJM-" + "9" * 17 + "8"], 3, "JJM-" + "9" * 18),
        (["JJM-002", "JJM-" + "9" * 17 + "8", "JJM-" + "9" * 18], 3, "JJM-003"),
        (["JJM-002", "JJM-1" + "0" * 18], 3, "JJM-003"),
    ],
)
def test_the_next_number_is_one_above_the_highest_of_the_prefix(
    known: list[str], width: int, following: str
) -> None:
    assert next_sequential("JJM", known, width) == following
    assert is_id(following)


def test_a_random_id_is_new_and_not_a_number() -> None:
    assert next_random("JJM", ["JJM-aaaa"], Repeating("aaaa2345bcde")) == "JJM-bcde"


@pytest.mark.parametrize(("known", "length"), [(0, 4), (100, 4), (135, 4), (136, 5), (1000, 6)])
def test_random_ids_grow_so_that_clones_hardly_ever_draw_the_same(known: int, length: int) -> None:
    ids = {f"JJM-{n:03d}" for n in range(known)}
    drawn = next_random("JJM", ids, DICE)
    assert is_id(drawn)
    assert number_of(drawn) is None
    assert len(drawn) == len("JJM-") + length


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("JJM-014", ["JJM-014"]),
        ("jjm-014", ["JJM-014"]),
        ("jjm-14", ["JJM-014"]),
        ("JJM-0014", ["JJM-014"]),
        ("14", ["JJM-014"]),
        (" 14 ", ["JJM-014"]),
        ("api-14", ["API-014"]),
        ("15", ["API-015"]),
        ("16", ["API-016", "WEB-016"]),
        ("1000", ["JJM-1000"]),
        ("JJM-x7k2m", ["JJM-x7k2m"]),
        ("jjm-X7K2M", ["JJM-x7k2m"]),
        ("x7k", ["JJM-x7k2m"]),
        ("jjm-x", ["JJM-x7k2m", "JJM-xyz9"]),
        ("x", ["JJM-x7k2m", "JJM-xyz9"]),
        ("api-x", []),
        ("23", ["JJM-23ab"]),
        ("JJM-23", ["JJM-23ab"]),
        ("99", []),
        ("", []),
        ("-", []),
        ("JJM-", []),
        ("JJM", []),
        ("9" * 40, []),
        ("١٤", []),
    ],
)
def test_a_short_form_means_the_ids_that_match_best(reference: str, expected: list[str]) -> None:
    known = ["JJM-014", "API-014", "API-015", "API-016", "WEB-016", "JJM-1000", "JJM-x7k2m"]
    assert matching(reference, [*known, "JJM-xyz9", "JJM-23ab"], "JJM") == expected


def test_a_number_written_in_two_ways_is_ambiguous_except_in_its_exact_form() -> None:
    known = ["JJM-14", "JJM-014"]
    assert sorted(matching("14", known, "JJM")) == ["JJM-014", "JJM-14"]
    assert matching("JJM-14", known, "JJM") == ["JJM-14"]


@law(70)
@given(IDS)
def test_every_known_id_is_found_by_itself_in_any_case(known: set[str]) -> None:
    for known_id in known:
        assert matching(known_id, known, "JJM") == [known_id]
        assert known_id in matching(known_id.lower(), known, "JJM")


@law(70)
@given(IDS)
def test_the_next_number_is_free(known: set[str]) -> None:
    assert next_sequential("JJM", known, 3) not in known
    drawn = next_random("JJM", known, DICE)
    assert drawn not in known


def test_ids_are_in_numerical_order() -> None:
    ordered = ["API-2", "JJM-aaaa", "JJM-x7k2", "JJM-009", "JJM-9", "JJM-10", "JJM-1000"]
    assert sorted(sorted(ordered), key=sort_key) == ordered
    assert sorted(["junk", "", "JJM-1"], key=sort_key) == ["", "JJM-1", "junk"]
