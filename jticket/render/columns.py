"""Tables that fit the terminal: what matters least is cut or left out, and the rest is whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.render.terminal import aligned
from jticket.text.printable import safe_line, width

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = 2
_NARROWEST = 4


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Its cells may be cut to `least` terminal columns, None if never. Where there is still no room,
    the column of the highest `rank` is left out; one of rank 0 never is.
    """

    heading: str
    least: int | None = None
    rank: int = 0


def fitting_table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    room: int,
    color: bool = False,
    styles: Sequence[Sequence[str | None]] = (),
) -> list[str]:
    """Returns the lines of a table with its heading, in so many terminal columns."""
    cells = [[safe_line(cell) for cell in row] for row in ([c.heading for c in columns], *rows)]
    natural = [max(width(row[n]) for row in cells) for n in range(len(columns))]
    widths = fitted_widths(columns, natural, room)
    kept = [*widths]
    row_styles: list[Sequence[str | None]] = [["dim"] * len(kept)]
    row_styles += [[row[n] for n in kept] for row in styles] or [[None] * len(kept)] * len(rows)
    shown = [[row[n] for n in kept] for row in cells]
    return aligned(shown, [*widths.values()], row_styles, color=color)


def fitted_widths(columns: Sequence[Column], natural: Sequence[int], room: int) -> dict[int, int]:
    """Returns the widths of the columns that are kept, by their places.

    The widest cells are cut first. Only where columns that must stay have no room, all are cut.
    """
    least = [
        wide if column.least is None else min(wide, column.least)
        for column, wide in zip(columns, natural, strict=True)
    ]
    kept = [*range(len(columns))]
    while _needed(least, kept) > room and (rank := max((columns[n].rank for n in kept), default=0)):
        kept = [n for n in kept if columns[n].rank != rank]
    widths = {n: natural[n] for n in kept}
    for smallest in (least, [_NARROWEST] * len(columns)):
        while sum(widths.values()) + _GAP * (len(kept) - 1) > room:
            wider = [n for n in kept if widths[n] > smallest[n]]
            if not wider:
                break
            widths[max(wider, key=lambda n: widths[n])] -= 1
    return widths


def _needed(widths: Sequence[int], kept: Sequence[int]) -> int:
    return sum(widths[n] for n in kept) + _GAP * (len(kept) - 1)
