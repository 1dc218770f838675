"""The fields of queries: those of the front matter, computed ones, sections, and custom fields.

Every field yields any number of texts; its type decides how they compare.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from jticket.model.field import Shape
from jticket.model.field_values import values_of
from jticket.model.planning.deadlines import deadlines_of
from jticket.model.schema import (
    BY_KEY,
    KEYS,
    REFERENCES,
    SECTIONS,
    SHORT_NAMES,
    SectionField,
    SectionKind,
)
from jticket.model.settings import CustomType
from jticket.model.ticket import RawMapping
from jticket.model.ticket_facts import FACTS
from jticket.model.validation import choices_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jticket.model.field import Field
    from jticket.model.graph import Graph
    from jticket.model.queries.query import EvalContext
    from jticket.model.settings import Settings
    from jticket.model.ticket import Raw, Ticket

Texts: TypeAlias = "Callable[[Ticket, EvalContext], Sequence[str]]"


class FieldType(Enum):
    """The type of a field's values, which decides how they compare."""

    TEXT = "text"
    PERSON = "person"
    PROSE = "long text"
    ID = "ID"
    CHOICE = "choice"
    NUMBER = "number"
    HOURS = "duration"
    DAY = "date"
    MOMENT = "timestamp"
    AGE = "age in days"
    FLAG = "yes or no"


ORDERED_TYPES = frozenset(
    {
        FieldType.CHOICE,
        FieldType.NUMBER,
        FieldType.HOURS,
        FieldType.DAY,
        FieldType.MOMENT,
        FieldType.AGE,
    }
)
TYPES_WITHOUT_TEXT = frozenset({FieldType.NUMBER, FieldType.AGE, FieldType.FLAG})


@dataclass(frozen=True, slots=True)
class QueryField:
    """A field by its name in queries; `choices` are the values that it may have."""

    name: str
    type: FieldType
    texts: Texts
    choices: tuple[str, ...] = ()


_TYPES_BY_SHAPE = {
    Shape.ID: FieldType.ID,
    Shape.IDS: FieldType.ID,
    Shape.STATUS: FieldType.CHOICE,
    Shape.TICKET_TYPE: FieldType.CHOICE,
    Shape.PRIORITY: FieldType.CHOICE,
    Shape.PERSON: FieldType.PERSON,
    Shape.TIMESTAMP: FieldType.MOMENT,
    Shape.EFFORT: FieldType.HOURS,
    Shape.DATE: FieldType.DAY,
}

_CUSTOM_TYPES = {
    CustomType.INTEGER: FieldType.NUMBER,
    CustomType.NUMBER: FieldType.NUMBER,
    CustomType.BOOLEAN: FieldType.FLAG,
    CustomType.DATE: FieldType.DAY,
    CustomType.ENUM: FieldType.CHOICE,
    CustomType.TICKET: FieldType.ID,
    CustomType.DURATION: FieldType.HOURS,
}


def _section_texts(section: SectionField) -> Texts:
    match section.kind:
        case SectionKind.TEXT:
            return lambda ticket, _: _present(ticket.text(section.key))
        case SectionKind.CRITERIA:
            return lambda ticket, _: [criterion.text for criterion in ticket.criteria]
        case SectionKind.LOG:
            return lambda ticket, _: [entry.text for entry in ticket.devlog]


_SECTION_TEXTS: dict[str, Texts] = {
    **{section.key: _section_texts(section) for section in SECTIONS},
    "text": lambda ticket, _: _all_text(ticket),
}

_FLAGS: dict[str, Callable[[Ticket, Graph], bool]] = {
    "open": lambda ticket, graph: not graph.settings.is_closed(ticket.status),
    "active": lambda ticket, graph: graph.settings.is_active(ticket.status),
    "closed": lambda ticket, graph: graph.settings.is_closed(ticket.status),
    "ready": lambda ticket, graph: graph.is_ready(ticket),
    "blocked": lambda ticket, graph: graph.is_blocked(ticket),
    "parked": lambda ticket, graph: graph.parking(ticket) is not None,
}

_COUNTS: dict[str, Callable[[Ticket, Graph], int]] = {
    "children": lambda ticket, graph: len(graph.children(ticket.id)),
    "open_children": lambda ticket, graph: len(graph.open_children(ticket)),
    "criteria": lambda ticket, _: len(ticket.criteria),
    "open_criteria": lambda ticket, _: len(ticket.criteria) - ticket.criteria_done,
}


def _inverse_texts(field: Field) -> Texts:
    return lambda ticket, context: context.graph.inverse(field.key, ticket.id)


def _fact_texts(key: str) -> Texts:
    def texts(ticket: Ticket, context: EvalContext) -> Sequence[str]:
        value = FACTS[key](ticket, context.graph)
        return () if value is None else (str(value),)

    return texts


def _creator_texts(ticket: Ticket, context: EvalContext) -> Sequence[str]:
    facts = context.graph.facts.changes.get(ticket.id)
    return tuple(filter(None, dict.fromkeys((facts.creator, facts.creator_key)))) if facts else ()


_FACT_TYPES = {
    "updated": FieldType.MOMENT,
    "status_since": FieldType.MOMENT,
    "closed_on": FieldType.DAY,
    "commits": FieldType.NUMBER,
}


