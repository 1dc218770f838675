"""The values of a ticket's keys, references resolved to current IDs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.schema import BY_KEY, REFERENCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket


def values_of(ticket: Ticket, key: str, graph: Graph) -> tuple[str, ...]:
    """Returns the values of a declared or custom key, in the file's order; () for none."""
    field = BY_KEY.get(key)
    if field is None:
        raw = dict(ticket.fields).get(key, "")
        items = raw if isinstance(raw, tuple) else (raw,)
        return tuple(item for item in items if isinstance(item, str) and item)
    value = ticket.value(key)
    values = (value,) if isinstance(value, str) else value
    if field.refers:
        values = tuple(graph.resolve(value) or value for value in values)
    return values if any(values) else ()


def references_of(ticket: Ticket) -> Iterator[tuple[str, int | None, str]]:
    """Yields each reference to another ticket as written: key, index in a list, ID."""
    for field in REFERENCES:
        value = ticket.value(field.key)
        if isinstance(value, str):
            if value:
                yield field.key, None, value
        else:
            for index, target in enumerate(value):
                yield field.key, index, target
