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
from jticket.ops.write.steps import TicketStep, take_steps
from jticket.ops.write.workflow_errors import unparking_step
from jticket.text.edits.edit import SetField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jticket.errors import Fact
    from jticket.model.graph import Graph
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket
    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session
    from jticket.text.edits.edit import Edit


class ClosedTicketError(RefusedError):
    """Raised when a ticket to park is closed."""

    code = "closed"

    def __init__(self, ticket: Ticket) -> None:
        message = f"{ticket.id} is {ticket.status}: only an open ticket can be put on hold"
        super().__init__(message, Advice(Remedy.REOPEN, (ticket.id,)))
        self.ticket_id, self.status = ticket.id, ticket.status

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The ticket and its status."""
        return {"id": self.ticket_id, "status": self.status}


class ParkedByStatusError(RefusedError):
    """Raised when nothing but the status of a ticket parks it, which `resume` does not change.

    `step` is a status to which it can go on, "" where there is none.
    """

    code = "parked"

    def __init__(self, ticket_id: str, status: str, step: str) -> None:
        message = f"{ticket_id} is not on hold; its status {status} parks it"
        super().__init__(message, Advice(Remedy.MOVE_ON, (ticket_id, step)) if step else None)
        self.ticket_id, self.status, self.step = ticket_id, status, step

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The ticket and its status, in the words of a refused claim."""
        by = ParkedBy.STATUS.value
        return {"id": self.ticket_id, "by": by, "text": self.status, "until": None}


def hold(
    session: Session, references: Sequence[str], text: str, until: str, note: str = ""
) -> Outcome:
    """Parks tickets: `text` says what they wait for, `until` is the day on which the wait ends.

    If one of the two is "", what a ticket has there stays.

    Raises:
        UsageError: both are empty, the text is not one line, or the day is not in the future.
        NotFoundError: there is no such ticket, or there are several.
        NoNameError: there is a note, but no name of who acts.
        ClosedTicketError: one of the tickets is closed.
        JticketError: the tickets can't be read, edited, written or committed.
    """
    text = text.strip()
    day = _future_day(session, until) if until else ""
    if not (text or day):
        raise UsageError("nothing says what the ticket waits for", Advice(Remedy.GIVE_HOLD))
    _refuse_mistakes(text, session.project.settings)
    edits: list[Edit] = [SetField(HOLD, text)] if text else []
    edits += [SetField(DAY, day)] if day else []
    what = " ".join(["hold", *([f"until {day}"] if day else [])])
    what = f"{what}: {first_line(text)}" if text else what

    def decide(ticket: Ticket, graph: Graph) -> TicketStep:
        if graph.settings.is_closed(ticket.status):
            raise ClosedTicketError(ticket)
        return TicketStep(tuple(edits), what)

    return take_steps(session, references, decide, note)


def resume(session: Session, references: Sequence[str], note: str = "") -> Outcome:
    """Clears the hold and the day of tickets, whose statuses stay as they are.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        NoNameError: there is a note, but no name of who acts.
        ParkedByStatusError: nothing but its status parks one of them.
        JticketError: the tickets can't be read, edited, written or committed.
    """

    def decide(ticket: Ticket, graph: Graph) -> TicketStep:
        edits = tuple(SetField(key, "") for key in (HOLD, DAY) if ticket.value(key))
        if edits:
            return TicketStep(edits, "resume")
        if graph.settings.is_parked(ticket.status):
            step = unparking_step(ticket.status, graph.settings)
            raise ParkedByStatusError(ticket.id, ticket.status, step)
        return TicketStep(already=f"{ticket.id} is not on hold")

    return _with_notices(take_steps(session, references, decide, note))


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
