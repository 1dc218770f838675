"""The workflow: which transitions a ticket may make, and which lead to a status."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.model.graph import EPIC
from jticket.model.refusals import (
    Active,
    AssignedTo,
    Blocked,
    Closed,
    NotAllowed,
    NotDone,
    OpenChildren,
    Parked,
    UnmetConditions,
)
from jticket.model.wip_limits import IN_PROGRESS, limit_reached

if TYPE_CHECKING:
    from jticket.model.graph import Graph
    from jticket.model.refusals import ClaimRefusal, TransitionRefusal
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket


def transition_error(ticket: Ticket, status: str, graph: Graph) -> TransitionRefusal | None:
    """Returns why a ticket can't go to a status now; None where it can.

    A status that the workflow doesn't know may be left for any other: that fixes a broken file.
    An epic whose children are all closed may be done from any open status, so what an open epic
    lacks for that are those that are open.
    """
    settings = graph.settings
    if status == ticket.status:
        return None
    is_done = settings.is_done(status)
    allowed = settings.workflow.get(ticket.status)
    is_closing_epic = is_done and _is_open_epic(ticket, graph)
    if allowed is not None and status not in allowed and not is_closing_epic:
        return NotAllowed(ticket.id, ticket.status, status, allowed)
    if is_done and (unmet := unmet_done_conditions(ticket, graph)):
        return NotDone(ticket.id, status, unmet)
    return limit_reached(ticket, status, graph)


def _is_open_epic(ticket: Ticket, graph: Graph) -> bool:
    """Returns whether a ticket is an epic that is not closed and has children."""
    is_epic = ticket.ticket_type == EPIC and bool(graph.children(ticket.id))
    return is_epic and not graph.settings.is_closed(ticket.status)


def claim_error(ticket: Ticket, who: str, graph: Graph) -> ClaimRefusal | None:
    """Returns why `who` can't claim a ticket now; None where they can.

    A ticket that is available and not assigned to someone else can be claimed, unless a limit on
    work in progress is reached. If `who` is "", no one is known: only what is unassigned can be
    claimed.
    """
    settings = graph.settings
    if settings.is_active(ticket.status):
        is_yours = bool(ticket.assignee) and not is_of_another(ticket, who, settings)
        return Active(ticket.id, ticket.status, ticket.assignee, is_yours)
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


def steps_to(status: str, target: str, settings: Settings) -> tuple[str, ...]:
    """Returns the statuses of the shortest way to another one, which ends it.

    None on the way is closed, since no ticket is closed only to go on. Of equally short ways the
    one whose rows come first counts; () where there is none.
    """
    ways: dict[str, tuple[str, ...]] = {status: ()}
    pending = [status]
    for current in pending:
        for following in settings.workflow.get(current, ()):
            if following == target:
                return (*ways[current], target)
            if following not in ways and not settings.is_closed(following):
                ways[following] = (*ways[current], following)
                pending.append(following)
    return ()
