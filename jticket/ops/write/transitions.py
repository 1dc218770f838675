"""Steps of the workflow: who takes a ticket, hands it over, closes it, opens it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.errors import UsageError
from jticket.model.dates import format_timestamp
from jticket.model.settings import StatusClass
from jticket.model.suggestions import one_of
from jticket.model.wording import quoted
from jticket.model.workflow import Active, claim_error, transition_error, words
from jticket.ops.selection import resolve_ticket
from jticket.ops.write.commit_message import Change
from jticket.ops.write.set_fields import WorkflowError
from jticket.text.edits.apply import apply_edits
from jticket.text.edits.edit import AddEntry, SetField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.ticket import Ticket
    from jticket.ops.write.transaction import Outcome, Session
    from jticket.text.edits.edit import Edit
    from jticket.text.reading import ValidFile

IN_PROGRESS, REVIEW, DONE, READY = "in_progress", "review", "done", "ready"


class NoNameError(UsageError):
    """Says that nobody knows who is asking."""

    def __init__(self) -> None:
        hint = "--as WHO, the variable JTICKET_USER, or `git config user.name` says it"
        super().__init__("nobody knows who you are", hint)


@dataclass(frozen=True, slots=True)
class Step:
    """How a step is taken: by whom (None: whoever git says), with which note for the devlog."""

    who: str | None = None
    note: str = ""


def claim(session: Session, reference: str, step: Step) -> Outcome:
    """Takes a ticket: in progress, with an assignee.

    Raises:
        WorkflowError: somebody has it, it is closed or blocked, and nobody forces it.
    """
    file, ticket = _ticket(session, reference)
    who = name_of(session, step.who)
    refusal = claim_error(ticket, who, session.project.graph)
    reason = words(refusal) if refusal else None
    if reason and isinstance(refusal, Active):
        reason += _since(session, file)
    edits = [SetField("status", IN_PROGRESS), SetField("assignee", who)]
    return _taken(session, file, edits, step, reason, "claim")


def release(session: Session, reference: str, step: Step) -> Outcome:
    """Gives a ticket back: ready, with no assignee."""
    return _moved(session, reference, READY, step, "release", SetField("assignee", ""))


def submit(session: Session, reference: str, step: Step) -> Outcome:
    """Hands a ticket over for review."""
    return _moved(session, reference, REVIEW, step, "submit")


def complete(session: Session, reference: str, step: Step) -> Outcome:
    """Closes a ticket as done, from in_progress or review."""
    return _moved(session, reference, DONE, step, "complete")


def cancel(session: Session, reference: str, step: Step) -> Outcome:
    """Closes a ticket that won't be done."""
    return _moved(session, reference, "cancelled", step, "cancel")


def reopen(session: Session, reference: str, step: Step) -> Outcome:
    """Opens a closed ticket again: done goes on in progress, cancelled back to the backlog."""
    _, ticket = _ticket(session, reference)
    settings = session.project.settings
    if not settings.is_closed(ticket.status):
        raise WorkflowError(f"{ticket.id} is {ticket.status}: there is nothing to open again")
    was_done = settings.class_of(ticket.status) is StatusClass.DONE
    return _moved(session, reference, IN_PROGRESS if was_done else "backlog", step, "reopen")


def move(session: Session, reference: str, status: str, step: Step) -> Outcome:
    """Moves a ticket to any status that the workflow allows.

    Raises:
        UsageError: there is no such status.
    """
    statuses = session.project.settings.statuses
    if status not in statuses:
        raise UsageError(f"unknown status {quoted(status)}", one_of(status, statuses))
    _, ticket = _ticket(session, reference)
    return _moved(session, reference, status, step, f"status {ticket.status} → {status}")


def name_of(session: Session, who: str | None) -> str:
    """The name that stands for whoever asks.

    Raises:
        NoNameError: none is given, in the environment or to git.
    """
    name = who or session.workspace.environment.user
    if not name and session.repository is not None:
        from jticket.vcs.identity import author_name

        name = author_name(session.repository)
    if not name:
        raise NoNameError
    return " ".join(name.split())


def entry(session: Session, who: str | None, text: str) -> AddEntry:
    """A devlog entry of this moment."""
    now = format_timestamp(session.workspace.now())
    return AddEntry(now, name_of(session, who), text)


def _moved(
    session: Session, reference: str, status: str, step: Step, subject: str, *also: Edit
) -> Outcome:
    file, ticket = _ticket(session, reference)
    refusal = transition_error(ticket, status, session.project.graph)
    reason = words(refusal) if refusal else None
    if status == ticket.status:
        reason = f"{ticket.id} is {status} already"
    return _taken(session, file, [SetField("status", status), *also], step, reason, subject)


def _taken(
    session: Session,
    file: ValidFile,
    edits: Sequence[Edit],
    step: Step,
    reason: str | None,
    subject: str,
) -> Outcome:
    """Takes a step, unless there is a reason not to and nobody forces it."""
    if reason is not None:
        if not session.options.force:
            raise WorkflowError(reason)
        subject += " (forced)"
    if step.note.strip():
        edits = [*edits, entry(session, step.who, step.note)]
    ticket = file.ticket
    after = apply_edits(file, edits)
    change = Change(ticket.id, session.workspace.path_of(file), file, after, subject)
    return session.save([change], typed=bool(step.note.strip()))


def _ticket(session: Session, reference: str) -> tuple[ValidFile, Ticket]:
    file = resolve_ticket(session.project, reference)
    return file, file.ticket


def _since(session: Session, file: ValidFile) -> str:
    """Since when a ticket has its status, as far as git knows."""
    if session.repository is None:
        return ""
    from jticket.vcs.log import last_change

    path = session.workspace.path_of(file)
    moment = last_change(session.repository, path, "^status:")
    return f" since {moment:%Y-%m-%d %H:%M} UTC" if moment else ""
