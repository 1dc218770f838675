"""The workflow: which transitions a ticket may make, and the facts of a refusal.

The decisions return facts, as frozen values; `words` makes a sentence of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from jticket.model.graph import EPIC
from jticket.model.parking import ParkedBy, Parking
from jticket.model.wip_limits import IN_PROGRESS, LimitReached, limit_reached
from jticket.model.wording import listed

if TYPE_CHECKING:
    from datetime import date

    from jticket.model.graph import Graph
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """The workflow has no transition from the ticket's status to the new one."""

    ticket_id: str
    status: str
    new_status: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnmetConditions:
    """What `done` asks for and a ticket lacks.

    `unticked` are the numbers, from 1, of its open criteria, `criteria_total` counts all of them;
    `waiting_for` and `open_children` are IDs.
    """

    unticked: tuple[int, ...]
    criteria_total: int
    waiting_for: tuple[str, ...]
    open_children: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.unticked or self.waiting_for or self.open_children)


@dataclass(frozen=True, slots=True)
class NotDone:
    """The ticket lacks something that the new status, one of the class done, asks for."""

    ticket_id: str
    new_status: str
    unmet: UnmetConditions


@dataclass(frozen=True, slots=True)
class Active:
    """Work on the ticket has begun; `holder` is the assignee, "" where there is none."""

    ticket_id: str
    status: str
    holder: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The ticket is done or cancelled."""

    ticket_id: str
    status: str


@dataclass(frozen=True, slots=True)
class AssignedTo:
    """Someone else is assigned to the ticket."""

    ticket_id: str
    holder: str


@dataclass(frozen=True, slots=True)
class OpenChildren:
    """The ticket is an epic with open children."""

    ticket_id: str
    open_children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blocked:
    """The ticket has dependencies, its own or its epics', that are not satisfied."""

    ticket_id: str
    waiting_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parked:
    """The ticket is parked; what by, what it waits for, and until when, as in `Parking`."""

    ticket_id: str
    by: ParkedBy
    text: str
    until: date | None


TransitionRefusal: TypeAlias = NotAllowed | NotDone | LimitReached
ClaimRefusal: TypeAlias = (
    TransitionRefusal | Active | Closed | AssignedTo | OpenChildren | Parked | Blocked
)


def transition_error(ticket: Ticket, status: str, graph: Graph) -> TransitionRefusal | None:
    """Returns why a ticket can't go to a status now; None where it can.

    A status that the workflow doesn't know may be left for any other: that fixes a broken file.
    An epic whose children are all closed may be done from any open status.
    """
    settings = graph.settings
    if status == ticket.status:
        return None
    is_done = settings.is_done(status)
    allowed = settings.workflow.get(ticket.status)
    is_closing_epic = is_done and graph.is_completable(ticket)
    if allowed is not None and status not in allowed and not is_closing_epic:
        return NotAllowed(ticket.id, ticket.status, status, allowed)
    if is_done and (unmet := unmet_done_conditions(ticket, graph)):
        return NotDone(ticket.id, status, unmet)
    return limit_reached(ticket, status, graph)


def claim_error(ticket: Ticket, who: str, graph: Graph) -> ClaimRefusal | None:
    """Returns why `who` can't claim a ticket now; None where they can.

    A ticket that is available and not assigned to someone else can be claimed, unless a limit on
    work in progress is reached. If `who` is "", no one is known: only what is unassigned can be
    claimed.
    """
    settings = graph.settings
    if settings.is_active(ticket.status):
        return Active(ticket.id, ticket.status, ticket.assignee)
    if settings.is_closed(ticket.status):
        return Closed(ticket.id, ticket.status)
    if is_of_another(ticket, who, settings):
        return AssignedTo(ticket.id, ticket.assignee)
    if ticket.ticket_type == EPIC and (open_children := graph.open_children(ticket)):
        return OpenChildren(ticket.id, open_children)
    if parking := graph.parking(ticket):
        return Parked(ticket.id, parking.by, parking.text, parking.until)
    if waiting_for := graph.waiting_for(ticket):
        return Blocked(ticket.id, waiting_for)
    return transition_error(replace(ticket, assignee=who), IN_PROGRESS, graph)


def is_of_another(ticket: Ticket, who: str, settings: Settings) -> bool:
    """Returns whether someone other than `who` is assigned; `who` is "" if no one is known."""
    return bool(ticket.assignee) and settings.person_key(ticket.assignee) != settings.person_key(
        who
    )


def unmet_done_conditions(ticket: Ticket, graph: Graph) -> UnmetConditions:
    """Returns what `done` asks for and the ticket lacks; false where it lacks nothing."""
    return UnmetConditions(
        tuple(number for number, item in enumerate(ticket.criteria, 1) if not item.done),
        len(ticket.criteria),
        graph.waiting_for(ticket),
        graph.open_children(ticket),
    )


def reachable(status: str, settings: Settings) -> frozenset[str]:
    """Returns the statuses that any number of transitions lead to, the status itself included.

    A status that the workflow doesn't know may be left for any other, as in `transition_error`.
    """
    if status not in settings.workflow:
        return frozenset((status, *settings.workflow))
    reached = {status}
    pending = [status]
    while pending:
        for target in settings.workflow.get(pending.pop(), ()):
            if target not in reached:
                reached.add(target)
                pending.append(target)
    return frozenset(reached)


def words(refusal: ClaimRefusal) -> str:
    """Returns the sentence for a refusal."""
    ticket_id = refusal.ticket_id
    match refusal:
        case NotAllowed(_, status, new_status, allowed):
            targets = ", ".join(allowed) or "nothing"
            return f"{ticket_id} can't go from {status} to {new_status} (only to {targets})"
        case NotDone(_, new_status, unmet):
            return f"{ticket_id} can't be {new_status}: {unmet_words(unmet)}"
        case LimitReached():
            return refusal.words
        case Active(_, status, holder):
            return (
                f"{ticket_id} is {status}: {f'{holder} has it' if holder else 'it has no assignee'}"
            )
        case Closed(_, status):
            return f"{ticket_id} is {status}"
        case AssignedTo(_, holder):
            return f"{ticket_id} is assigned to {holder}"
        case OpenChildren(_, open_children):
            return f"{ticket_id} is an epic with open children: {listed(open_children)}"
        case Parked(_, by, text, until):
            return f"{ticket_id} is parked: {Parking(by, text, until).words}"
        case Blocked(_, waiting_for):
            return f"{ticket_id} waits for {listed(waiting_for)}"


def unmet_words(unmet: UnmetConditions) -> str:
    """Returns the part of a sentence that says what a ticket lacks to be done."""
    parts = []
    if unmet.unticked:
        numbers = listed([str(number) for number in unmet.unticked])
        count = f"{len(unmet.unticked)} of {unmet.criteria_total}"
        parts.append(f"{count} criteria not ticked: {numbers}")
    if unmet.waiting_for:
        parts.append(f"it waits for {listed(unmet.waiting_for)}")
    if unmet.open_children:
        parts.append(f"it has open children: {listed(unmet.open_children)}")
    return "; ".join(parts)
