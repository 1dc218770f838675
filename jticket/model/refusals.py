"""Why the workflow does not allow a step: the facts of each refusal, its code and its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from jticket.model.parking import Parking
from jticket.model.wip_limits import LimitReached
from jticket.model.wording import listed

if TYPE_CHECKING:
    from datetime import date

    from jticket.errors import Fact
    from jticket.model.parking import ParkedBy


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
    """Work on the ticket has begun; `holder` is the assignee, "" where there is none.

    `is_yours`: the holder is who asks.
    """

    ticket_id: str
    status: str
    holder: str
    is_yours: bool = False


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


def code_of(refusal: ClaimRefusal) -> str:
    """Returns the stable code of a refusal's cause; of several causes, that of the first."""
    match refusal:
        case NotAllowed():
            return "no_step"
        case NotDone(_, _, unmet):
            if unmet.unticked:
                return "unticked"
            return "open_dependencies" if unmet.waiting_for else "open_children"
        case LimitReached():
            return "wip_limit"
        case Active():
            return "already_yours" if refusal.is_yours else "taken"
        case Closed():
            return "closed"
        case AssignedTo():
            return "assigned"
        case OpenChildren():
            return "open_children"
        case Parked():
            return "parked"
        case Blocked():
            return "blocked"


def facts_of(refusal: ClaimRefusal) -> dict[str, Fact]:
    """Returns the facts of a refusal by their names, for a program; None where there is none."""
    facts: dict[str, Fact] = {"id": refusal.ticket_id}
    match refusal:
        case NotAllowed(_, status, new_status, allowed):
            return {**facts, "status": status, "new_status": new_status, "allowed": allowed}
        case NotDone(_, new_status, unmet):
            return {
                **facts,
                "new_status": new_status,
                "unticked": unmet.unticked,
                "criteria_total": unmet.criteria_total,
                "waiting_for": unmet.waiting_for,
                "open_children": unmet.open_children,
            }
        case LimitReached(_, status, limit, person, tickets):
            held = {"person": person or None, "tickets": tickets}
            return {**facts, "new_status": status, "limit": limit, **held}
        case Active(_, status, holder):
            return {**facts, "status": status, "holder": holder or None}
        case Closed(_, status):
            return {**facts, "status": status}
        case AssignedTo(_, holder):
            return {**facts, "holder": holder}
        case OpenChildren(_, open_children):
            return {**facts, "open_children": open_children}
        case Parked(_, by, text, until):
            day = until.isoformat() if until else None
            return {**facts, "by": by.value, "text": text or None, "until": day}
        case Blocked(_, waiting_for):
            return {**facts, "waiting_for": waiting_for}


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
            whose = f"is taken by {holder}" if holder else "is taken, with no assignee"
            return f"{ticket_id} {whose}: {status}"
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