def _deadline(ticket: Ticket, graph: Graph) -> Sequence[str]:
    deadline = deadlines_of(graph).get(ticket.id)
    return (deadline.day.isoformat(),) if deadline else ()


_COMPUTED: dict[str, tuple[FieldType, Texts]] = {
    **{
        field.inverse: (FieldType.ID, _inverse_texts(field))
        for field in REFERENCES
        if field.inverse
    },
    "blocks": (FieldType.ID, lambda ticket, context: context.graph.blocks(ticket.id)),
    "waiting_for": (FieldType.ID, lambda ticket, context: context.graph.waiting_for(ticket)),
    "cancelled_dependencies": (
        FieldType.ID,
        lambda ticket, context: context.graph.cancelled_dependencies(ticket),
    ),
    "deadline": (FieldType.DAY, lambda ticket, context: _deadline(ticket, context.graph)),
    "age": (FieldType.AGE, lambda ticket, _: _present(ticket.created)),
    "path": (FieldType.TEXT, lambda _, context: _present(context.path)),
    "effort_hours": (
        FieldType.NUMBER,
        lambda ticket, _: () if ticket.effort_hours is None else (f"{ticket.effort_hours:f}",),
    ),
    **{key: (field_type, _fact_texts(key)) for key, field_type in _FACT_TYPES.items()},
    "creator": (FieldType.PERSON, _creator_texts),
}

NAMES: tuple[str, ...] = (*KEYS, *SHORT_NAMES, *_FLAGS, *_COUNTS, *_COMPUTED, *_SECTION_TEXTS)
"""The names of all fields but custom ones."""

CUSTOM_PREFIX = "fields."
"""The prefix of a custom field that has the name of another field."""


def query_field(name: str, graph: Graph) -> QueryField | None:
    """Returns the field of that name; a custom one if the config declares it or a ticket has it."""
    name = SHORT_NAMES.get(name, name)
    if name in BY_KEY:
        return _declared(name, graph.settings)
    if name in _FLAGS:
        return QueryField(name, FieldType.FLAG, _flag(_FLAGS[name]))
    if name in _COUNTS:
        return QueryField(name, FieldType.NUMBER, _count(_COUNTS[name]))
    if name in _COMPUTED:
        return QueryField(name, *_COMPUTED[name])
    if name in _SECTION_TEXTS:
        return QueryField(name, FieldType.PROSE, _SECTION_TEXTS[name])
    return _custom(name, graph)


def field_names(graph: Graph) -> list[str]:
    """Returns all names that a query may use in a project."""
    custom = dict.fromkeys(field.key for field in graph.settings.fields)
    custom |= dict.fromkeys(key for ticket in graph.tickets.values() for key, _ in ticket.fields)
    return [*NAMES, *(f"{CUSTOM_PREFIX}{key}" if key in NAMES else key for key in custom)]


def _declared(key: str, settings: Settings) -> QueryField:
    field = BY_KEY[key]
    field_type = _TYPES_BY_SHAPE.get(field.shape, FieldType.TEXT)
    choices = choices_of(field, settings) or ()
    return QueryField(
        key, field_type, lambda ticket, context: values_of(ticket, key, context.graph), choices
    )


def _custom(name: str, graph: Graph) -> QueryField | None:
    key = name.removeprefix(CUSTOM_PREFIX)
    field = graph.settings.custom_field(key)
    if field is None and not any(key in dict(ticket.fields) for ticket in graph.tickets.values()):
        return None
    field_type = _CUSTOM_TYPES.get(field.type, FieldType.TEXT) if field else FieldType.TEXT
    return QueryField(
        f"{CUSTOM_PREFIX}{key}" if key in NAMES else key,
        field_type,
        _custom_texts(key, field_type),
        field.values if field else (),
    )


def _custom_texts(key: str, field_type: FieldType) -> Texts:
    if field_type is FieldType.ID:
        return lambda ticket, context: values_of(ticket, key, context.graph)
    return lambda ticket, _: _flat(dict(ticket.fields).get(key, ""))


def _flag(holds: Callable[[Ticket, Graph], bool]) -> Texts:
    return lambda ticket, context: ("true" if holds(ticket, context.graph) else "false",)


def _count(count: Callable[[Ticket, Graph], int]) -> Texts:
    return lambda ticket, context: (str(count(ticket, context.graph)),)


def _present(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _flat(raw: Raw) -> list[str]:
    """Returns the scalars in a value, at any depth."""
    if isinstance(raw, str):
        return [raw] if raw else []
    below = [value for _, value in raw.pairs] if isinstance(raw, RawMapping) else raw
    return [text for value in below for text in _flat(value)]


def _all_text(ticket: Ticket) -> list[str]:
    values = [ticket.value(key) for key in KEYS]
    texts = [text for value in values for text in ([value] if isinstance(value, str) else value)]
    texts += [text for _, raw in ticket.fields for text in _flat(raw)]
    texts += [*ticket.body.texts.values(), *(criterion.text for criterion in ticket.criteria)]
    texts += [text for entry in ticket.devlog for text in (entry.author, entry.text)]
    texts += [text for section in ticket.sections for text in (section.heading, section.text)]
    return [text for text in texts if text]
