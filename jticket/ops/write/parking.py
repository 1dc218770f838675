"""Parks tickets, by a hold or until a day, and resumes them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.errors import Advice, Argument, RefusedError, Remedy, UsageError
from jticket.model.diagnostics import Severity
from jticket.model.parking import DAY, HOLD, ParkedBy
from jticket.model.schema import BY_KEY
from jticket.model.validation import problems
from jticket.model.wording import first_line
from jticket.ops.dates import day_asked_for
from jticket.ops.lookup import resolve_ticket
from jticket.ops.write.change import Change
from jticket.ops.write.devlog import noted
from jticket.text.edits.apply import apply_edits
from jticket.text.edits.edit import SetField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket
    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session
    from jticket.text.edits.edit import Edit


class ClosedTicketError(RefusedError):
    """Raised when a ticket to park is closed."""

    code = "closed"

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(f"{ticket.id} is {ticket.status}: only an open ticket can be put on hold")
        self.ticket_id, self.status = ticket.id, ticket.status


class NotOnHoldError(RefusedError):
    """Raised when there is no hold and no day to clear; `status` is the one that parks, or None."""

    code = "not_on_hold"

    def __init__(self, ticket_id: str, status: str | None) -> None:
        by_status = f"; its status {status} parks it" if status else ""
        hint = Advice(Remedy.MOVE_ON, (ticket_id,)) if status else None
        super().__init__(f"{ticket_id} is not on hold{by_status}", hint)
        self.ticket_id, self.status = ticket_id, status


def hold(session: Session, reference: str, text: str, until: str, note: str = "") -> Outcome:
    """Parks a ticket: `text` says what it waits for, `until` is the day on which the wait ends.

    If one of the two is "", what the ticket has there stays.

    Raises:
        UsageError: both are empty, the text is not one line, or the day is not in the future.
        NotFoundError: there is no such ticket, or there are several.
        NoNameError: there is a note, but no name of who acts.
        ClosedTicketError: the ticket is closed.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    text = text.strip()
    day = _future_day(session, until) if until else ""
    if not (text or day):
        raise UsageError("nothing says what the ticket waits for", Advice(Remedy.GIVE_HOLD))
    _refuse_mistakes(text, session.project.settings)
    file = resolve_ticket(session.project, reference)
    if session.project.settings.is_closed(file.ticket.status):
        raise ClosedTicketError(file.ticket)
    edits: list[Edit] = [SetField(HOLD, text)] if text else []
    edits += [SetField(DAY, day)] if day else []
    subject = " ".join(["hold", *([f"until {day}"] if day else [])])
    subject = f"{subject}: {first_line(text)}" if text else subject
    subject = f"{subject}; devlog" if note.strip() else subject
    return session.edit(
        file, edits + noted(session, note), subject, has_user_text=bool(note.strip())
    )


def resume(session: Session, references: Sequence[str], note: str = "") -> Outcome:
    """Clears the hold and the day of tickets, whose statuses stay as they are.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        NoNameError: there is a note, but no name of who acts.
        NotOnHoldError: one of the tickets has neither.
        JticketError: the tickets can't be read, edited, written or committed.
    """
    project = session.project
    files = [resolve_ticket(project, reference) for reference in references]
    changes = []
    for file in {file.path: file for file in files}.values():
        edits: list[Edit] = [SetField(key, "") for key in (HOLD, DAY) if file.ticket.value(key)]
        if not edits:
            is_by_status = project.settings.is_parked(file.ticket.status)
            raise NotOnHoldError(file.ticket.id, file.ticket.status if is_by_status else None)
        after = apply_edits(file, edits + noted(session, note))
        path = session.workspace.path_of(file)
        what = "resume; devlog" if note.strip() else "resume"
        changes.append(Change(file.ticket.id, path, file, after, what))
    return _with_notices(session.save(changes, has_user_text=bool(note.strip())))


def _future_day(session: Session, until: str) -> str:
    today = session.workspace.today
    day = day_asked_for(until, today, Argument.UNTIL)
    if day <= today:
        raise UsageError(
            f"{day.isoformat()} is not in the future, so the ticket would not wait",
            argument=Argument.UNTIL,
        )
    return day.isoformat()


def _refuse_mistakes(text: str, settings: Settings) -> None:
    for problem in problems(BY_KEY[HOLD], text, settings) if text else ():
        if problem.rule.severity is Severity.ERROR:
            raise UsageError(problem.message, problem.fix)


def _with_notices(outcome: Outcome) -> Outcome:
    """Adds which of the tickets are still parked, by their status."""
    graph = outcome.project.graph
    tickets = [graph.tickets[change.id] for change in outcome.changes]
    notices = [
        f"{ticket.id} is still parked by its status {ticket.status}"
        for ticket in tickets
        if (parking := graph.parking(ticket)) and parking.by is ParkedBy.STATUS
    ]
    return replace(outcome, notices=(*outcome.notices, *notices))
