"""Text for terminals: styles, columns that line up, and carets below a part of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jticket.render.styles import PALETTE
from jticket.text.printable import cut, safe_line, width

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMIT_LENGTH: Final = 10
"""How many characters of a commit's ID are shown."""

_NARROWEST_COLUMN = 8
_TO_ASCII = str.maketrans("█▓░─…⊘‖│├└┬┼\xa0", "#=.-~x=|+`++ ")


def pointed(text: str, start: int, end: int, *, columns: int) -> tuple[str, str]:
    """Returns a text on one line, cut to so many columns around a part, and carets below the part.

    The carets are in the right columns unless the terminal reorders right-to-left text.
    """
    parts = text[:start], text[start:end], text[end:]
    before, part, after = map(safe_line, parts)
    before, part = _cut_left(before, columns // 2), cut(part, columns // 3)
    used = width(before)
    after = cut(after, columns - used - width(part))
    return f"{before}{part}{after}", " " * used + "^" * max(width(part), 1)


def _cut_left(text: str, columns: int) -> str:
    """Returns the end of the text in at most so many columns, after an ellipsis where it is cut."""
    if width(text) <= columns:
        return text
    from wcwidth import iter_graphemes

    kept, used = "", 0
    for grapheme in reversed([*iter_graphemes(text)]):
        used += width(grapheme)
        if used > columns - 1:
            break
        kept = grapheme + kept
    return f"…{kept}"


def styled(text: str, style: str | None, *, color: bool) -> str:
    """Returns the text in a style, if there are colors."""
    return f"\x1b[{PALETTE[style]}m{text}\x1b[0m" if color and style and text else text


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    columns: int,
    color: bool = False,
    styles: Sequence[Sequence[str | None]] = (),
) -> list[str]:
    """Returns the lines of a table that fits the terminal: the widest columns are cut."""
    cells = [[safe_line(cell) for cell in row] for row in (header, *rows)]
    widths = [max(width(row[n]) for row in cells) for n in range(len(header))]
    room = columns - 2 * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST_COLUMN:
        widths[widths.index(max(widths))] -= 1
    row_styles = [["dim"] * len(header), *(styles or [[None] * len(header)] * len(rows))]
    return aligned(cells, widths, row_styles, color=color)


def aligned(
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    styles: Sequence[Sequence[str | None]],
    *,
    color: bool,
) -> list[str]:
    """Returns rows of escaped cells as lines, each cell cut or padded to the width of its column.

    `widths` are in terminal columns; each row has its styles.
    """
    lines = []
    for row, cell_styles in zip(rows, styles, strict=True):
        shown = [cut(cell, widths[n]) for n, cell in enumerate(row)]
        padded = [
            styled(cell, cell_styles[n], color=color) + " " * (widths[n] - width(cell))
            for n, cell in enumerate(shown)
        ]
        lines.append("  ".join(padded).rstrip())
    return lines


def in_ascii(line: str) -> str:
    """Returns a line with bars and rules in ASCII, as wide as before."""
    return line.translate(_TO_ASCII)


def is_right_to_left(text: str) -> bool:
    """Returns whether the text has right-to-left characters."""
    from unicodedata import bidirectional

    return not text.isascii() and any(bidirectional(char) in ("R", "AL", "AN") for char in text)
