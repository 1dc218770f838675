"""Styled text in lines that fit; a word that is too long, such as a path, sticks out.

Words of scripts that are written without spaces are broken between their characters instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from jticket.render.terminal import styled
from jticket.text.printable import safe_line, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class StyledText:
    """Some text in one style; between two spans there is a space."""

    text: str
    style: str | None = None


def wrapped(
    spans: Iterable[StyledText],
    *,
    columns: int,
    start: str = "",
    start_style: str | None = None,
    indent: str = "",
    color: bool,
) -> Iterator[str]:
    """Yields lines of at most so many columns; `start` begins the first, `indent` the others."""
    lead, used = styled(start, start_style, color=color), width(start)
    line: list[StyledText] = []
    for word in _words(spans, columns - max(used, width(indent))):
        wide = width(word.text)
        if line and used + wide > columns:
            yield lead + _joined(line, color=color)
            lead, used, line = indent, width(indent), []
        line.append(word)
        used += wide + 1
    if line or start.strip():
        yield (lead + _joined(line, color=color)).rstrip()


def paragraph(
    text: str, *, columns: int, color: bool, style: str | None = None, start: str = ""
) -> Iterator[str]:
    """Yields a text in one style, from the second line on with two more spaces before it."""
    return wrapped(
        [StyledText(text, style)], columns=columns, start=start, indent=f"{start}  ", color=color
    )


def folded(line: str, columns: int) -> Iterator[str]:
    """Yields a line of code in pieces of at most so many columns, the others two spaces deeper.

    All spaces within a piece stay. A word that is too long is broken.
    """
    deeper = len(line) - len(line.lstrip(" ")) + 2
    indent = " " * (deeper if deeper <= columns // 2 else 0)
    while width(line) > columns:
        end = _fitting(line, columns)
        space = line.rfind(" ", len(line) - len(line.lstrip(" ")), end + 1)
        end = space if space > 0 else end
        yield line[:end].rstrip()
        line = indent + line[end:].lstrip(" ")
    yield line


def _fitting(text: str, columns: int) -> int:
    """Returns how many characters of a text fit, at least those of the first after its indent."""
    if text.isascii():
        return max(columns, len(text) - len(text.lstrip(" ")) + 1)
    from wcwidth import iter_graphemes

    used = end = 0
    for grapheme in iter_graphemes(text):
        used += width(grapheme)
        if used > columns and text[:end].strip():
            break
        end += len(grapheme)
    return end


def _words(spans: Iterable[StyledText], room: int) -> Iterator[StyledText]:
    for span in spans:
        for word in safe_line(span.text).split(" "):
            if word.isascii():
                pieces: Iterable[str] = [word] if word else ()
            else:
                pieces = _pieces(word, room)
            yield from (StyledText(piece, span.style) for piece in pieces)


def _pieces(word: str, room: int) -> Iterator[str]:
    """Yields a word, in pieces of at most so many columns if it has wide characters."""
    if width(word) <= max(room, len(word)):
        yield word
        return
    from wcwidth import iter_graphemes

    piece, used = "", 0
    for grapheme in iter_graphemes(word):
        if piece and used + width(grapheme) > room:
            yield piece
            piece, used = "", 0
        piece, used = piece + grapheme, used + width(grapheme)
    yield piece


def _joined(line: Sequence[StyledText], *, color: bool) -> str:
    parts = (
        styled(" ".join(word.text for word in words), style, color=color)
        for style, words in groupby(line, key=lambda word: word.style)
    )
    return " ".join(parts)
