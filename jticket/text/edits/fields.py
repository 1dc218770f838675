"""Edits of the front matter as splices that touch only the value that is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.field import Shape
from jticket.model.schema import BY_KEY, KEYS
from jticket.text.edits.lists import list_splices, written_list
from jticket.text.edits.spans import (
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
    from collections.abc import Iterable, Iterator

    from jticket.text.document import Document
    from jticket.text.yaml_tree import Entry, Mapping, Node

_TYPED_SHAPES = (Shape.TIMESTAMP, Shape.DATE, Shape.EFFORT)


def set_value(
    document: Document,
    front: Mapping,
    key: str,
    value: str | tuple[str, ...],
    *,
    typed: bool,
) -> list[Splice]:
    """Returns the splices that set a key: in place, as a new line, or by removing its line.

    `typed`: the value stays without quotes although it is not text to other tools (a date, a
    number).
    """
    entry, field = front.entry(key), BY_KEY.get(key)
    if entry is None:
        return [_added(document, front, key, value, typed=typed)] if value else []
    if not value and not (field and field.always):
        return removed(document, entry)
    if isinstance(value, tuple):
        return list_splices(document, entry, value, typed=typed)
    return [scalar_splice(document, entry, value, typed=typed)]


def quoting_splices(front: Mapping, key: str, indexes: Iterable[int]) -> Iterator[Splice]:
    """Yields the splices that put quotes around a plain value, or around plain items of a list."""
    entry = front.entry(key)
    value = entry.value if entry else None
    nodes: list[Node | None] = [value]
    if isinstance(value, Sequence):
        nodes = [value.items[index] for index in sorted(set(indexes)) if index < len(value.items)]
    for node in nodes:
        if isinstance(node, Scalar) and not node.style and node.value:
            yield Splice(node.start, node.end, scalar(node.value, style='"'))


def line_of(
    key: str, value: str | tuple[str, ...], newline: str, indent: str = "", *, typed: bool
) -> str:
    """Returns a key and its value as new lines, without the last newline.

    `typed` is that of `set_value`.
    """
    start = f"{indent}{scalar(key)}:"
    if isinstance(value, tuple):
        return start + written_list(key, value, newline, indent, typed=typed)
    text = scalar(value, typed=typed)
    return f"{start} {text}" if text else start


def is_typed(key: str) -> bool:
    """Returns whether the schema gives a key's value a type that other tools guess, too."""
    field = BY_KEY.get(key)
    return field is not None and field.shape in _TYPED_SHAPES


def scalar_splice(document: Document, entry: Entry, value: str, *, typed: bool) -> Splice:
    text, node = document.text, entry.value
    if not isinstance(node, Scalar) or node.start == node.end:
        return fill_splice(text, entry, scalar(value, typed=typed))
    if node.style in BLOCK_STYLES:
        written = scalar(value, typed=typed)
        header = line_end(text, node.start)
        at = node.start + len(text[node.start : header].partition(" ")[0].rstrip())
        if (comment := comment_after(text, at)) is not None:
            written = f"{written} {text[comment:header].rstrip()}"
        return Splice(node.start, content_end(text, node), written)
    if written := scalar(value, style=node.style, typed=typed):
        return Splice(node.start, node.end, written)
    start = after_colon(text, entry)
    if text[start : node.start].strip():  # a comment separates the key from its value
        return Splice(node.start, node.end, '""')
    return Splice(start, node.end, "")


def removed(document: Document, entry: Entry) -> list[Splice]:
    """Returns the splices that remove a key's lines, or its value if they hold comments."""
    text, node = document.text, entry.value
    after = after_colon(text, entry)
    end = line_end(text, max(content_end(text, node), after))
    if not comments(text, node, after, end):
        return [Splice(line_start(text, entry.key.start), end, "")]
    if isinstance(node, Sequence):
        return list_splices(document, entry, (), typed=False)
    return [scalar_splice(document, entry, "", typed=False)]


def _added(
    document: Document, front: Mapping, key: str, value: str | tuple[str, ...], *, typed: bool
) -> Splice:
    """Adds a key after its nearest predecessor in canonical order, else before its successor."""
    text, newline = document.text, document.newline
    present = {entry.key.value: entry for entry in front.entries}
    rank = KEYS.index(key) if key in KEYS else len(KEYS)
    before = [present[name] for name in KEYS[:rank] if name in present]
    after = [present[name] for name in KEYS[rank + 1 :] if name in present]
    others = [entry for entry in front.entries if entry.key.value not in KEYS]
    indent = indent_of(text, front.entries[0].key.start) if front.entries else ""
    if key not in KEYS and others:
        before = [others[-1]]
    if before:
        at = lines_end(text, before[-1], indent)
    elif after:
        at = line_start(text, after[0].key.start)
    else:
        at = document.front_start
    return Splice(at, at, line_of(key, value, newline, indent, typed=typed) + newline)


def lines_end(text: str, entry: Entry, indent: str) -> int:
    """Returns where a key's lines end, with the comments below that are indented more."""
    at = line_end(text, max(content_end(text, entry.value), after_colon(text, entry)))
    while True:
        end = line_end(text, at)
        line = text[at:end]
        if not line.startswith((f"{indent} ", f"{indent}\t")) or line.lstrip()[:1] != "#":
            return at
        at = end
