"""The stable JSON of tickets: every key of the front matter, even if empty, and computed fields."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TypeAlias

from jticket.model.computed import COMPUTED, CriteriaCount
from jticket.model.parking import Parking
from jticket.model.schema import FIELDS, SECTIONS, SectionField, SectionKind
from jticket.model.settings import CustomType
from jticket.model.ticket import RawMapping
from jticket.model.validation import custom_problems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jticket.model.computed import ComputedValue, TicketFile
    from jticket.model.settings import CustomField, Settings
    from jticket.model.ticket import DevlogEntry, Raw, Ticket
    from jticket.text.project import Project

Json: TypeAlias = "str | float | bool | list[Json] | dict[str, Json] | None"
_CONTROL = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")

_DECIMALS = 6


def ticket_json(
    file: TicketFile, project: Project, *, full: bool, waiting: bool = False
) -> dict[str, Json]:
    """Returns a ticket as JSON; `full` adds the body, `waiting` the tickets it waits for."""
    ticket = file.ticket
    payload: dict[str, Json] = {}
    for field in FIELDS:
        value = ticket.value(field.key)
        payload[field.key] = list(value) if isinstance(value, tuple) else value or None
    payload["fields"] = {key: _custom(raw, project.settings, key) for key, raw in ticket.fields}
    requested = ("waiting_for",) if waiting else ()
    for computed in COMPUTED.values():
        if not computed.on_request or computed.key in requested:
            payload[computed.key] = _computed(computed.value(file, project.graph))
    return payload | _body(ticket) if full else payload


def _computed(value: ComputedValue) -> Json:
    match value:
        case CriteriaCount(done, total):
            return {"done": done, "total": total}
        case Parking(by, text, until):
            return {
                "by": by.value,
                "text": text or None,
                "until": until.isoformat() if until else None,
            }
        case tuple():
            return list(value)
        case float():
            return number(value)
        case _:
            return value


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
            return [
                {"text": criterion.text, "done": criterion.done} for criterion in ticket.criteria
            ]
        case SectionKind.LOG:
            return [entry_json(entry) for entry in ticket.devlog]


def entry_json(entry: DevlogEntry) -> dict[str, Json]:
    """Returns an entry of the devlog as JSON."""
    return {"timestamp": entry.timestamp, "author": entry.author, "text": entry.text}


def dumped(value: Json | Mapping[str, object], *, indent: int | None = 2) -> str:
    """Returns JSON text, in which characters that act on a terminal are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _custom(value: Raw, settings: Settings, key: str) -> Json:
    """Returns a custom field's value in its declared type, as text where it does not fit."""
    field = settings.custom_field(key)
    if isinstance(value, str):
        return _typed(value, field) if field and value else value or None
    if isinstance(value, RawMapping):
        return {name: _custom(item, settings, "") for name, item in value.pairs}
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
    """Returns hours to the millionth, an `int` where there is no fraction."""
    if hours is None:
        return None
    rounded = round(hours, _DECIMALS)
    return int(rounded) if rounded == int(rounded) else rounded
