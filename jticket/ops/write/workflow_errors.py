"""The error of a step that the workflow does not allow, with what removes its cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import Advice, RefusedError, Remedy
from jticket.model.dates import format_timestamp
from jticket.model.parking import ParkedBy
from jticket.model.refusals import (
    Active,
    AssignedTo,
    Blocked,
    Closed,
    NotAllowed,
    NotDone,
    OpenChildren,
    Parked,
    code_of,
    facts_of,
    words,
)
from jticket.model.wip_limits import IN_PROGRESS, LimitReached
from jticket.model.workflow import steps_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from jticket.errors import Fact
    from jticket.model.graph import Graph
    from jticket.model.refusals import ClaimRefusal
    from jticket.model.settings import Settings

READY, REVIEW = "ready", "review"
DONE, CANCELLED, BACKLOG = "done", "cancelled", "backlog"

_NAMED = 5


class WorkflowError(RefusedError):
    """Raised when the workflow does not allow a step, and nothing forces it.

    `code` is that of the cause. `refusal` has the facts; `since` is when the ticket's current
    status began, where that matters and git knows it.
    """

    def __init__(self, refusal: ClaimRefusal, graph: Graph, since: datetime | None = None) -> None:
        suffix = f" since {since:%Y-%m-%d %H:%M} UTC" if since else ""
        super().__init__(words(refusal) + suffix, *remedies(refusal, graph))
        self.refusal, self.since = refusal, since
        self.code = code_of(refusal)

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The facts of the refusal, and since when a ticket is taken."""
        facts = facts_of(self.refusal)
        if isinstance(self.refusal, Active):
            facts["since"] = format_timestamp(self.since) if self.since else None
        return facts


def remedies(refusal: ClaimRefusal, graph: Graph) -> Iterator[Advice]:
    """Yields what removes the cause of a refusal, or what to do instead."""
    ticket_id = refusal.ticket_id
    match refusal:
        case NotAllowed():
            yield from _first_step(refusal, graph.settings)
        case NotDone(_, _, unmet):
            if unmet.unticked:
                yield Advice(Remedy.TICK, (ticket_id, *map(str, unmet.unticked)))
            yield from _closing(ticket_id, (*unmet.waiting_for, *unmet.open_children), graph)
        case LimitReached():
            yield _room(refusal)
        case Active(is_yours=True):
            yield Advice(Remedy.OWN_NAME)
        case Closed():
            yield Advice(Remedy.REOPEN, (ticket_id,))
        case OpenChildren():
            yield Advice(Remedy.NEXT_CHILD, (ticket_id,))
        case Parked():
            yield from _unparking(refusal, graph)
        case Blocked(_, waiting_for):
            yield from _dropping(ticket_id, waiting_for, graph)
            yield Advice(Remedy.NEXT)
        case Active() | AssignedTo():
            yield Advice(Remedy.NEXT)


def _first_step(refusal: NotAllowed, settings: Settings) -> Iterator[Advice]:
    """Yields the step that leads to the status that was asked for, if one does."""
    status, ticket_id = refusal.status, refusal.ticket_id
    steps = steps_to(status, refusal.new_status, settings)
    if not steps:
        return
    step = steps[0]
    if settings.is_closed(status) and step == reopened(status, settings):
        yield Advice(Remedy.REOPEN_FIRST, (ticket_id,))
    elif step == IN_PROGRESS and settings.can_begin(status):
        yield Advice(Remedy.CLAIM_FIRST, (ticket_id,))
    elif step == REVIEW:
        yield Advice(Remedy.SUBMIT_FIRST, (ticket_id,))
    elif step == READY and settings.is_active(status):
        yield Advice(Remedy.RELEASE_FIRST, (ticket_id,))
    else:
        yield Advice(Remedy.MOVE_FIRST, (ticket_id, step))


def reopened(status: str, settings: Settings) -> str:
    """Returns the status that a closed ticket has when it is opened again."""
    return IN_PROGRESS if settings.is_done(status) else BACKLOG


def _closing(ticket_id: str, open_ids: Sequence[str], graph: Graph) -> Iterator[Advice]:
    yield from _dropping(ticket_id, open_ids, graph)
    there = [open_id for open_id in open_ids if open_id in graph.tickets]
    if there:
        yield Advice(Remedy.COMPLETE_FIRST, tuple(there[:_NAMED]))


def _dropping(ticket_id: str, waiting_for: Sequence[str], graph: Graph) -> Iterator[Advice]:
    """Yields how to drop the dependencies on tickets that do not exist."""
    own = graph.dependencies(graph.tickets[ticket_id])
    missing = [needed for needed in own if needed in waiting_for and needed not in graph.tickets]
    if missing:
        yield Advice(Remedy.DROP_DEPENDENCY, (ticket_id, *missing[:_NAMED]))


def _unparking(refusal: Parked, graph: Graph) -> Iterator[Advice]:
    if refusal.by is not ParkedBy.STATUS:
        yield Advice(Remedy.RESUME, (refusal.ticket_id,))
    elif step := unparking_step(graph.tickets[refusal.ticket_id].status, graph.settings):
        yield Advice(Remedy.MOVE_ON, (refusal.ticket_id, step))


def unparking_step(status: str, settings: Settings) -> str:
    """Returns the status to which a ticket should go from one that parks; "" where it can't."""
    following = settings.workflow.get(status, ())
    begins = [step for step in following if settings.can_begin(step)]
    is_open = [step for step in following if not settings.is_closed(step)]
    return next(iter((*begins, *steps_to(status, IN_PROGRESS, settings), *is_open)), "")


def _room(refusal: LimitReached) -> Advice:
    if refusal.person:
        return Advice(Remedy.RELEASE_ONE, refusal.tickets[:1])
    return Advice(Remedy.WAIT_FOR_ROOM, refusal.tickets[:_NAMED])
