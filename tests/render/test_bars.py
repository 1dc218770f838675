"""Bars: as wide as they should be, and no part is too small to be seen."""

from __future__ import annotations

import itertools

from jticket.render.bars import stacked
from jticket.render.terminal import in_ascii


def test_parts_follow_each_other_in_proportion_to_their_sizes() -> None:
    assert stacked((2, 1, 1), 8, 8) == "██▓░"
    assert stacked((0, 0, 8), 8, 4) == "░░░░"
    assert stacked((0, 0, 0), 0, 4) == ""
    assert in_ascii(stacked((1, 1, 1), 3, 6)) == "##==.."


def test_no_bar_is_too_wide_and_no_part_is_lost() -> None:
    for sizes in itertools.product((0, 1, 2, 50), repeat=3):
        line = stacked(sizes, 102, 12)
        assert len(line) <= 12
        for size, block in zip(sizes, "█▓░", strict=True):
            assert bool(size) == (block in line), (sizes, line)
