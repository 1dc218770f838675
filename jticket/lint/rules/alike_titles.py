"""Open tickets whose titles say nearly the same, and that do not refer to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, HygieneRule
from jticket.model.diagnostics import Severity
from jticket.model.field import Shape
from jticket.model.likeness import alike_earlier
from jticket.model.schema import FIELDS
from jticket.model.wording import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.hygiene import Hygiene
    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket

_REFERENCES = tuple(field.key for field in FIELDS if field.shape in (Shape.ID, Shape.IDS))


def _check(hygiene: Hygiene) -> Iterator[Finding]:
    project, graph = hygiene.project, hygiene.project.graph
    is_closed = project.settings.is_closed
    files = [file for file in project.valid if not is_closed(file.ticket.status)]
    for place, earlier in alike_earlier([file.ticket.title for file in files]):
        file = files[place]
        named = _references(file.ticket, graph)
        likes = [
            ticket
            for ticket in (files[index].ticket for index in earlier)
            if ticket.id not in named and file.ticket.id not in _references(ticket, graph)
        ]
        if likes:
            names = listed([f"{ticket.id} {quoted(ticket.title)}" for ticket in likes], 3)
            message = f"{file.ticket.id} has a title like {names}"
            ids = frozenset(ticket.id for ticket in likes)
            yield Finding(file, message, "title", fix="cancel one if they are the same", about=ids)


def _references(ticket: Ticket, graph: Graph) -> set[str]:
    """Returns the tickets that a ticket refers to: its author knew them."""
    ids: set[str] = {ticket.id}
    for key in _REFERENCES:
        value = ticket.value(key) if key != "id" else ""
        ids.update((value,) if isinstance(value, str) else value)
    return {graph.resolve(written) or written for written in ids if written} - {ticket.id}


ALIKE_TITLES = HygieneRule(
    "JT603",
    "alike-titles",
    Severity.ADVICE,
    "Two open tickets have titles with nearly the same words, in any order, and neither refers to "
    "the other. Titles whose numbers differ are a series.",
    "`Fix the login bug` and `Login bug: fix`",
    check=_check,
)
