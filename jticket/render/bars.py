"""Bars for those who would rather look than read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FULL, _HALF, _EMPTY = "█", "▓", "░"


def bar(share: float, columns: int) -> str:
    """A bar of so many columns, filled by a share from 0 to 1; full only when all is done."""
    filled = round(min(max(share, 0.0), 1.0) * columns)
    if filled == columns and share < 1:
        filled -= 1
    if not filled and share > 0:
        filled = 1
    return _FULL * filled + _EMPTY * (columns - filled)


def stacked(sizes: Sequence[float], most: float, columns: int) -> str:
    """A bar of up to three parts, one behind the other; `most` would fill all columns."""
    drawn, total = "", 0.0
    left = sum(map(bool, sizes))
    for size, letter in zip(sizes, (_FULL, _HALF, _EMPTY), strict=False):
        if size:
            total, left = total + size, left - 1
            wide = min(round(total / most * columns), columns - left)
            drawn += letter * max(wide - len(drawn), 1)  # what is there can be seen
    return drawn[:columns]
