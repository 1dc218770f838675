"""Edits of a list as splices: kept items keep their bytes, comments keep their places."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from jticket.model.field import Shape
from jticket.model.schema import BY_KEY
from jticket.text.edits.spans import (
    NoPlaceError,
    Splice,
    after_colon,
    comment_after,
    comments,
    content_end,
    fill_splice,
    indent_of,
    line_end,
    line_start,
)
from jticket.text.yaml_scalars import scalar
from jticket.text.yaml_tree import BLOCK_STYLES, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.text.document import Document
    from jticket.text.yaml_tree import Entry, Node

_MAX_WIDTH = 88
_DASH = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*-")
_COMMA = re.compile(r"[ \t\r\n]*,")
_MAX_COMPARED = 100_000  # pairs of items; beyond, comparing takes too long


class _Change(NamedTuple):
    """Replaces items `first:last` of the old list, pairwise from the first."""

    first: int
    last: int
    new: tuple[str, ...]

    @property
    def replaced(self) -> int:
        """The number of old items that a new one replaces."""
        return min(self.last - self.first, len(self.new))


def list_splices(
    document: Document, entry: Entry, value: tuple[str, ...], *, typed: bool
) -> list[Splice]:
    """Returns the splices that make `value` the list of an existing key."""
    text, node = document.text, entry.value
    if isinstance(node, Sequence) and node.items and not node.flow:
        return list(_block_splices(document, entry, node, value, typed=typed))
    if isinstance(node, Sequence) and node.flow:
        if "\n" not in text[node.start : node.end]:
            return [_flow_splice(document, entry, node, value, typed=typed)]
        return list(_wide_flow_splices(text, node, value, typed=typed))
    return [_rewritten(document, entry, value, typed=typed)]


def written_list(
    key: str, value: tuple[str, ...], newline: str, indent: str, *, typed: bool
) -> str:
    """Returns a list as written after its key's colon: on one line if it fits, paths never."""
    inline = f" [{', '.join(scalar(item, flow=True, typed=typed) for item in value)}]"
    if value and (_is_one_a_line(key) or len(f"{indent}{key}:{inline}") > _MAX_WIDTH):
        return "".join(f"{newline}{indent}  - {scalar(item, typed=typed)}" for item in value)
    return inline


def _is_one_a_line(key: str) -> bool:
    """Returns whether a new list of this key is written with one item per line."""
    field = BY_KEY.get(key)
    return field is not None and field.shape is Shape.PATHS


def _rewritten(document: Document, entry: Entry, value: tuple[str, ...], *, typed: bool) -> Splice:
    """Writes a list where the value was not one."""
    text, node, key = document.text, entry.value, entry.key
    indent = indent_of(text, key.start)
    written = written_list(key.value, value, document.newline, indent, typed=typed)
    start = after_colon(text, entry)
    if not (isinstance(node, Scalar) and node.start == node.end):
        return Splice(start, content_end(text, node), written)
    if written.startswith(" "):
        return fill_splice(text, entry, written[1:])
    line = text[start : line_end(text, start)]
    at = start + len(line.rstrip("\r\n"))
    return Splice(at, at, written)


def _changes(node: Sequence, value: tuple[str, ...]) -> Iterator[_Change]:
    """Yields the differences; if there are too many items to compare, one for all of them."""
    old = [item.value if isinstance(item, Scalar) else None for item in node.items]
    head = 0
    while head < min(len(old), len(value)) and old[head] == value[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(value)) - head and old[-1 - tail] == value[-1 - tail]:
        tail += 1
    left, right = old[head : len(old) - tail], value[head : len(value) - tail]
    if len(left) * len(right) > _MAX_COMPARED:
        yield _Change(head, head + len(left), right)
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=left, b=right, autojunk=False).get_opcodes():
        if tag != "equal":
            yield _Change(head + i1, head + i2, right[j1:j2])


def _style(node: Sequence) -> str:
    """Returns the quotes that all items have, "" if they have none or differ."""
    styles = {item.style if isinstance(item, Scalar) else "" for item in node.items}
    return styles.pop() if len(styles) == 1 else ""


