"""The text of a new ticket: its front matter in canonical order, then its body."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.model.schema import FIELDS
from jticket.model.ticket import EMPTY_BODY, RawMapping
from jticket.text.document import DocumentError, split_front_matter
from jticket.text.edits.apply import EditRefusedError
from jticket.text.edits.fields import is_typed, line_of
from jticket.text.reading import ValidFile, read_document

if TYPE_CHECKING:
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket


def new_ticket(ticket: Ticket, body: str, path: str, settings: Settings) -> ValidFile:
    """Returns the file of a new ticket, read back; only the ticket's front matter counts.

    Raises:
        EditRefusedError: the text read back differs from the ticket.
    """
    values = [(field, ticket.value(field.key)) for field in FIELDS]
    lines = [
        line_of(field.key, value, "\n", typed=is_typed(field.key))
        for field, value in values
        if value or field.always
    ]
    for key, raw in ticket.fields:
        if not isinstance(raw, RawMapping):  # a declared field is never a mapping
            items = raw if isinstance(raw, str) else tuple(str(item) for item in raw)
            lines.append(line_of(key, items, "\n", typed=False))
    text = "\n".join(["---", *lines, "---", "", body.strip("\n"), ""])
    try:
        file = read_document(split_front_matter(text), path, settings, stem=ticket.id)
    except DocumentError as error:
        raise EditRefusedError(path, f"{error.message} ({error.fix})") from None
    if not isinstance(file, ValidFile) or _front(file.ticket) != _front(ticket):
        raise EditRefusedError(path, "the ticket can't be written safely")
    return file


def _front(ticket: Ticket) -> Ticket:
    """Returns the ticket with its front matter alone."""
    return replace(ticket, effort_hours=None, body=EMPTY_BODY)
