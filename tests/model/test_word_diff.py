"""The difference of two texts by words: correct, short, and computed quickly."""

from __future__ import annotations

import time

import pytest
from graphs import law
from hypothesis import given
from hypothesis import strategies as st

from jticket.model.compare.word_diff import RunKind, word_diff


def marked(before: str, after: str) -> str:
    """Returns the runs as git would print them."""
    marks = {
        RunKind.REMOVED: "[-{}-]",
        RunKind.ADDED: "{{+{}+}}",
        RunKind.SKIPPED: "…",
        RunKind.SAME: "{}",
    }
    return " ".join(marks[run.kind].format(run.text) for run in word_diff(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ""),
        ("a b", "a\n\n b ", ""),
        ("", "a b", "{+a b+}"),
        ("a b", "", "[-a b-]"),
        ("it parses files", "it parses all files", "it parses {+all+} files"),
        ("one two three", "one 2 three", "one [-two-] {+2+} three"),
        ("a b c d e f g", "a b c d e f G", "… c d e f [-g-] {+G+}"),
        ("1 a b c d e f g 2", "x a b c d e f g y", "[-1-] {+x+} a b c d e f g [-2-] {+y+}"),
        (
            "1 a b c d e f g h i 2",
            "x a b c d e f g h i y",
            "[-1-] {+x+} a b c d … f g h i [-2-] {+y+}",
        ),
        ("red or blue", "green or black", "[-red or blue-] {+green or black+}"),
    ],
)
def test_a_difference_is_cut_to_what_changed(before: str, after: str, expected: str) -> None:
    assert marked(before, after) == expected


WORDS = st.lists(st.sampled_from("abcd"), max_size=12)


@law(60)
@given(WORDS, WORDS)
def test_a_difference_leads_from_one_text_to_the_other(old: list[str], new: list[str]) -> None:
    runs = word_diff(" ".join(old), " ".join(new))
    kept = [run for run in runs if run.kind is not RunKind.SKIPPED]
    assert bool(runs) == (old != new)
    before = [w for run in kept if run.kind is not RunKind.ADDED for w in run.text.split()]
    after = [w for run in kept if run.kind is not RunKind.REMOVED for w in run.text.split()]
    skipped = any(run.kind is RunKind.SKIPPED for run in runs)
    if runs and not skipped:
        assert (before, after) == (old, new)
    assert len(old) - len(before) == len(new) - len(after) or not runs


@law(70)
@given(st.lists(st.sampled_from("ab"), max_size=9), st.lists(st.sampled_from("ab"), max_size=9))
def test_no_shorter_difference_exists(old: list[str], new: list[str]) -> None:
    # Every letter is doubled: no run of equal words is so short that it joins the changes.
    first = [letter + n for letter in old for n in "12"]
    second = [letter + n for letter in new for n in "12"]
    runs = word_diff(" ".join(first), " ".join(second))
    changed = sum(
        len(run.text.split()) for run in runs if run.kind in (RunKind.REMOVED, RunKind.ADDED)
    )
    common = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for x, a in enumerate(old):
        for y, b in enumerate(new):
            longest = max(common[x][y + 1], common[x + 1][y])
            common[x + 1][y + 1] = common[x][y] + 1 if a == b else longest
    assert changed <= 2 * (len(old) + len(new) - 2 * common[-1][-1])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 200_000, "a " * 199_999 + "b"),
        ("a b " * 2_000, "b a " * 1_999),
        ("a b c " * 1_200, "c a a b " * 1_000),
        (" ".join(map(str, range(4_000))), " ".join(map(str, range(4_000, 0, -1)))),
        ("x " * 100_000, "y " * 100_000),
    ],
)
def test_hostile_texts_are_compared_quickly(before: str, after: str) -> None:
    start = time.process_time()
    assert word_diff(before, after)
    assert time.process_time() - start < 3