def _flow_splice(
    document: Document, entry: Entry, node: Sequence, value: tuple[str, ...], *, typed: bool
) -> Splice:
    """Rewrites a flow list of one line; kept items keep their bytes."""
    text, key, style = document.text, entry.key, _style(node)
    items = [text[item.start : item.end] for item in node.items]
    for change in reversed(list(_changes(node, value))):
        items[change.first : change.last] = [
            scalar(item, style=style, flow=True, typed=typed) for item in change.new
        ]
    inside = text[node.start + 1 : node.end - 1]
    pad = " " if node.items and inside.startswith(" ") and inside.endswith(" ") else ""
    written = f"[{pad}{', '.join(items)}{pad}]" if items else "[]"
    before = node.start - line_start(text, node.start)
    grown = before + len(written) > _MAX_WIDTH >= before + (node.end - node.start)
    rest = text[node.end : line_end(text, node.end)].strip()
    if value and not rest and (grown or (_is_one_a_line(key.value) and not node.items)):
        indent = f"{document.newline}{indent_of(text, key.start)}  - "
        block = "".join(indent + scalar(item, typed=typed) for item in value)
        return Splice(after_colon(text, entry), node.end, block)
    return Splice(node.start, node.end, written)


def _wide_flow_splices(
    text: str, node: Sequence, value: tuple[str, ...], *, typed: bool
) -> Iterator[Splice]:
    """Edits a flow list of several lines item by item, commas with them."""
    items, style = node.items, _style(node)
    for change in _changes(node, value):
        new = [scalar(item, style=style, flow=True, typed=typed) for item in change.new]
        kept = change.first + change.replaced
        for item, written in zip(items[change.first : kept], new, strict=False):
            yield Splice(item.start, item.end, written)
        if added := new[change.replaced :]:
            at = items[kept - 1].end if kept else items[0].start if items else node.start + 1
            written = ", ".join(added)
            if items:
                written = f", {written}" if kept else f"{written}, "
            elif text[at] == "#":
                written += " "
            yield Splice(at, at, written)
        if kept < change.last:
            yield from _removed_items(text, node, kept, change.last)


def _removed_items(text: str, node: Sequence, first: int, last: int) -> Iterator[Splice]:
    """Removes items of a flow list of several lines, one by one if comments separate them."""
    items = node.items
    if last < len(items):
        start, end = items[first].start, items[last].start
    else:
        start, end = (items[first - 1].end if first else items[0].start), items[-1].end
    removed = Sequence(start, end, items[first:last], flow=True)
    if (first or last < len(items)) and not comments(text, removed, start, end):
        yield Splice(start, end, "")
        return
    for item in items[first:last]:
        comma = _COMMA.match(text, item.end)
        yield Splice(item.start, comma.end() if comma else item.end, "")


def _block_splices(
    document: Document, entry: Entry, node: Sequence, value: tuple[str, ...], *, typed: bool
) -> Iterator[Splice]:
    """Removes and inserts lines of a block list."""
    text, newline, style = document.text, document.newline, _style(node)
    dashes = list(_dashes(text, entry.key, node))
    ends = [
        line_end(text, max(content_end(text, item), dash))
        for item, dash in zip(node.items, dashes, strict=True)
    ]
    gap = text[dashes[0] + 1 : node.items[0].start]
    bullet = f"{indent_of(text, dashes[0])}-{gap if gap and not gap.strip(' ') else ' '}"
    for change in _changes(node, value):
        new = [scalar(item, style=style, typed=typed) or '""' for item in change.new]
        kept = change.first
        for item, written in zip(node.items[kept : change.last], new, strict=False):
            if not _is_in_place(item):
                break
            yield Splice(item.start, item.end, written)
            kept += 1
        for index in range(kept, change.last):
            yield _removed_line(text, dashes[index], node.items[index], ends[index])
        added = "".join(bullet + item + newline for item in new[kept - change.first :])
        at = ends[kept - 1] if kept else line_start(text, dashes[0])
        if added:
            yield Splice(at, at, added)
    if not value:
        at = after_colon(text, entry)
        yield Splice(at, at, " []")


def _is_in_place(item: Node) -> bool:
    """Returns whether an item's value can be replaced without touching its line."""
    return isinstance(item, Scalar) and item.start < item.end and item.style not in BLOCK_STYLES


def _removed_line(text: str, dash: int, item: Node, end: int) -> Splice:
    """Removes an item's lines, except for a comment after it."""
    comment = comment_after(text, max(content_end(text, item), dash + 1))
    if comment is not None:
        return Splice(dash, comment, "")
    return Splice(line_start(text, dash), end, "")


def _dashes(text: str, key: Scalar, node: Sequence) -> Iterator[int]:
    """Yields the offset of each item's dash in a block list."""
    at = node.start
    for item in node.items:
        dash = _DASH.match(text, at)
        if dash is None:  # pragma: no cover - no text is known to come here; refused, not guessed
            raise NoPlaceError(key.value, key.start)
        yield dash.end() - 1
        at = max(content_end(text, item), dash.end())
