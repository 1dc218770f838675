"""Bodies of tickets by their parts, for tests that build tickets as values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jticket.model.schema import TEXT_SECTIONS
from jticket.model.ticket import EMPTY_BODY, Body

if TYPE_CHECKING:
    from jticket.model.ticket import Ticket


def body(base: Body = EMPTY_BODY, **parts: Any) -> Body:
    """Returns a body; parts are criteria, devlog, sections, and texts by their sections' keys."""
    for key in TEXT_SECTIONS:
        if key in parts:
            base = base.with_text(key, parts.pop(key))
    return base.changed(**parts)


def with_body(ticket: Ticket, **parts: Any) -> Ticket:
    """Returns the ticket with other parts of its body, and other front matter."""
    of_body = {*TEXT_SECTIONS, *vars(EMPTY_BODY)}
    front = {key: parts.pop(key) for key in parts.keys() - of_body}
    return replace(ticket, body=body(ticket.body, **parts), **front)
