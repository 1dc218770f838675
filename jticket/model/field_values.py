"""The values of a ticket's keys, references resolved to current IDs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.field import Shape
from jticket.model.schema import BY_KEY, REFERENCES
from jticket.model.settings import CustomType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.model.graph import Graph
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket


def values_of(ticket: Ticket, key: str, graph: Graph) -> tuple[str, ...]:
    """Returns the values of a declared or custom key, in the file's order; () for none.

    References are current IDs, people are spelled as in the config.
    """
    field = BY_KEY.get(key)
    if field is None:
        return _custom_values(ticket, key, graph)
    value = ticket.value(key)
    values = (value,) if isinstance(value, str) else value
    if field.refers:
        values = tuple(graph.resolve(value) or value for value in values)
    elif field.shape is Shape.PERSON:
        values = tuple(map(graph.settings.person_key, values))
    return values if any(values) else ()


def _custom_values(ticket: Ticket, key: str, graph: Graph) -> tuple[str, ...]:
    raw = dict(ticket.fields).get(key, "")
    items = raw if isinstance(raw, tuple) else (raw,)
    texts = tuple(item for item in items if isinstance(item, str) and item)
    field = graph.settings.custom_field(key)
    if field is None or field.type is not CustomType.TICKET:
        return texts
    return tuple(graph.resolve(text) or text for text in texts)


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


def custom_references_of(ticket: Ticket, settings: Settings) -> Iterator[tuple[str, str]]:
    """Yields each reference by a custom field as written: key, ID."""
    for key, raw in ticket.fields:
        field = settings.custom_field(key)
        if field and field.type is CustomType.TICKET and isinstance(raw, str) and raw:
            yield key, raw
