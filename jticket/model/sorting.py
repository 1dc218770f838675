"""The order of tickets by one or several of their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from jticket.model.columns import AGE
from jticket.model.computed import COMPUTED, CriteriaCount
from jticket.model.dates import parse_date, parse_timestamp
from jticket.model.field import Shape
from jticket.model.ids import sort_key
from jticket.model.schema import BY_KEY
from jticket.model.settings import CustomType
from jticket.model.validation import choices_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from jticket.model.computed import ComputedValue, TicketFile
    from jticket.model.graph import Graph
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket

    Rank = tuple[bool, Any]

SortedFile = TypeVar("SortedFile", bound="TicketFile")

REVERSED = "-"
"""The prefix of a key that reverses the order."""


def in_order(
    files: Iterable[SortedFile], keys: Sequence[str], graph: Graph
) -> tuple[SortedFile, ...]:
    """Returns tickets sorted by the first key, equal ones by the next, then in the order given.

    Every key is a column, with `REVERSED` before it to reverse the order. Those without a value
    are last in either direction.
    """
    ordered = list(files)
    for key in reversed(keys):
        name = key.removeprefix(REVERSED)
        ranked = [(*_rank(name, file, graph), file) for file in ordered]
        valued = [(rank, file) for is_missing, rank, file in ranked if not is_missing]
        valued.sort(key=lambda pair: pair[0], reverse=key != name)
        last = [file for is_missing, _, file in ranked if is_missing]
        ordered = [*(file for _, file in valued), *last]
    return tuple(ordered)


def _rank(key: str, file: TicketFile, graph: Graph) -> Rank:
    """Returns whether the value is missing, and what to sort by; the highest priority is first."""
    ticket = file.ticket
    if key == "effort":
        key = "effort_hours"
    if key == AGE:
        is_missing, seconds = _field_rank("created", ticket, graph.settings)
        return is_missing, -seconds
    if key in COMPUTED:
        return _computed_rank(COMPUTED[key].value(file, graph))
    rank = _field_rank if key in BY_KEY else _custom_rank
    return rank(key, ticket, graph.settings)


def _computed_rank(value: ComputedValue) -> Rank:
    """Returns the same for a computed value: yes before no, lists by their length."""
    match value:
        case None | "":
            return True, 0
        case str():
            return False, value.casefold()
        case bool():
            return False, not value
        case tuple():
            return not value, len(value)
        case CriteriaCount(done, total):
            return not total, (done / total if total else 0.0, total)
        case _:
            return False, value if isinstance(value, int | float) else str(value)


def _field_rank(key: str, ticket: Ticket, settings: Settings) -> Rank:
    field, value = BY_KEY[key], ticket.value(key)
    if isinstance(value, tuple):
        return not value, [item.casefold() for item in value]
    match field.shape:
        case Shape.STATUS | Shape.PRIORITY | Shape.TICKET_TYPE:
            choices = choices_of(field, settings) or ()
            sign = -1 if field.shape is Shape.PRIORITY else 1
            return value not in choices, sign * choices.index(value) if value in choices else 0
        case Shape.ID:
            return not value, sort_key(value) if value else ("", 0, "")
        case Shape.TIMESTAMP:
            moment = parse_timestamp(value)
            return moment is None, moment.timestamp() if moment else 0.0
        case Shape.DATE:
            day = parse_date(value)
            return day is None, day.toordinal() if day else 0
        case _:
            return not value, value.casefold()


def _custom_rank(key: str, ticket: Ticket, settings: Settings) -> Rank:
    """Returns the same for a custom field: numbers by size, an enum by the order of its values."""
    field, raw = settings.custom_field(key), dict(ticket.fields).get(key, "")
    text = raw if isinstance(raw, str) else str(raw)
    if field is None or field.type not in (CustomType.INTEGER, CustomType.NUMBER):
        values = field.values if field else ()
        return not raw, (values.index(text) if text in values else len(values), text.casefold())
    try:
        return False, float(text)
    except ValueError:
        return True, 0.0
