"""Bars for those who would rather look than read."""

from __future__ import annotations

_FULL, _EMPTY = "█", "░"


def bar(share: float, columns: int) -> str:
    """A bar of so many columns, filled by a share from 0 to 1; full only when all is done."""
    filled = round(min(max(share, 0.0), 1.0) * columns)
    if filled == columns and share < 1:
        filled -= 1
    if not filled and share > 0:
        filled = 1
    return _FULL * filled + _EMPTY * (columns - filled)
