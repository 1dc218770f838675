"""References of new tickets: looked up all at once, and those told that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import NotFoundError
from jticket.model.ids import is_id
from jticket.model.schema import BY_KEY, REFERENCES
from jticket.model.validation import problems

if TYPE_CHECKING:
    from jticket.model.ticket import Ticket
    from jticket.text.project import Project


class References:
    """Looks up references; collects those that lead nowhere, and those that may for now.

    `new` are the IDs of the tickets that are being made. `dangling_ok`: a well-formed ID that
    nobody has is collected in `dangling`, and is no mistake.
    """

    def __init__(self, project: Project, new: frozenset[str], *, dangling_ok: bool) -> None:
        self.project = project
        self.new = new
        self.dangling_ok = dangling_ok
        self.mistakes: list[str] = []
        self.dangling: list[str] = []

    def resolved(self, ticket: Ticket, where: str) -> Ticket:
        """Returns the ticket with today's IDs in its references; `where` begins messages."""
        for field in REFERENCES:
            value = ticket.value(field.key)
            if isinstance(value, tuple):
                targets = (self._today(field.key, target, where) for target in value)
                ticket = ticket.with_value(field.key, tuple(dict.fromkeys(targets)))
            elif value:
                ticket = ticket.with_value(field.key, self._today(field.key, value, where))
        return ticket

    def _today(self, key: str, reference: str, where: str) -> str:
        if reference in self.new:
            return reference
        try:
            return self.project.resolve(reference)
        except NotFoundError as error:
            if self.dangling_ok and is_id(reference):
                self.dangling.append(reference)
            else:
                fix = self._fix(key, reference) or error.hint
                self.mistakes.append(f"{where}{key}: {error.message} ({fix})")
        return reference

    def _fix(self, key: str, reference: str) -> str | None:
        """What to write in the place of a reference that looks like no ID at all."""
        if reference.isdecimal():
            return None
        value = (reference,) if BY_KEY[key].shape.is_list else reference
        return next(
            (each.fix for each in problems(BY_KEY[key], value, self.project.settings)), None
        )
