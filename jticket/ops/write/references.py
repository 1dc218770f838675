"""References: those of new tickets resolved, and the items of a list that a word means."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.errors import NotFoundError, joined
from jticket.model.field_values import custom_references_of
from jticket.model.ids import is_id, matching
from jticket.model.schema import BY_KEY, REFERENCES
from jticket.model.validation import problems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jticket.errors import Message
    from jticket.model.ticket import Ticket
    from jticket.text.project import Project


class References:
    """Resolves references; collects those that lead nowhere, in `mistakes` or `dangling`.

    `new` has the IDs of the tickets that are being created, by their IDs and aliases; an ID of the
    project wins over a new alias. `dangling_ok`: a well-formed ID that no ticket has is not a
    mistake.
    """

    def __init__(self, project: Project, new: Mapping[str, str], *, dangling_ok: bool) -> None:
        self.project = project
        self.new = new
        self.dangling_ok = dangling_ok
        self.mistakes: list[Message] = []
        self.dangling: list[str] = []

    def resolved(self, ticket: Ticket, where: str) -> Ticket:
        """Returns the ticket with current IDs in its references; `where` begins messages."""
        for field in REFERENCES:
            value = ticket.value(field.key)
            if isinstance(value, tuple):
                targets = (self._resolved(field.key, target, where) for target in value)
                ticket = ticket.with_value(field.key, tuple(dict.fromkeys(targets)))
            elif value:
                ticket = ticket.with_value(field.key, self._resolved(field.key, value, where))
        custom = {
            key: self._resolved(key, target, where)
            for key, target in custom_references_of(ticket, self.project.settings)
        }
        fields = tuple((key, custom.get(key, raw)) for key, raw in ticket.fields)
        return replace(ticket, fields=fields) if custom else ticket

    def _resolved(self, key: str, reference: str, where: str) -> str:
        if reference in self.new and reference not in self.project.graph.tickets:
            return self.new[reference]
        try:
            return self.project.resolve(reference)
        except NotFoundError as error:
            if self.dangling_ok and is_id(reference):
                self.dangling.append(reference)
            else:
                fix = self._fix(key, reference)
                hints = joined("; ", (fix,) if fix else error.hints)
                self.mistakes.append((f"{where}{key}: {error.message} (", *hints, ")"))
        return reference

    def _fix(self, key: str, reference: str) -> str | None:
        """Returns the fix for a reference that does not look like an ID at all."""
        if reference.isdecimal() or key not in BY_KEY:
            return None
        value = (reference,) if BY_KEY[key].shape.is_list else reference
        field_problems = problems(BY_KEY[key], value, self.project.settings)
        return next((problem.fix for problem in field_problems), None)


def meant_by(word: str, current: Sequence[str], project: Project, *, refers: bool) -> list[str]:
    """Returns the items of a list that a word means; a reference may mean a former or lost ID."""
    if not refers:
        return [item for item in current if item == word]
    resolve, prefix = project.graph.resolve, project.settings.prefix
    current_ids = {item: resolve(item) or item for item in current}
    by_id = matching(word, tuple(current_ids.values()), prefix)
    as_written = matching(word, current, prefix)
    return [item for item, id_ in current_ids.items() if id_ in by_id or item in as_written]
