"""Dependencies of a ticket: added and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import NotFoundError
from jticket.ops.lookup import resolve_ticket
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
    """Makes a ticket no longer depend on others.

    Raises:
        NotFoundError: there is no such ticket, or it depends on none of the others.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    ticket = resolve_ticket(session.project, reference).ticket
    outcome = set_fields(session, [reference], [Assignment("dependencies", "-", ",".join(on))])
    if not any(change.differs for change in outcome.changes):
        hint = f"it depends on {', '.join(ticket.dependencies) or 'nothing'}"
        raise NotFoundError(f"{ticket.id} does not depend on {', '.join(on)}", hint)
    return outcome
