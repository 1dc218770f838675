"""Text for terminals and pipes: nothing in it acts on them, and columns line up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMIT_LENGTH: Final = 10
"""How many characters of a commit's ID are shown."""

_ACTING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_NARROWEST = 8
_DRAWN = str.maketrans("█▓░─…", "#=.-~")
_STYLES = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "cyan": "36",
}


def safe(text: str) -> str:
    """The text with control and bidirectional characters shown as escapes; lines and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return _ACTING.sub(_escape, text.replace("\r\n", "\n"))


def safe_line(text: str) -> str:
    """The same on one line, for a table's cell or a message."""
    if text.isascii() and text.isprintable():
        return text
    return safe(text).replace("\n", "\\n").replace("\t", "\\t")


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def width(text: str) -> int:
    """How many columns a text takes on a terminal; an emoji of several characters takes two."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)


def cut(text: str, columns: int) -> str:
    """The text in at most so many columns, with an ellipsis where something is cut off."""
    if width(text) <= columns:
        return text
    if text.isascii():
        return f"{text[: columns - 1].rstrip()}…"
    from wcwidth import iter_graphemes

    kept, used = "", 0
    for grapheme in iter_graphemes(text):
        used += width(grapheme)
        if used > columns - 1:
            break
        kept += grapheme
    return f"{kept.rstrip()}…"


def pointed(text: str, start: int, end: int, *, columns: int) -> tuple[str, str]:
    """A text on one line, cut to so many columns around a part of it, and carets below that part.

    The carets stand in the right columns unless the terminal reorders what reads right to left.
    """
    parts = text[:start], text[start:end], text[end:]
    before, part, after = map(safe_line, parts)
    before, part = _cut_left(before, columns // 2), cut(part, columns // 3)
    used = width(before)
    after = cut(after, columns - used - width(part))
    return f"{before}{part}{after}", " " * used + "^" * max(width(part), 1)


def _cut_left(text: str, columns: int) -> str:
    """The end of the text in at most so many columns, behind an ellipsis where it is cut."""
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
    """The text in a style, if there are colours at all."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if color and style and text else text


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    columns: int,
    color: bool = False,
    styles: Sequence[Sequence[str | None]] = (),
) -> list[str]:
    """Lines of a table that fits the terminal: the widest columns are cut as far as they must."""
    cells = [[safe_line(cell) for cell in row] for row in (header, *rows)]
    widths = [max(width(row[n]) for row in cells) for n in range(len(header))]
    room = columns - 2 * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    looks = [["dim"] * len(header), *(styles or [[None] * len(header)] * len(rows))]
    lines = []
    for row, look in zip(cells, looks, strict=True):
        shown = [cut(cell, widths[n]) for n, cell in enumerate(row)]
        padded = [
            styled(cell, look[n], color=color) + " " * (widths[n] - width(cell))
            for n, cell in enumerate(shown)
        ]
        lines.append("  ".join(padded).rstrip())
    return lines


def in_ascii(line: str) -> str:
    """A line with what is drawn in it drawn in ASCII, as wide as before."""
    return line.translate(_DRAWN)


def is_right_to_left(text: str) -> bool:
    """Whether the text holds letters that are written from the right."""
    from unicodedata import bidirectional

    return not text.isascii() and any(bidirectional(each) in ("R", "AL", "AN") for each in text)
