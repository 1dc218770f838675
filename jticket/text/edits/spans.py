"""Places of values, lines and comments in a front matter, and the splices that replace text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jticket.text.yaml_tree import BLOCK_STYLES, Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.text.yaml_tree import Entry, Node

_COLON = re.compile(r"[ \t]*:")
_COMMENT = re.compile(r"(?:^|(?<=[ \t\r\n]))#[^\r\n]*")
_COMMENT_AFTER = re.compile(r"[ \t]*(#[^\r\n]*)?")
_KEEP = re.compile(r"[|>][0-9]?\+")


class NoPlaceError(ValueError):
    """Raised when a key is written in a form that has no safe place for a value."""

    def __init__(self, key: str, offset: int) -> None:
        super().__init__(f"the key '{key}' is not written as a plain `{key}: value`")
        self.offset = offset


class Splice(NamedTuple):
    """A text that replaces `text[start:end]`."""

    start: int
    end: int
    text: str


def apply_splices(text: str, splices: list[Splice]) -> str:
    """Returns the text after all splices, which must not overlap."""
    pieces, end = [], 0
    for splice in sorted(splices):
        pieces += [text[end : splice.start], splice.text]
        end = splice.end
    return "".join([*pieces, text[end:]])


def line_start(text: str, at: int) -> int:
    """Returns where the line of an offset begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Returns where the line of an offset ends, after its newline."""
    newline = text.find("\n", at)
    return len(text) if newline < 0 else newline + 1


def indent_of(text: str, at: int) -> str:
    """Returns the text before an offset in its line."""
    return text[line_start(text, at) : at]


def after_colon(text: str, entry: Entry) -> int:
    """Returns where the colon of a key ends.

    Raises:
        NoPlaceError: the colon does not follow the key.
    """
    colon = _COLON.match(text, entry.key.end)
    if colon is None:
        raise NoPlaceError(entry.key.value, entry.key.start)
    return colon.end()


def content_end(text: str, node: Node) -> int:
    """Returns where a value ends, without the blank lines and comments after block values."""
    if isinstance(node, Scalar):
        if node.style not in BLOCK_STYLES:
            return node.end
        inside = text[node.start : node.end]
        if _KEEP.match(inside):  # the blank lines below are part of the value
            return node.start + len(inside.removesuffix("\n").removesuffix("\r"))
        return node.start + len(inside.rstrip(" \t\r\n"))
    if node.flow:
        return node.end
    last = node.entries[-1].value if isinstance(node, Mapping) else node.items[-1]
    return content_end(text, last)


def comment_after(text: str, at: int) -> int | None:
    """Returns where a comment begins that directly follows an offset in its line."""
    match = _COMMENT_AFTER.match(text, at)
    return match.start(1) if match and match[1] else None


def comments(text: str, node: Node, start: int, end: int) -> list[str]:
    """Returns the comments in `text[start:end]`, a part of the front matter that holds `node`."""
    outside, at = [], start
    for scalar in _scalars(node):
        begin = scalar.start
        if scalar.style in BLOCK_STYLES:  # a comment may follow the `|`
            begin = line_end(text, scalar.start)
        outside.append(text[at:begin])
        at = max(scalar.end, begin)
    outside.append(text[at:end])
    return [match[0].rstrip() for match in _COMMENT.finditer(" ".join(outside))]


def _scalars(node: Node) -> Iterator[Scalar]:
    """Yields the scalars of a node, including keys, in the order of the text."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for entry in node.entries:
            yield entry.key
            yield from _scalars(entry.value)
    else:
        for item in node.items:
            yield from _scalars(item)


def fill_splice(text: str, entry: Entry, written: str) -> Splice:
    """Writes a value after the key's colon, where there is none or a list or mapping."""
    node = entry.value
    start = after_colon(text, entry)
    if not isinstance(node, Scalar):
        return Splice(start, content_end(text, node), f" {written}" if written else "")
    if text[start : start + 1] != " ":
        return Splice(start, start, f" {written}" if written else "")
    before_comment = bool(written) and text[start + 1 : start + 2] == "#"
    return Splice(start + 1, start + 1, f"{written} " if before_comment else written)
