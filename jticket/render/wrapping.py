"""Styled text in lines that fit; a word that is too long, such as a path, sticks out."""

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
    spans: Iterable[StyledText], *, columns: int, start: str = "", indent: str = "", color: bool
) -> Iterator[str]:
    """Yields lines of at most so many columns; `start` begins the first, `indent` the others."""
    lead, used = start, width(start)
    line: list[StyledText] = []
    for word in _words(spans):
        wide = width(word.text)
        if line and used + wide > columns:
            yield lead + _joined(line, color=color)
            lead, used, line = indent, width(indent), []
        line.append(word)
        used += wide + 1
    if line or start.strip():
        yield (lead + _joined(line, color=color)).rstrip()


def _words(spans: Iterable[StyledText]) -> Iterator[StyledText]:
    for span in spans:
        yield from (
            StyledText(word, span.style) for word in safe_line(span.text).split(" ") if word
        )


def _joined(line: Sequence[StyledText], *, color: bool) -> str:
    parts = (
        styled(" ".join(word.text for word in words), style, color=color)
        for style, words in groupby(line, key=lambda word: word.style)
    )
    return " ".join(parts)
