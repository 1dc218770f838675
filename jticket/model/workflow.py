"""The workflow: which step a ticket may take, and why it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.graph import EPIC
from jticket.model.settings import StatusClass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.graph import Graph
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket

_NAMED = 5


def transition_error(ticket: Ticket, status: str, graph: Graph) -> str | None:
    """Why the ticket can't take that status now; None when it can.

    A status that the workflow doesn't know may be left for any: that mends a broken file.
    """
    settings = graph.settings
    if status == ticket.status:
        return None
    allowed = settings.workflow.get(ticket.status)
    if allowed is not None and status not in allowed:
        ways = ", ".join(allowed) or "nothing"
        return f"{ticket.id} can't go from {ticket.status} to {status} (only to {ways})"
    if settings.class_of(status) is StatusClass.DONE and (
        missing := unmet_done_conditions(ticket, graph)
    ):
        return f"{ticket.id} can't be {status}: {'; '.join(missing)}"
    return None


def reachable(status: str, settings: Settings) -> frozenset[str]:
    """The statuses that some steps lead to, the status itself with none.

    A status that the workflow doesn't know may be left for any, as in `transition_error`.
    """
    if status not in settings.workflow:
        return frozenset((status, *settings.workflow))
    found = {status}
    pending = [status]
    while pending:
        for each in settings.workflow.get(pending.pop(), ()):
            if each not in found:
                found.add(each)
                pending.append(each)
    return frozenset(found)


def claim_error(ticket: Ticket, who: str, graph: Graph) -> str | None:
    """Why the ticket can't be taken by `who` now; None when it can."""
    settings = graph.settings
    if settings.is_active(ticket.status):
        return f"{ticket.id} is {ticket.status}: {ticket.assignee or 'nobody'} has it"
    if settings.is_closed(ticket.status):
        return f"{ticket.id} is {ticket.status}"
    if ticket.assignee and ticket.assignee != who:
        return f"{ticket.id} is assigned to {ticket.assignee}"
    if ticket.ticket_type == EPIC and (below := graph.open_children(ticket)):
        return f"{ticket.id} is an epic with open children: {listed(below)}"
    if waiting := graph.waiting_for(ticket):
        return f"{ticket.id} waits for {listed(waiting)}"
    return transition_error(ticket, "in_progress", graph)


def unmet_done_conditions(ticket: Ticket, graph: Graph) -> list[str]:
    """What `done` asks and the ticket has not: criteria ticked, nothing to wait for or below."""
    missing = []
    open_criteria = [n for n, each in enumerate(ticket.criteria, 1) if not each.done]
    if open_criteria:
        numbers = listed([str(n) for n in open_criteria])
        total = len(ticket.criteria)
        missing.append(f"{len(open_criteria)} of {total} criteria not ticked: {numbers}")
    if waiting := graph.waiting_for(ticket):
        missing.append(f"it waits for {listed(waiting)}")
    if below := graph.open_children(ticket):
        missing.append(f"open below it: {listed(below)}")
    return missing


def listed(names: Sequence[str]) -> str:
    """Names for a sentence: the first few, and how many more."""
    if len(names) <= _NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
