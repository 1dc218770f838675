"""The stable JSON of tickets: every key always there, as the file says it, plus what follows."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TypeAlias

from jticket.model.schema import FIELDS, SECTIONS, SectionField, SectionKind
from jticket.model.settings import CustomType
from jticket.model.ticket import RawMapping
from jticket.model.validation import custom_problems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jticket.model.settings import CustomField, Settings
    from jticket.model.ticket import Raw, Ticket
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

Json: TypeAlias = "str | float | bool | list[Json] | dict[str, Json] | None"
_DANGEROUS = re.compile(
    r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)

_DIGITS = 6

COMPUTED = (
    "path",
    "blocks",
    "children",
    "ready",
    "blocked",
    "waiting_for",
    "effort_hours",
    "criteria",
)
"""The keys that follow from other tickets or fields: printed, and ignored where JSON is read."""


def ticket_json(
    file: ValidFile, project: Project, *, full: bool, waiting: bool = False
) -> dict[str, Json]:
    """A ticket as JSON; `full` adds what the body says, `waiting` what it waits for."""
    ticket = file.ticket
    graph = project.graph
    payload: dict[str, Json] = {}
    for field in FIELDS:
        value = ticket.value(field.key)
        payload[field.key] = list(value) if isinstance(value, tuple) else value or None
    payload |= {
        "fields": {key: _custom(value, project.settings, key) for key, value in ticket.fields},
        "path": file.path,
        "blocks": list(graph.blocks(ticket.id)),
        "children": list(graph.children(ticket.id)),
        "ready": graph.is_ready(ticket),
        "blocked": graph.is_blocked(ticket),
        "effort_hours": number(ticket.effort_hours),
        "criteria": {"done": ticket.criteria_done, "total": len(ticket.criteria)},
    }
    if waiting:
        payload["waiting_for"] = list(graph.waiting_for(ticket))
    return payload | _body(ticket) if full else payload


def _body(ticket: Ticket) -> dict[str, Json]:
    sections: dict[str, Json] = {}
    for section in ticket.sections:
        before = sections.get(section.heading)
        sections[section.heading] = f"{before}\n\n{section.text}" if before else section.text
    return {field.key: _section(ticket, field) for field in SECTIONS} | {"sections": sections}


def _section(ticket: Ticket, field: SectionField) -> Json:
    match field.kind:
        case SectionKind.TEXT:
            return ticket.text(field.key)
        case SectionKind.CRITERIA:
            return [{"text": each.text, "done": each.done} for each in ticket.criteria]
        case SectionKind.LOG:
            return [
                {"timestamp": each.timestamp, "author": each.author, "text": each.text}
                for each in ticket.devlog
            ]


def dumped(value: Json | Mapping[str, object], *, indent: int | None = 2) -> str:
    """JSON text that loses nothing and yet carries no character that acts on a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _DANGEROUS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _custom(value: Raw, settings: Settings, key: str) -> Json:
    """A custom field's value as its declared type says; text where that can't be."""
    field = settings.custom_field(key)
    if isinstance(value, str):
        return _typed(value, field) if field and value else value or None
    if isinstance(value, RawMapping):
        return {each: _custom(below, settings, "") for each, below in value.pairs}
    return [_custom(item, settings, "") for item in value]


def _typed(text: str, field: CustomField) -> Json:
    if any(custom_problems(field, text)):
        return text
    if field.type is CustomType.INTEGER:
        return int(text)
    if field.type is CustomType.NUMBER:
        return float(text)
    return text.lower() == "true" if field.type is CustomType.BOOLEAN else text


def number(hours: float | None) -> float | None:
    """Hours to the millionth, without a decimal point where they are whole."""
    if hours is None:
        return None
    rounded = round(hours, _DIGITS)
    return int(rounded) if rounded == int(rounded) else rounded
