"""The lines that lead to the rows of a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_LEVELS: Final = 10
"""How many levels of a tree are drawn, however wide the terminal is."""

_COLUMNS_PER_LEVEL = 8


def stems(places: Iterable[tuple[int, bool]], most: int = MOST_LEVELS) -> Iterator[str]:
    """Yields what leads to each row of a tree, the last few levels of it if it is very deep.

    A row is given by its depth, and whether it is the last one below its parent.
    """
    open_above: list[bool] = []
    for depth, is_last in places:
        del open_above[depth:]
        if depth:
            levels = open_above[1:]
            shown = levels[max(len(levels) - most, 0) :]
            hidden = "…" if len(levels) > most else ""
            lines = "".join("│  " if is_open else "   " for is_open in shown)
            yield f"{hidden}{lines}{'└─' if is_last else '├─'} "
        else:
            yield ""
        open_above.append(not is_last)


def levels_on(columns: int) -> int:
    """Returns how many levels have room in so many columns, beside the text of the rows."""
    return min(max(columns // _COLUMNS_PER_LEVEL - 1, 1), MOST_LEVELS)
