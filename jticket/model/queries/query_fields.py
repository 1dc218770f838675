"""The fields that a query may ask for: those of the front matter, the computed, the custom ones.

Every field gives texts, none, one or many; how they compare is its kind's matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from jticket.model.field_values import values_of
from jticket.model.schema import (
    BY_KEY,
    KEYS,
    SECTIONS,
    SHORT_NAMES,
    SectionField,
    SectionKind,
    Shape,
)
from jticket.model.settings import CustomType
from jticket.model.ticket import RawMapping
from jticket.model.validation import choices_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jticket.model.graph import Graph
    from jticket.model.queries.query import EvalContext
    from jticket.model.settings import Settings
    from jticket.model.ticket import Raw, Ticket

Texts: TypeAlias = "Callable[[Ticket, EvalContext], Sequence[str]]"


class Kind(Enum):
    """What the values of a field are, and so how they compare."""

    TEXT = "text"
    PROSE = "longer text"
    ID = "ID"
    CHOICE = "choice"
    NUMBER = "number"
    HOURS = "duration"
    DAY = "date"
    MOMENT = "timestamp"
    AGE = "age in days"
    FLAG = "yes or no"


ORDERED = frozenset({Kind.CHOICE, Kind.NUMBER, Kind.HOURS, Kind.DAY, Kind.MOMENT, Kind.AGE})
WITHOUT_TEXT = frozenset({Kind.NUMBER, Kind.AGE, Kind.FLAG})


@dataclass(frozen=True, slots=True)
class QueryField:
    """A field by its name in queries; `choices` are the values that it is limited to."""

    name: str
    kind: Kind
    texts: Texts
    choices: tuple[str, ...] = ()


_KINDS = {
    Shape.ID: Kind.ID,
    Shape.IDS: Kind.ID,
    Shape.STATUS: Kind.CHOICE,
    Shape.TICKET_TYPE: Kind.CHOICE,
    Shape.PRIORITY: Kind.CHOICE,
    Shape.TIMESTAMP: Kind.MOMENT,
    Shape.EFFORT: Kind.HOURS,
    Shape.DATE: Kind.DAY,
}

_CUSTOM_KINDS = {
    CustomType.INTEGER: Kind.NUMBER,
    CustomType.NUMBER: Kind.NUMBER,
    CustomType.BOOLEAN: Kind.FLAG,
    CustomType.DATE: Kind.DAY,
    CustomType.ENUM: Kind.CHOICE,
}


def _section_texts(section: SectionField) -> Texts:
    match section.kind:
        case SectionKind.TEXT:
            return lambda ticket, _: _present(ticket.text(section.key))
        case SectionKind.CRITERIA:
            return lambda ticket, _: [criterion.text for criterion in ticket.criteria]
        case SectionKind.LOG:
            return lambda ticket, _: [entry.text for entry in ticket.devlog]


_BODY: dict[str, Texts] = {
    **{section.key: _section_texts(section) for section in SECTIONS},
    "text": lambda ticket, _: _all_text(ticket),
}

_FLAGS: dict[str, Callable[[Ticket, Graph], bool]] = {
    "open": lambda ticket, graph: not graph.settings.is_closed(ticket.status),
    "active": lambda ticket, graph: graph.settings.is_active(ticket.status),
    "closed": lambda ticket, graph: graph.settings.is_closed(ticket.status),
    "ready": lambda ticket, graph: graph.is_ready(ticket),
    "blocked": lambda ticket, graph: graph.is_blocked(ticket),
}

_COUNTS: dict[str, Callable[[Ticket, Graph], int]] = {
    "children": lambda ticket, graph: len(graph.children(ticket.id)),
    "open_children": lambda ticket, graph: len(graph.open_children(ticket)),
    "criteria": lambda ticket, _: len(ticket.criteria),
    "open_criteria": lambda ticket, _: len(ticket.criteria) - ticket.criteria_done,
}

_OTHERS: dict[str, tuple[Kind, Texts]] = {
    "blocks": (Kind.ID, lambda ticket, facts: facts.graph.blocks(ticket.id)),
    "waiting_for": (Kind.ID, lambda ticket, facts: facts.graph.waiting_for(ticket)),
    "age": (Kind.AGE, lambda ticket, _: _present(ticket.created)),
    "path": (Kind.TEXT, lambda _, facts: _present(facts.path)),
    "effort_hours": (
        Kind.NUMBER,
        lambda ticket, _: () if ticket.effort_hours is None else (f"{ticket.effort_hours:f}",),
    ),
}

NAMES: tuple[str, ...] = (*KEYS, *SHORT_NAMES, *_FLAGS, *_COUNTS, *_OTHERS, *_BODY)
"""All names but those of custom fields."""

CUSTOM = "fields."
"""What stands before a custom field that goes by the name of another one."""


def query_field(name: str, graph: Graph) -> QueryField | None:
    """The field of that name; a custom one when the config declares it, or a ticket has it."""
    name = SHORT_NAMES.get(name, name)
    if name in BY_KEY:
        return _declared(name, graph.settings)
    if name in _FLAGS:
        return QueryField(name, Kind.FLAG, _flag(_FLAGS[name]))
    if name in _COUNTS:
        return QueryField(name, Kind.NUMBER, _count(_COUNTS[name]))
    if name in _OTHERS:
        return QueryField(name, *_OTHERS[name])
    if name in _BODY:
        return QueryField(name, Kind.PROSE, _BODY[name])
    return _custom(name, graph)


def names(graph: Graph) -> list[str]:
    """All names that a query may use in a project."""
    custom = dict.fromkeys(each.key for each in graph.settings.fields)
    custom |= dict.fromkeys(key for each in graph.tickets.values() for key, _ in each.fields)
    return [*NAMES, *(f"{CUSTOM}{key}" if key in NAMES else key for key in custom)]


def _declared(key: str, settings: Settings) -> QueryField:
    field = BY_KEY[key]
    # Former IDs are asked for as they are written: looked up, they would be today's.
    is_text = field.shape is Shape.IDS and not field.refers
    kind = Kind.TEXT if is_text else _KINDS.get(field.shape, Kind.TEXT)
    choices = choices_of(field, settings) or ()
    return QueryField(key, kind, lambda ticket, facts: values_of(ticket, key, facts.graph), choices)


def _custom(name: str, graph: Graph) -> QueryField | None:
    key = name.removeprefix(CUSTOM)
    field = graph.settings.custom_field(key)
    if field is None and not any(key in dict(each.fields) for each in graph.tickets.values()):
        return None
    kind = _CUSTOM_KINDS.get(field.type, Kind.TEXT) if field else Kind.TEXT
    return QueryField(
        f"{CUSTOM}{key}" if key in NAMES else key,
        kind,
        lambda ticket, _: _flat(dict(ticket.fields).get(key, "")),
        field.values if field else (),
    )


def _flag(holds: Callable[[Ticket, Graph], bool]) -> Texts:
    return lambda ticket, facts: ("true" if holds(ticket, facts.graph) else "false",)


def _count(counted: Callable[[Ticket, Graph], int]) -> Texts:
    return lambda ticket, facts: (str(counted(ticket, facts.graph)),)


def _present(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _flat(raw: Raw) -> list[str]:
    """The scalars in a value, at whatever depth."""
    if isinstance(raw, str):
        return [raw] if raw else []
    below = [value for _, value in raw.pairs] if isinstance(raw, RawMapping) else raw
    return [text for each in below for text in _flat(each)]


def _all_text(ticket: Ticket) -> list[str]:
    values = [ticket.value(key) for key in KEYS]
    texts = [text for value in values for text in ([value] if isinstance(value, str) else value)]
    texts += [text for _, raw in ticket.fields for text in _flat(raw)]
    texts += [*ticket.body.texts.values(), *(each.text for each in ticket.criteria)]
    texts += [text for each in ticket.devlog for text in (each.author, each.text)]
    texts += [text for each in ticket.sections for text in (each.heading, each.text)]
    return [text for text in texts if text]
