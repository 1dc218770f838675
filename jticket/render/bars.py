"""Progress bars, and bars of several parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FULL, _HALF, _EMPTY = "█", "▓", "░"


def bar(share: float, columns: int) -> str:
    """Returns a bar of so many columns, filled by a share from 0 to 1; full only at 1."""
    filled = round(min(max(share, 0.0), 1.0) * columns)
    if filled == columns and share < 1:
        filled -= 1
    if not filled and share > 0:
        filled = 1
    return _FULL * filled + _EMPTY * (columns - filled)


def stacked(sizes: Sequence[float], maximum: float, columns: int) -> str:
    """Returns a bar of up to three parts, one after the other; `maximum` would fill all columns."""
    line, total = "", 0.0
    left = sum(map(bool, sizes))
    for size, block in zip(sizes, (_FULL, _HALF, _EMPTY), strict=False):
        if size:
            total, left = total + size, left - 1
            end = min(round(total / maximum * columns), columns - left)
            line += block * max(end - len(line), 1)  # no part is too small to be seen
    return line[:columns]
