"""The shape of a ticket as JSON, alone and in lists, from the tables of fields and sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.computed import COMPUTED, ComputedField, Kind
from jticket.model.parking import ParkedBy
from jticket.model.schema import FIELDS, SECTIONS, SectionField, SectionKind
from jticket.render.schemas.shapes import (
    anything,
    choice,
    closed,
    count,
    date,
    flag,
    hours,
    ids,
    listed,
    mapped,
    or_null,
    text,
    timestamp,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jticket.model.field import Field
    from jticket.render.schemas.shapes import Shape

ENTRY = closed(
    {
        "timestamp": text("as the file has it"),
        "author": text(),
        "text": text("Markdown"),
    },
    "an entry of the devlog",
)
CRITERIA = closed(
    {"done": count("how many are done"), "total": count("how many there are")},
)
COMMIT = or_null(text("the ID of the commit that the change made; null for none"))
_CRITERION = closed(
    {"text": text("Markdown, with the lines nested below it"), "done": flag()},
    "an acceptance criterion",
)
_PARKING = closed(
    {
        "by": choice(by.value for by in ParkedBy),
        "text": or_null(text("what it waits for, or the status that parks it")),
        "until": or_null(date("the day on which a wait by date ends")),
    }
)


def titled(name: str, shape: Shape) -> Shape:
    """Returns a shape with a title."""
    return {"title": name, **shape}


def title_of(field: Field) -> str:
    """Returns the title of a field: the header of its column."""
    return "ID" if field.key == "id" else field.title.replace("_", " ").capitalize()


def field_shape(field: Field) -> Shape:
    """Returns the shape of a key of the front matter in JSON, which has what the file says."""
    if field.shape.is_list:
        return titled(title_of(field), listed(text(), field.doc))
    shape = text(field.doc)
    return titled(title_of(field), shape if field.key == "id" else or_null(shape))


def computed_shape(field: ComputedField) -> Shape:
    """Returns the shape of a computed key."""
    shapes = {
        Kind.TEXT: text(field.doc),
        Kind.IDS: ids(field.doc),
        Kind.FLAG: flag(field.doc),
        Kind.DATE: or_null(date(field.doc)),
        Kind.TIMESTAMP: or_null(timestamp(field.doc)),
        Kind.HOURS: or_null(hours(field.doc)),
        Kind.COUNT: or_null(count(field.doc)),
        Kind.CRITERIA: {**CRITERIA, "description": field.doc},
        Kind.PARKING: {**or_null(_PARKING), "description": field.doc},
        Kind.NAME: or_null(text(field.doc)),
    }
    return shapes[field.kind]


def _section_shape(field: SectionField) -> Shape:
    match field.kind:
        case SectionKind.TEXT:
            return text(f"the section {field.heading}, as Markdown")
        case SectionKind.CRITERIA:
            return listed(_CRITERION)
        case SectionKind.LOG:
            return listed(ENTRY, "from the oldest entry to the newest")


_BODY: dict[str, Shape] = {
    **{section.key: _section_shape(section) for section in SECTIONS},
    "sections": mapped(text(), "all other sections: their Markdown by heading"),
}


def ticket_shape(
    more: Mapping[str, Shape] | None = None, *, body: bool | None = True, waiting: bool = False
) -> Shape:
    """Returns the shape of a ticket; `more` are keys of the command that prints it.

    `body` is None where an option decides, `waiting` adds what it waits for.
    """
    properties = {field.key: field_shape(field) for field in FIELDS}
    properties["fields"] = mapped(
        anything("as its type in the config says; text where it has none, or does not fit it"),
        "the project's own fields, and keys of the file that jticket does not know",
    )
    for field in COMPUTED.values():
        if not field.on_request or (waiting and field.key == "waiting_for"):
            properties[field.key] = computed_shape(field)
    if body is not False:
        properties |= _BODY
    properties |= more or {}
    if body is not None:
        return titled("Ticket", closed(properties))
    shape = titled("Ticket", closed(properties, optional=_BODY))
    together: Shape = {key: [word for word in _BODY if word != key] for key in _BODY}
    return {**shape, "dependentRequired": together}


def _groups(shape: Shape) -> Shape:
    group = closed({"name": text("the value; empty for none"), "tickets": listed(shape)})
    return listed(titled("Group", group))


def tickets() -> Shape:
    """Returns the shape of a list of tickets."""
    return listed(ticket_shape(body=None))


def grouped_tickets() -> Shape:
    """Returns the shape of a list in groups."""
    return _groups(ticket_shape(body=None))


def blocked_tickets() -> Shape:
    """Returns the shape of a list with what each ticket waits for."""
    return listed(ticket_shape(body=None, waiting=True))


def grouped_blocked_tickets() -> Shape:
    """Returns the shape of a list in groups, with what each ticket waits for."""
    return _groups(ticket_shape(body=None, waiting=True))


def tickets_on_branches() -> Shape:
    """Returns the shape of a list with the states on other branches."""
    state = closed(
        {
            "ref": or_null(text("the branch")),
            "commit": or_null(text("its last commit")),
            **{key: or_null(text()) for key in ("status", "assignee", "priority", "title")},
            "path": or_null(text("null where the branch deleted it")),
            "changes": text("what the branch changed, in words"),
            "work_tree": or_null(text("the folder with the state, where it is not committed")),
            "committed": flag(),
        },
        "the ticket elsewhere",
    )
    more = {"here": flag("whether the ticket is on this branch"), "branches": listed(state)}
    return listed(ticket_shape(more, body=None))


def found_tickets() -> Shape:
    """Returns the shape of what a search finds."""
    match = closed({"line": count("the line of the file", least=1), "text": text("what it says")})
    return listed(ticket_shape({"matches": listed(match)}, body=False))


def shown_tickets() -> Shape:
    """Returns the shape of tickets with their bodies."""
    return listed(ticket_shape())


def shown_tickets_with_history() -> Shape:
    """Returns the shape of tickets with what git knows of them."""
    event = {"timestamp": timestamp(), "author": text(), "commit": text("the commit's ID")}
    commit = {**event, "subject": text()}
    history = closed(
        {
            "created": or_null(closed(event)),
            "changed": or_null(closed({**event, "fields": listed(text(), "what it changed")})),
            "status_since": or_null(closed({**event, "status": text()})),
            "commits": listed(closed(commit), "the commits of code that name it"),
        },
        "null for what is not committed, or unknown to this clone",
    )
    return listed(ticket_shape({"history": history}))


def next_ticket() -> Shape:
    """Returns the shape of the ticket to do next."""
    return or_null(ticket_shape({"why": text("why it is the next one")}))


def board() -> Shape:
    """Returns the shape of a board."""
    cards = _groups(ticket_shape(body=False))
    return closed({"by": text("the field that the columns stand for"), "columns": cards})


def changed_ticket() -> Shape:
    """Returns the shape of a ticket after a change."""
    return ticket_shape({"commit": COMMIT})


def changed_tickets() -> Shape:
    """Returns the shape of tickets after a change."""
    return listed(changed_ticket())


def deleted_tickets() -> Shape:
    """Returns the shape of tickets that are gone."""
    return listed(closed({"id": text(), "path": text(), "commit": COMMIT}))


def undone_commit() -> Shape:
    """Returns the shape of a commit that was undone, and the tickets as they are now."""
    commit = closed(
        {
            "commit": text("its ID"),
            "subject": text(),
            "author": text(),
            "timestamp": timestamp(),
        }
    )
    return closed(
        {
            "undone": commit,
            "commit": COMMIT,
            "tickets": listed(ticket_shape()),
            "deleted": ids("the tickets that are gone"),
        }
    )
