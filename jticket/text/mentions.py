"""The ticket IDs in the prose of a body, outside code and HTML."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from jticket.model.ids import ALPHABET
from jticket.text.outline import outline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jticket.text.document import Document

_PARAGRAPH = re.compile(r"(?:[^\r\n]*\S[^\r\n]*(?:\r\n?|\n|\Z))+")
_TICKS = re.compile(r"`+")
_CODE_INDENT = ("    ", "\t")


class Mention(NamedTuple):
    """An ID as the text writes it, and where."""

    written: str
    start: int
    end: int


def mentions(
    document: Document, prefix: str, is_wanted: Callable[[str], bool]
) -> Iterator[Mention]:
    """Yields the wanted IDs of a prefix in the prose of a body, each at its first place.

    A random ID without a digit is left out: `JJM-based` is a word. So is one after a slash, which
    is a part of an address.
    """
    text, start = document.text, document.body_start
    if f"{prefix}-" not in text:
        return
    form = rf"[0-9]{{1,18}}|(?=[a-z]*[0-9])[{ALPHABET}]{{4,32}}"
    pattern = re.compile(rf"(?<![\w/.-]){re.escape(prefix)}-(?:{form})(?![\w-])")
    named = [match for match in pattern.finditer(text, start) if is_wanted(match[0])]
    if not named:
        return
    is_code = _code(text, start)
    seen: set[str] = set()
    for match in named:
        if match[0] not in seen and not is_code(match.start()):
            seen.add(match[0])
            yield Mention(match[0], *match.span())


def _code(text: str, start: int) -> Callable[[int], bool]:
    """Returns what decides whether an offset is in code or HTML."""
    structure = outline(text, start)
    spans = [*_code_spans(text, start)]

    def is_code(offset: int) -> bool:
        line = max(text.rfind("\n", start, offset), text.rfind("\r", start, offset)) + 1
        is_indented = text.startswith(_CODE_INDENT, line) and not any(
            item.start <= offset < item.end for item in structure.items
        )
        at = bisect_right(spans, offset, key=itemgetter(0))
        in_span = at > 0 and offset < spans[at - 1][1]
        return is_indented or in_span or structure.is_verbatim(offset)

    return is_code


def _code_spans(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yields the code spans of each paragraph: from a run of backticks to one as long."""
    for paragraph in _PARAGRAPH.finditer(text, start):
        runs = [match.span() for match in _TICKS.finditer(text, *paragraph.span())]
        by_length: defaultdict[int, list[int]] = defaultdict(list)
        for index in reversed(range(len(runs))):
            first, last = runs[index]
            by_length[last - first].append(index)
        index = 0
        while index < len(runs):
            first, last = runs[index]
            same = by_length[last - first]
            while same and same[-1] <= index:
                same.pop()
            if same:
                index = same.pop()
                yield first, runs[index][1]
            index += 1
