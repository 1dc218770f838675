"""Transitions of the workflow: claim, release, submit, complete, cancel, reopen, move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import Advice, RefusedError, Remedy, UsageError
from jticket.model.field_values import values_of
from jticket.model.parking import ParkedBy
from jticket.model.settings import StatusClass
from jticket.model.suggestions import one_of
from jticket.model.wip_limits import IN_PROGRESS, LimitReached
from jticket.model.wording import quoted
from jticket.model.workflow import Active, Parked, claim_error, transition_error, words
from jticket.ops.lookup import require_written_out, resolve_ticket
from jticket.ops.write.change import Change
from jticket.ops.write.devlog import noted
from jticket.ops.write.relations import DUPLICATE_OF, link_edit
from jticket.text.edits.apply import apply_edits
from jticket.text.edits.edit import SetField

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jticket.model.ticket import Ticket
    from jticket.model.workflow import ClaimRefusal
    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session
    from jticket.text.edits.edit import Edit
    from jticket.text.reading import ValidFile

READY, REVIEW = "ready", "review"
DONE, CANCELLED = "done", "cancelled"


class WorkflowError(RefusedError):
    """Raised when the workflow does not allow a transition, and nothing forces it.

    `refusal` has the facts; `since` is when the ticket's current status began, where that matters
    and git knows it.
    """

    code = "workflow"

    def __init__(self, refusal: ClaimRefusal, since: datetime | None = None) -> None:
        suffix = f" since {since:%Y-%m-%d %H:%M} UTC" if since else ""
        super().__init__(words(refusal) + suffix, _remedy(refusal))
        self.refusal, self.since = refusal, since


class WipLimitError(WorkflowError):
    """Raised when a limit on work in progress leaves no room, and nothing forces it."""

    code = "wip_limit"


def workflow_error(refusal: ClaimRefusal, since: datetime | None = None) -> WorkflowError:
    """Returns the error of a refusal; `since` is that of `WorkflowError`."""
    kind = WipLimitError if isinstance(refusal, LimitReached) else WorkflowError
    return kind(refusal, since)


def _remedy(refusal: ClaimRefusal) -> Advice:
    if not isinstance(refusal, Parked):
        return Advice(Remedy.FORCE)
    is_by_status = refusal.by is ParkedBy.STATUS
    return Advice(Remedy.MOVE_ON if is_by_status else Remedy.RESUME, (refusal.ticket_id,))


class NoTransitionError(RefusedError):
    """Raised when there is nothing to change, so that nothing can be forced either."""

    code = "workflow"

    def __init__(self, ticket_id: str, status: str, reason: str) -> None:
        super().__init__(f"{ticket_id} is {status}{reason}")
        self.ticket_id, self.status = ticket_id, status


def claim(session: Session, reference: str, note: str = "") -> Outcome:
    """Takes a ticket: in progress, assigned to who acts.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        NoNameError: nothing gives the name of who acts.
        WorkflowError: it is taken, closed or blocked, and nothing forces it.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    file, ticket = _ticket(session, reference)
    refusal = claim_error(ticket, session.actor, session.project.graph)
    since = _since(session, file) if isinstance(refusal, Active) else None
    error = workflow_error(refusal, since) if refusal else None
    edits = [SetField("status", IN_PROGRESS), SetField("assignee", session.actor)]
    return _changed(session, file, edits, note, error, "claim")


def release(session: Session, reference: str, note: str = "") -> Outcome:
    """Gives a ticket back: ready, without an assignee.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        NoNameError: there is a note, but no name of who acts.
        WorkflowError: the workflow does not allow it, and nothing forces it.
        NoTransitionError: the ticket is ready and has no assignee, and nothing forces it.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    file, ticket = _ticket(session, reference)
    unassign = SetField("assignee", "")
    if ticket.status == READY and ticket.assignee:
        return _changed(session, file, [unassign], note, None, "release")
    return _moved(session, reference, READY, note, "release", unassign)


def submit(session: Session, reference: str, note: str = "") -> Outcome:
    """Hands a ticket over for review.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        NoNameError: there is a note, but no name of who acts.
        WorkflowError: the workflow does not allow it, and nothing forces it.
        NoTransitionError: the ticket is in review already, and nothing forces it.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    return _moved(session, reference, REVIEW, note, "submit")


