"""Rules that look at tickets together: IDs, references, circles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.registry import Finding, rule
from jticket.model import rules
from jticket.model.cycles import Cycle, Edges, cycles
from jticket.model.ids import is_id
from jticket.model.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.model.graph import Graph
    from jticket.text.project import Project


@rule(rules.DUPLICATE_ID)
def duplicate_id(project: Project) -> Iterator[Finding]:
    """Two files that claim one ID; told in each of them."""
    for ticket_id, readings in project.claims.items():
        for reading in readings if len(readings) > 1 else ():
            others = [each.path for each in readings if each is not reading]
            message = f"{ticket_id} is also the ID of {', '.join(others)}"
            fix, about = "give one of them another ID", frozenset(others)
            yield Finding(reading, message, "id", fix=fix, about=about)


@rule(rules.DANGLING_PARENT)
def dangling_parent(project: Project) -> Iterator[Finding]:
    """A parent that is not there; one whose file can't be read has a finding of its own."""
    for ticket, reading in project.sound:
        if is_id(ticket.parent_id) and not project.knows(ticket.parent_id):
            fix = did_you_mean(ticket.parent_id, project.graph.tickets)
            yield Finding(reading, f"no ticket {ticket.parent_id}", "parent_id", fix=fix)


@rule(rules.DANGLING_DEPENDENCY)
def dangling_dependency(project: Project) -> Iterator[Finding]:
    """A dependency that is not there; one whose file can't be read has a finding of its own."""
    for ticket, reading in project.sound:
        for index, each in enumerate(ticket.dependencies):
            if is_id(each) and not project.knows(each):
                fix = did_you_mean(each, project.graph.tickets)
                yield Finding(reading, f"no ticket {each}", "dependencies", index, fix)


@rule(rules.FORMER_ID)
def former_id(project: Project) -> Iterator[Finding]:
    """A reference by an ID that the ticket no longer has."""
    graph = project.graph
    for ticket, reading in project.sound:
        named = [("parent_id", None, ticket.parent_id)] if ticket.parent_id else []
        named += [("dependencies", n, each) for n, each in enumerate(ticket.dependencies)]  # type: ignore[misc]
        for key, index, each in named:
            today = graph.resolve(each)
            if today is not None and today != each:
                yield Finding(reading, f"{each} is now {today}", key, index, f"write {today}")


@rule(rules.DEPENDENCY_CYCLE)
def dependency_cycle(project: Project) -> Iterator[Finding]:
    """Tickets that wait for each other."""
    return _told(project, Edges.DEPENDENCIES, "these wait for each other")


@rule(rules.PARENT_CYCLE)
def parent_cycle(project: Project) -> Iterator[Finding]:
    """Tickets that stand above each other."""
    return _told(project, Edges.PARENTS, "these are each other's parents")


@rule(rules.MIXED_CYCLE)
def mixed_cycle(project: Project) -> Iterator[Finding]:
    """Tickets that wait for each other by dependencies and parents together."""
    return _told(project, Edges.BOTH, "these wait for each other, over parents too")


def _told(project: Project, edges: Edges, words: str) -> Iterator[Finding]:
    readings = {ticket.id: reading for ticket, reading in reversed(project.sound)}
    for cycle in cycles(project.graph):
        if cycle.edges is edges:
            ticket_id, key, index = _edge(cycle, project.graph)
            message, fix = f"{words}: {cycle}", "take one edge out"
            about = frozenset(cycle.ids)
            yield Finding(readings[ticket_id], message, key, index, fix, about=about)


def _edge(cycle: Cycle, graph: Graph) -> tuple[str, str, int | None]:
    """The circle's first edge that is written down: the ticket, the key and the item."""
    if cycle.edges is Edges.PARENTS:
        return cycle.ids[0], "parent_id", None
    for ticket_id in cycle.ids:
        for index, target in enumerate(graph.dependencies(graph.tickets[ticket_id])):
            if target in cycle.ids:
                return ticket_id, "dependencies", index
    raise AssertionError("parents alone make no circle with dependencies")
