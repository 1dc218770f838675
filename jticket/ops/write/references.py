"""References of new tickets: looked up all at once, and those told that lead nowhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.errors import NotFoundError
from jticket.model.ids import is_id
from jticket.model.schema import BY_KEY
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
        """The ticket with its references as today's IDs; `where` is what mistakes begin with."""
        parents = [ticket.parent_id] if ticket.parent_id else []
        above = [self._today("parent_id", each, where) for each in parents]
        before = [self._today("dependencies", each, where) for each in ticket.dependencies]
        return replace(ticket, parent_id="".join(above), dependencies=tuple(dict.fromkeys(before)))

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
