"""Tickets grouped by a field, with the groups in a natural order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, TypeVar

from jticket.model import field_values
from jticket.model.ids import sort_key
from jticket.model.schema import GROUPINGS
from jticket.model.settings import CustomType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jticket.model.graph import Graph
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket

GroupItem = TypeVar("GroupItem")

GROUPING_KEYS: Mapping[str, str] = MappingProxyType({field.name: field.key for field in GROUPINGS})
"""The names by which tickets can be grouped, and the front-matter key of each."""

_BY_LOWEST_ID = ("phase", "milestone")


@dataclass(frozen=True, slots=True)
class Group(Generic[GroupItem]):
    """The items with one value of a field, in the order given; "" means no value."""

    value: str
    items: tuple[GroupItem, ...]


@dataclass(frozen=True, slots=True)
class Board(Generic[GroupItem]):
    """Columns by a key, and how many closed tickets and how many epics they leave out."""

    key: str
    columns: tuple[Group[GroupItem], ...]
    closed: int
    epics: int


def grouping_key(name: str, settings: Settings) -> str | None:
    """Returns the key of a grouping's name, also of a custom field; None if unknown."""
    if name in GROUPING_KEYS:
        return GROUPING_KEYS[name]
    known = (*GROUPING_KEYS.values(), *(field.key for field in settings.fields))
    return name if name in known else None


def groupings(settings: Settings) -> tuple[str, ...]:
    """Returns the names by which tickets can be grouped, custom fields last."""
    return (*GROUPING_KEYS, *(field.key for field in settings.fields))


def values_of(ticket: Ticket, key: str, graph: Graph) -> tuple[str, ...]:
    """Returns the values that a ticket is grouped by, each once; ("",) where it has none."""
    return tuple(dict.fromkeys(filter(None, field_values.values_of(ticket, key, graph)))) or ("",)


def groups(
    items: Iterable[GroupItem],
    ticket_of: Callable[[GroupItem], Ticket],
    key: str,
    graph: Graph,
    *,
    shown_anyway: Iterable[str] = (),
) -> tuple[Group[GroupItem], ...]:
    """Groups items by a key of their tickets; one with several tags is in several groups.

    The order is that of `values_in_order`, those without a value last. A value that is
    `shown_anyway` has a group even if it is empty.
    """
    grouped: defaultdict[str, list[GroupItem]] = defaultdict(list)
    for value in shown_anyway:
        grouped[value] = []
    for item in items:
        for value in values_of(ticket_of(item), key, graph):
            grouped[value].append(item)
    places = {value: n for n, value in enumerate(values_in_order(key, graph))}
    ordered = sorted(
        grouped, key=lambda value: (not value, places.get(value, len(places)), _by_name(value))
    )
    return tuple(Group(value, tuple(grouped[value])) for value in ordered)


def values_in_order(key: str, graph: Graph) -> tuple[str, ...]:
    """Returns all values of a key in the project, declared or used, regardless of filters.

    Statuses from open to closed, priorities from the highest, enums as they are declared, unknown
    ones last; phases and milestones by the lowest ID in each; parents by ID; numbers by size; all
    others by name.
    """
    declared = _declared(key, graph.settings)
    by_id = sorted(graph.tickets.values(), key=lambda ticket: sort_key(ticket.id))
    used = dict.fromkeys(value for ticket in by_id for value in values_of(ticket, key, graph))
    if key == "service_id":
        used |= dict.fromkeys(service.service_id for service in graph.settings.services)
    rest = [value for value in used if value and value not in declared]
    if key == "parent_id":
        rest.sort(key=sort_key)
    elif key not in _BY_LOWEST_ID:
        rest.sort(key=_by_size if _is_number(key, graph.settings) else _by_name)
    return (*declared, *rest)


def _declared(key: str, settings: Settings) -> tuple[str, ...]:
    match key:
        case "status":
            return settings.statuses
        case "priority":
            return settings.priorities[::-1]
        case _:
            field = settings.custom_field(key)
            return field.values if field else ()


def _is_number(key: str, settings: Settings) -> bool:
    field = settings.custom_field(key)
    return field is not None and field.type in (CustomType.INTEGER, CustomType.NUMBER)


def _by_name(value: str) -> tuple[str, str]:
    return value.casefold(), value


def _by_size(value: str) -> tuple[bool, float, str]:
    """Returns a key that orders numbers by size, other values last."""
    try:
        return False, float(value), value
    except ValueError:
        return True, 0.0, value
