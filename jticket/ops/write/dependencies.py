"""Dependencies of a ticket: added and removed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.ops.lookup import resolve_ticket
from jticket.ops.write.references import meant_by
from jticket.ops.write.set_fields import Assignment, set_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session


def add_dependencies(session: Session, reference: str, on: Sequence[str]) -> Outcome:
    """Makes a ticket depend on others.

    Raises:
        NotFoundError: one of the tickets does not exist, or a reference may mean several.
        CycleError: the dependencies would close a cycle.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    return set_fields(session, [reference], [Assignment("dependencies", "+", ",".join(on))])


def remove_dependencies(session: Session, reference: str, on: Sequence[str]) -> Outcome:
    """Makes a ticket no longer depend on others; a notice names those that it does not depend on.

    Raises:
        NotFoundError: there is no such ticket, or one of the others does not exist.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    project = session.project
    ticket = resolve_ticket(project, reference).ticket
    others = [word.strip() for words in on for word in words.split(",") if word.strip()]
    notices = [
        f"{ticket.id} does not depend on {project.resolve(needed)}"
        for needed in others
        if not meant_by(needed, ticket.dependencies, project, refers=True)
    ]
    outcome = set_fields(session, [reference], [Assignment("dependencies", "-", ",".join(on))])
    is_changed = any(change.differs for change in outcome.changes)
    return replace(outcome, notices=(*(outcome.notices if is_changed else ()), *notices))
