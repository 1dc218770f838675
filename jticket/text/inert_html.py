"""Markdown without active HTML: tags show as text, comments are left out, code stays as it is.

Code is recognized strictly. Where it is in doubt, as in a code span over several lines, a `<`
is escaped, so that no renderer sees a tag.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jticket.text.outline import outline

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(r"<(?=[A-Za-z/!?])(?!(?:https?://|mailto:)[^\s<>`]*>)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_COMMENT_BLOCK = re.compile(r"^ {0,3}<!--(?s:.*?)-->", re.MULTILINE)
_FENCE = re.compile(r"[ \t>*+\-\d.)]*[`~]")
_BLANK_LINE = re.compile(r"(\n[ \t]*\n)")
_BACKTICKS = re.compile(r"`+")
_PASSES = 8


def without_html(text: str) -> str:
    """Returns Markdown in which no HTML is left, outside code fences and code spans.

    Addresses in angle brackets stay links.
    """
    for _ in range(_PASSES):
        inert = _without_visible_html(text)
        if inert == text:
            return text
        text = inert  # a block of HTML that is text now may have hidden or opened a fence
    return _TAG.sub("&lt;", text)


def _without_visible_html(text: str) -> str:
    pieces, at = [], 0
    for start, end in outline(text).verbatim:
        if _FENCE.match(text, start):
            pieces += [*_inert_prose(text[at:start]), text[start:end]]
            at = end
    return "".join([*pieces, *_inert_prose(text[at:])])


def _inert_prose(text: str) -> Iterator[str]:
    """Yields the parts of a text without fences, in which all but code spans is inert."""
    if "<" not in text:
        yield text
        return
    for part in _BLANK_LINE.split(_without(_COMMENT_BLOCK, text)):
        if "`" not in part:
            yield _inert(part)
        elif _has_plain_code_spans(part):
            yield from _outside_code_spans(part)
        else:
            yield _inert(part)


def _has_plain_code_spans(part: str) -> bool:
    """Returns whether every code span is on one line, wherever blocks and cells begin in it."""
    if "\\`" in part:
        return False
    return all(_spans(line) is not None for line in part.splitlines())


def _spans(line: str) -> list[tuple[int, int]] | None:
    """Returns the code spans of a line; None if one may go on in another line or cell."""
    spans, at = [], 0
    while opening := _BACKTICKS.search(line, at):
        following = _BACKTICKS.finditer(line, opening.end())
        closing = next((mark for mark in following if len(mark[0]) == len(opening[0])), None)
        if closing is None or "|" in line[opening.start() : closing.start()]:
            return None
        at = closing.end()
        spans.append((opening.start(), at))
    return spans


def _outside_code_spans(part: str) -> Iterator[str]:
    for line in part.splitlines(keepends=True):
        at = 0
        for start, end in _spans(line) or ():
            yield _inert(line[at:start])
            yield line[start:end]
            at = end
        yield _inert(line[at:])


def _inert(text: str) -> str:
    return _TAG.sub("&lt;", _without(_COMMENT, text))


def _without(comment: re.Pattern[str], text: str) -> str:
    """Returns the text without comments; what is after the last end of one is not searched."""
    before, end, after = text.rpartition("-->")
    return comment.sub("", before + end) + after
