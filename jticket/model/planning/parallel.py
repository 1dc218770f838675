"""Which parts of a project can be worked on side by side, whatever is done already."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.model.graph import Graph
from jticket.model.ids import sort_key
from jticket.model.planning.network import network_of

if TYPE_CHECKING:
    from jticket.model.ticket import Ticket


def from_scratch(graph: Graph) -> Graph:
    """Returns the project with nothing begun and nothing done.

    Cancelled tickets stay cancelled: no one will work on them, and nothing waits for them.
    """
    settings = graph.settings
    first = next(filter(settings.is_unstarted, settings.statuses), "backlog")
    tickets = (
        ticket if settings.is_cancelled(ticket.status) else replace(ticket, status=first)
        for ticket in graph.tickets.values()
    )
    return Graph(tickets, settings, graph.today, graph.facts)


def independent(graph: Graph) -> tuple[Ticket, ...]:
    """Returns the tickets that are work and neither depend on any nor have an epic that does."""
    tickets = [
        ticket
        for ticket in graph.tickets.values()
        if graph.settings.is_work(ticket.ticket_type)
        and not ticket.dependencies
        and not graph.inherited_dependencies(ticket)
    ]
    return tuple(sorted(tickets, key=lambda ticket: sort_key(ticket.id)))


def parallel_phases(graph: Graph, phases: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Returns groups of phases that are independent of each other, directly or through others.

    Each phase, in the order given, joins the first group of which it is independent, else it
    begins one. Done tickets count like open ones, cancelled ones not at all.
    """
    depends = _dependent_pairs(graph, phases)
    groups: list[list[str]] = []
    for phase in phases:
        for group in groups:
            if all(frozenset((phase, member)) not in depends for member in group):
                group.append(phase)
                break
        else:
            groups.append([phase])
    return tuple(map(tuple, groups))


def _dependent_pairs(graph: Graph, phases: tuple[str, ...]) -> set[frozenset[str]]:
    """Returns the pairs of phases with a chain of dependencies between them, in either direction.

    The phases before each ticket are the bits of a number, passed on along the network.
    """
    network = network_of(from_scratch(graph), None)
    bits = {phase: 1 << n for n, phase in enumerate(phases)}
    reached: list[int] = []
    before: dict[str, int] = dict.fromkeys(phases, 0)
    for ticket, earlier in zip(network.tickets, network.before, strict=True):
        mask = 0
        for node in earlier:
            mask |= reached[node]
        if ticket is not None and ticket.phase in bits:
            before[ticket.phase] |= mask
            mask |= bits[ticket.phase]
        reached.append(mask)
    return {
        frozenset((phase, earlier))
        for phase, mask in before.items()
        for earlier, bit in bits.items()
        if mask & bit
    }
