"""Refuses changes that would close a cycle of parents or dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import RefusedError
from jticket.model.cycles import cycles
from jticket.model.field_values import references_of
from jticket.model.graph import Graph
from jticket.model.schema import BY_KEY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jticket.model.cycles import Cycle
    from jticket.model.ticket import Ticket
    from jticket.text.project import Project


class CycleError(RefusedError):
    """Raised when a change would close a cycle."""

    code = "cycle"

    def __init__(self, cycle: Cycle) -> None:
        message = f"that would close a cycle: {cycle}"
        super().__init__(message, "nothing was written; take one edge out")
        self.cycle = cycle


def refuse_new_cycles(project: Project, changed: Iterable[Ticket]) -> None:
    """Refuses tickets, new or changed, that close a cycle by an edge they did not have before.

    Older cycles are allowed, so that they can be fixed edge by edge.

    Raises:
        CycleError: there is a new cycle.
    """
    after = {ticket.id: ticket for ticket in changed}
    before = project.graph
    added = {
        (ticket.id, target)
        for ticket in after.values()
        for _, target in _edges(ticket) - _edges(before.tickets.get(ticket.id))
    }
    if not added:
        return
    others = [ticket for ticket in before.tickets.values() if ticket.id not in after]
    graph = Graph([*after.values(), *others], project.settings)
    pairs = [(source, graph.resolve(target)) for source, target in added]
    old = {cycle.ids for cycle in cycles(before)}
    for cycle in cycles(graph):
        if cycle.ids not in old and any({*pair} <= {*cycle.ids} for pair in pairs):
            raise CycleError(cycle)


def _edges(ticket: Ticket | None) -> set[tuple[str, str]]:
    """Returns the edges of a ticket; only an epic passes its dependencies on."""
    if ticket is None:
        return set()
    return {
        (f"{key} of {ticket.ticket_type}" if index is not None else key, target)
        for key, index, target in references_of(ticket)
        if (refers := BY_KEY[key].refers) and refers.orders
    }
