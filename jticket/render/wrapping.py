"""Styled text in lines that fit; what can't be broken, such as a path, sticks out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from jticket.render.terminal import safe_line, styled, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Span:
    """Some text in one style; between two spans there is a blank."""

    text: str
    style: str | None = None


def wrapped(
    spans: Iterable[Span], *, columns: int, start: str = "", indent: str = "", color: bool
) -> Iterator[str]:
    """Lines of at most so many columns, `start` before the first and `indent` before the others."""
    lead, used = start, width(start)
    line: list[Span] = []
    for word in _words(spans):
        wide = width(word.text)
        if line and used + wide > columns:
            yield lead + _drawn(line, color=color)
            lead, used, line = indent, width(indent), []
        line.append(word)
        used += wide + 1
    if line or start.strip():
        yield (lead + _drawn(line, color=color)).rstrip()


def _words(spans: Iterable[Span]) -> Iterator[Span]:
    for span in spans:
        yield from (Span(word, span.style) for word in safe_line(span.text).split(" ") if word)


def _drawn(line: Sequence[Span], *, color: bool) -> str:
    parts = (
        styled(" ".join(each.text for each in words), style, color=color)
        for style, words in groupby(line, key=lambda each: each.style)
    )
    return " ".join(parts)
