"""Transitions of the workflow: claim, release, submit, complete, cancel, reopen, move.

Each takes one or several tickets. A ticket that is already where the step leads is left as it is,
and a notice says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import UsageError
from jticket.model.field_values import values_of
from jticket.model.suggestions import one_of
from jticket.model.wip_limits import IN_PROGRESS
from jticket.model.wording import quoted
from jticket.model.workflow import claim_error, transition_error
from jticket.ops.lookup import require_written_out, resolve_ticket
from jticket.ops.write.relations import DUPLICATE_OF, link_edit
from jticket.ops.write.steps import TicketStep, take_steps
from jticket.ops.write.workflow_errors import CANCELLED, DONE, READY, REVIEW, reopened
from jticket.text.edits.edit import SetField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket
    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session
    from jticket.text.edits.edit import Edit


def claim(session: Session, references: Sequence[str], note: str = "") -> Outcome:
    """Takes tickets: in progress, assigned to who acts.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        NoNameError: nothing gives the name of who acts.
        WorkflowError: one is taken, by whoever acts too, closed or blocked; nothing forces it.
        JticketError: the tickets can't be read, edited, written or committed.
    """
    actor = session.actor
    edits = (SetField("status", IN_PROGRESS), SetField("assignee", actor))

    def decide(ticket: Ticket, graph: Graph) -> TicketStep:
        return TicketStep(edits, "claim", claim_error(ticket, actor, graph))

    return take_steps(session, references, decide, note)


def release(session: Session, references: Sequence[str], note: str = "") -> Outcome:
    """Gives tickets back: ready, without an assignee; one that nobody has stays as it is.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        NoNameError: there is a note, but no name of who acts.
        WorkflowError: the workflow does not allow it, and nothing forces it.
        JticketError: the tickets can't be read, edited, written or committed.
    """
    unassign = SetField("assignee", "")

    def decide(ticket: Ticket, graph: Graph) -> TicketStep:
        settings, status = graph.settings, ticket.status
        if not (ticket.assignee or settings.is_active(status) or settings.is_closed(status)):
            return TicketStep(
                already=f"{ticket.id} is not claimed: it is {status}, without an assignee"
            )
        if status == READY:
            return TicketStep((unassign,), "release")
        return _step(ticket, READY, graph, "release", unassign)

    return take_steps(session, references, decide, note)


def submit(session: Session, references: Sequence[str], note: str = "") -> Outcome:
    """Hands tickets over for review.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        NoNameError: there is a note, but no name of who acts.
        WorkflowError: the workflow does not allow it, and nothing forces it.
        JticketError: the tickets can't be read, edited, written or committed.
    """
    return _moved(session, references, REVIEW, note, "submit")


def complete(session: Session, references: Sequence[str], note: str = "") -> Outcome:
    """Closes tickets as done, from in_progress or review.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        NoNameError: there is a note, but no name of who acts.
        WorkflowError: the workflow does not allow it, and nothing forces it.
        JticketError: the tickets can't be read, edited, written or committed.
    """
    return _moved(session, references, DONE, note, "complete")


def cancel(
    session: Session, references: Sequence[str], note: str = "", *, duplicate_of: str = ""
) -> Outcome:
    """Closes tickets without finishing them, as duplicates of another if that is named.

    Raises:
        NotFoundError: there is no such ticket or duplicate, or there are several.
        NotWrittenOutError: a reference is not a whole ID.
        RefusedError: one is a duplicate of another already, or of itself.
        NoNameError: there is a note, but no name of who acts.
        WorkflowError: the workflow does not allow it, and nothing forces it.
        JticketError: the tickets can't be read, edited, written or committed.
    """
    project = session.project
    for reference in references:
        ticket_id = resolve_ticket(project, reference).ticket.id
        require_written_out(project, reference, ticket_id)
    target = project.resolve(duplicate_of) if duplicate_of else ""
    what = f"cancel: duplicate of {target}" if target else "cancel"

    def decide(ticket: Ticket, graph: Graph) -> TicketStep:
        is_linked = not target or target in values_of(ticket, DUPLICATE_OF, graph)
        links = [] if is_linked else [link_edit(project, ticket, DUPLICATE_OF, [target])]
        if links and ticket.status == CANCELLED:
            return TicketStep(tuple(links), what)
        return _step(ticket, CANCELLED, graph, what, *links)

    return take_steps(session, references, decide, note)


def reopen(session: Session, references: Sequence[str], note: str = "") -> Outcome:
    """Reopens closed tickets: from done to in_progress, from cancelled to the backlog.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        NoNameError: there is a note, but no name of who acts.
        WorkflowError: the workflow does not allow it, and nothing forces it.
        JticketError: the tickets can't be read, edited, written or committed.
    """

    def decide(ticket: Ticket, graph: Graph) -> TicketStep:
        if not graph.settings.is_closed(ticket.status):
            return TicketStep(already=f"{ticket.id} is open already: {ticket.status}")
        return _step(ticket, reopened(ticket.status, graph.settings), graph, "reopen")

    return take_steps(session, references, decide, note)


def move(session: Session, references: Sequence[str], status: str, note: str = "") -> Outcome:
    """Moves tickets to any status that the workflow allows.

    Raises:
        UsageError: there is no such status.
        NotFoundError: there is no such ticket, or there are several.
        NoNameError: there is a note, but no name of who acts.
        WorkflowError: the workflow does not allow it, and nothing forces it.
        JticketError: the tickets can't be read, edited, written or committed.
    """
    statuses = session.project.settings.statuses
    if status not in statuses:
        raise UsageError(f"unknown status {quoted(status)}", one_of(status, statuses))
    return _moved(session, references, status, note)


def _moved(
    session: Session, references: Sequence[str], status: str, note: str, what: str = ""
) -> Outcome:
    def decide(ticket: Ticket, graph: Graph) -> TicketStep:
        words = what or f"status {ticket.status} → {status}"
        return _step(ticket, status, graph, words)

    return take_steps(session, references, decide, note)


def _step(ticket: Ticket, status: str, graph: Graph, what: str, *also: Edit) -> TicketStep:
    """Returns the step of a ticket to a status, with other edits."""
    if ticket.status == status:
        return TicketStep(already=f"{ticket.id} is already {status}")
    refusal = transition_error(ticket, status, graph)
    return TicketStep((SetField("status", status), *also), what, refusal)
