"""Edits of `config.yml` as splices that change only the setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.text.edits.fields import line_of, lines_end, removed, scalar_splice
from jticket.text.edits.lists import list_splices
from jticket.text.edits.spans import (
    NoPlaceError,
    Splice,
    after_colon,
    content_end,
    fill_splice,
    indent_of,
)
from jticket.text.yaml_scalars import scalar
from jticket.text.yaml_tree import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.text.document import Document
    from jticket.text.yaml_tree import Entry

    Value = str | tuple[str, ...]


def setting_splices(
    document: Document, root: Mapping, path: Sequence[str], value: Value
) -> list[Splice]:
    """Returns the splices that set the key at a path of keys; "" and () remove it.

    Raises:
        NoPlaceError: a key on the way has another value than a mapping.
    """
    mapping = root
    for depth, key in enumerate(path):
        entry, below = mapping.entry(key), path[depth + 1 :]
        if entry is None:
            return [_added(document, mapping, path[depth:], value)] if value else []
        if not below:
            return _set(document, mapping, entry, value)
        node = entry.value
        if isinstance(node, Scalar) and node.start == node.end:
            return [fill_splice(document.text, entry, _flow(below, value))] if value else []
        if not isinstance(node, Mapping):
            raise NoPlaceError(key, entry.key.start)
        mapping = node
    return []  # pragma: no cover - the last key of a path returns above


def _set(document: Document, mapping: Mapping, entry: Entry, value: Value) -> list[Splice]:
    text, node = document.text, entry.value
    if not value:
        return [_removed_pair(text, mapping, entry)] if mapping.flow else removed(document, entry)
    if isinstance(value, tuple) and not mapping.flow:
        return list_splices(document, entry, value, typed=True)
    if isinstance(value, str) and not mapping.flow:
        return [scalar_splice(document, entry, value, typed=True)]
    style = node.style if isinstance(node, Scalar) else ""
    written = _flow((), value, style=style)
    if node.start == node.end:
        return [fill_splice(text, entry, written)]
    return [Splice(node.start, node.end, written)]


def _added(document: Document, mapping: Mapping, path: Sequence[str], value: Value) -> Splice:
    """Adds a key after the last one of a mapping."""
    text, newline, entries = document.text, document.newline, mapping.entries
    if mapping.flow:
        pair = _flow(path, value)[1:-1]
        if not entries:
            return Splice(mapping.start + 1, mapping.start + 1, pair)
        at = max(content_end(text, entries[-1].value), after_colon(text, entries[-1]))
        return Splice(at, at, f", {pair}")
    indent = indent_of(text, entries[0].key.start) if entries else ""
    at = lines_end(text, entries[-1], indent) if entries else len(text)
    start = newline if at and text[at - 1] != "\n" else ""
    return Splice(at, at, start + _lines(path, value, newline, indent) + newline)


def _lines(path: Sequence[str], value: Value, newline: str, indent: str) -> str:
    """Returns a new key with what is below it; the details of a name are written on one line."""
    key, *below = path
    if not below:
        return line_of(key, value, newline, indent, typed=True)
    start = f"{indent}{scalar(key)}:"
    if len(below) == 1 and (indent or isinstance(value, str)):
        return f"{start} {_flow(below, value)}"
    return f"{start}{newline}{_lines(below, value, newline, f'{indent}  ')}"


def _flow(path: Sequence[str], value: Value, *, style: str = "") -> str:
    """Returns a value in flow style, in a mapping for each key of the path."""
    if path:
        return f"{{{scalar(path[0], flow=True)}: {_flow(path[1:], value)}}}"
    if isinstance(value, str):
        return scalar(value, style=style, flow=True, typed=True)
    return f"[{', '.join(scalar(item, flow=True, typed=True) for item in value)}]"


def _removed_pair(text: str, mapping: Mapping, entry: Entry) -> Splice:
    """Removes a key of a flow mapping, and a comma with it."""
    entries = mapping.entries
    place = entries.index(entry)
    if place:
        previous = entries[place - 1]
        start = max(content_end(text, previous.value), after_colon(text, previous))
        return Splice(start, max(content_end(text, entry.value), after_colon(text, entry)), "")
    stop = entries[1].key.start if len(entries) > 1 else mapping.end - 1
    return Splice(entry.key.start, stop, "")