def complete(session: Session, reference: str, note: str = "") -> Outcome:
    """Closes a ticket as done, from in_progress or review.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        NoNameError: there is a note, but no name of who acts.
        WorkflowError: the workflow does not allow it, and nothing forces it.
        NoTransitionError: the ticket is done already, and nothing forces it.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    return _moved(session, reference, DONE, note, "complete")


def cancel(session: Session, reference: str, note: str = "", *, duplicate_of: str = "") -> Outcome:
    """Closes a ticket without finishing it, as a duplicate of another if that is named.

    Raises:
        NotFoundError: there is no such ticket or duplicate, or there are several.
        NotWrittenOutError: the reference is not a whole ID.
        RefusedError: it is a duplicate of another already, or of itself.
        NoNameError: there is a note, but no name of who acts.
        WorkflowError: the workflow does not allow it, and nothing forces it.
        NoTransitionError: the ticket is cancelled already, and nothing forces it.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    project = session.project
    _, ticket = _ticket(session, reference)
    require_written_out(project, reference, ticket.id)
    if not duplicate_of:
        return _moved(session, reference, CANCELLED, note, "cancel")
    target = project.resolve(duplicate_of)
    is_linked = target in values_of(ticket, DUPLICATE_OF, project.graph)
    edits = [] if is_linked else [link_edit(project, ticket, DUPLICATE_OF, [target])]
    what = f"cancel: duplicate of {target}"
    return _moved(session, reference, CANCELLED, note, what, *edits)


def reopen(session: Session, reference: str, note: str = "") -> Outcome:
    """Reopens a closed ticket: from done to in_progress, from cancelled to the backlog.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        NoNameError: there is a note, but no name of who acts.
        NoTransitionError: the ticket is open.
        WorkflowError: the workflow does not allow it, and nothing forces it.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    _, ticket = _ticket(session, reference)
    settings = session.project.settings
    if not settings.is_closed(ticket.status):
        raise NoTransitionError(ticket.id, ticket.status, ": there is nothing to open again")
    was_done = settings.class_of(ticket.status) is StatusClass.DONE
    return _moved(session, reference, IN_PROGRESS if was_done else "backlog", note, "reopen")


def move(session: Session, reference: str, status: str, note: str = "") -> Outcome:
    """Moves a ticket to any status that the workflow allows.

    Raises:
        UsageError: there is no such status.
        NotFoundError: there is no such ticket, or there are several.
        NoNameError: there is a note, but no name of who acts.
        WorkflowError: the workflow does not allow it, and nothing forces it.
        NoTransitionError: the ticket has that status already, and nothing forces it.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    statuses = session.project.settings.statuses
    if status not in statuses:
        raise UsageError(f"unknown status {quoted(status)}", one_of(status, statuses))
    _, ticket = _ticket(session, reference)
    return _moved(session, reference, status, note, f"status {ticket.status} → {status}")


def _moved(
    session: Session, reference: str, status: str, note: str, subject: str, *also: Edit
) -> Outcome:
    file, ticket = _ticket(session, reference)
    error: RefusedError | None = None
    if status == ticket.status:
        error = NoTransitionError(ticket.id, status, " already")
    elif refusal := transition_error(ticket, status, session.project.graph):
        error = workflow_error(refusal)
    return _changed(session, file, [SetField("status", status), *also], note, error, subject)


def _changed(
    session: Session,
    file: ValidFile,
    edits: Sequence[Edit],
    note: str,
    error: RefusedError | None,
    subject: str,
) -> Outcome:
    """Saves the edits, with a note for the devlog; raises the error unless it is forced."""
    if error is not None and not session.options.force:
        raise error
    after = apply_edits(file, [*edits, *noted(session, note)])
    change = Change(
        file.ticket.id,
        session.workspace.path_of(file),
        file,
        after,
        f"{subject}; devlog" if note.strip() else subject,
        is_forced=error is not None,
    )
    return session.save([change], has_user_text=bool(note.strip()))


def _ticket(session: Session, reference: str) -> tuple[ValidFile, Ticket]:
    file = resolve_ticket(session.project, reference)
    return file, file.ticket


def _since(session: Session, file: ValidFile) -> datetime | None:
    """Returns since when a ticket has its status, as far as git knows."""
    if session.repository is None:
        return None
    from jticket.vcs.log import last_change

    return last_change(session.repository, session.workspace.path_of(file), "^status:")
