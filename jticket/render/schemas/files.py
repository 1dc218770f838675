"""The shapes of what people write: a ticket's front matter, and JSON for `create --from-json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jticket.model.computed import ADDED, COMPUTED
from jticket.model.field import Field
from jticket.model.field import Shape as Form
from jticket.model.ids import ID_PATTERN
from jticket.model.schema import FIELDS, SECTIONS, TITLE_LENGTH, SectionKind
from jticket.model.settings import PRIORITIES, TICKET_TYPES, WORKFLOW
from jticket.render.schemas.shapes import (
    anything,
    closed,
    either,
    flag,
    listed,
    mapped,
    or_null,
    text,
)
from jticket.render.schemas.tickets import title_of, titled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jticket.render.payload import Json
    from jticket.render.schemas.shapes import Shape

_ID: Final = f"^{ID_PATTERN}$"
_WORD: Final = r"^[^\s,]+$"
_LINE: Final = r"^[^\r\n]*$"
_EXAMPLES: dict[Form, tuple[str, ...]] = {
    Form.STATUS: tuple(WORKFLOW),
    Form.TICKET_TYPE: TICKET_TYPES,
    Form.PRIORITY: PRIORITIES,
    Form.TIMESTAMP: ("2025-10-01T09:30:00Z",),
    Form.DATE: ("2025-10-31",),
    Form.EFFORT: ("90m", "6h", "1.5d", "1w", "1d 4h"),
    Form.REFS: ("gh:owner/repo#12", "https://example.org/items/12"),
    Form.PATHS: ("src/", "docs/*.md"),
}
"""What the values of a shape look like, for editors; a project's config may know more of them."""


def _patterns(field: Field) -> dict[str, Json]:
    match field.shape:
        case Form.ID | Form.IDS:
            return {"pattern": _ID}
        case Form.WORDS | Form.REFS:
            return {"pattern": _WORD}
        case Form.DATE:
            return {"format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
        case Form.LINE if field.key == "title":
            return {"pattern": _LINE, "minLength": 1, "maxLength": TITLE_LENGTH}
        case Form.TIMESTAMP | Form.PATHS | Form.EFFORT:
            return {}
        case _:
            return {"pattern": _LINE}


def _field(field: Field) -> Shape:
    """Returns the shape of a key as people write it; a key without a value has none."""
    value = {**text(), **_patterns(field)}
    if examples := _EXAMPLES.get(field.shape):
        value["examples"] = list(examples)
    if field.shape is Form.EFFORT:
        value = {**value, "type": ["string", "number"], "minimum": 0}
    if field.shape.is_list:
        value = listed(value, uniqueItems=True)
    named = titled(title_of(field), {**value, "description": field.doc})
    return named if field.required else or_null(named)


def front_matter() -> Shape:
    """Returns the shape of the front matter of a valid ticket, which may have custom keys."""
    properties = {field.key: _field(field) for field in FIELDS}
    optional = [field.key for field in FIELDS if not field.required]
    shape = closed(properties, optional=optional)
    return {**shape, "additionalProperties": anything("a field of the project's own")}


def new_ticket() -> Shape:
    """Returns the shape of a ticket that `create` reads; what is computed is ignored."""
    written = {field.key: or_null(_new_field(field)) for field in FIELDS}
    written["title"] = _field(next(field for field in FIELDS if field.key == "title"))
    written["fields"] = or_null(
        mapped(
            anything("a text, number, true or false, or a list of them"),
            "the project's own fields",
            propertyNames={"pattern": r"\S", "not": {"enum": _keys(FIELDS)}},
        )
    )
    written |= _body()
    ignored = {key: anything("computed: ignored") for key in (*COMPUTED, *ADDED)}
    properties = {**written, **ignored}
    optional = [key for key in properties if key != "title"]
    return titled("New ticket", closed(properties, optional=optional))


def _keys(fields: Iterable[Field]) -> list[Json]:
    return [field.key for field in fields]


def _new_field(field: Field) -> Shape:
    """Returns the shape of a key of a new ticket, in which references may be short."""
    shape = _field(field)
    if field.shape in (Form.ID, Form.IDS) and field.key != "id":
        reference = text(examples=["JJM-014", "14"])
        value = listed(reference) if field.shape.is_list else reference
        shape = {**value, "title": shape["title"], "description": field.doc}
    return shape


def _body() -> dict[str, Shape]:
    criterion = either(
        text(pattern=r"\S"),
        closed({"text": text(pattern=r"\S"), "done": flag()}, optional=("done",)),
    )
    entry = closed(
        {
            "timestamp": text(examples=["2025-10-01T09:30:00Z"]),
            "author": text(pattern=r"^[^\r\n]*\S[^\r\n]*$"),
            "text": text("Markdown"),
        },
        optional=("text",),
    )
    kinds = {
        SectionKind.TEXT: text("Markdown"),
        SectionKind.CRITERIA: listed(criterion),
        SectionKind.LOG: listed(entry),
    }
    sections = {section.key: or_null(kinds[section.kind]) for section in SECTIONS}
    return {**sections, "sections": or_null(mapped(text(), "other sections by heading"))}


def new_tickets() -> Shape:
    """Returns the shape of one new ticket or several."""
    ticket: Shape = {"$ref": "#/$defs/ticket"}
    return {
        **either(ticket, listed(ticket), doc="or one ticket per line (JSON Lines)"),
        "$defs": {"ticket": new_ticket()},
    }
