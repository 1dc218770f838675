"""Rules that look at tickets together: IDs, references, circles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.registry import Finding, rule
from jticket.model import rules
from jticket.model.cycles import Cycle, Edges, cycles
from jticket.model.field_values import references_of
from jticket.model.ids import is_id
from jticket.model.schema import BY_KEY, Reference
from jticket.model.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.model.graph import Graph
    from jticket.text.project import Project


@rule(rules.DUPLICATE_ID)
def duplicate_id(project: Project) -> Iterator[Finding]:
    """Two files that claim one ID; told in each of them."""
    for ticket_id, files in project.by_id.items():
        for file in files if len(files) > 1 else ():
            others = [each.path for each in files if each is not file]
            message = f"{ticket_id} is also the ID of {', '.join(others)}"
            fix, about = "give one of them another ID", frozenset(others)
            yield Finding(file, message, "id", fix=fix, about=about)


def _dangling(project: Project, refers: Reference) -> Iterator[Finding]:
    """References to tickets that are not there; an unreadable file has a finding of its own."""
    for file in project.valid:
        for key, index, target in references_of(file.ticket):
            if BY_KEY[key].refers is refers and is_id(target) and not project.knows(target):
                fix = did_you_mean(target, project.graph.tickets)
                yield Finding(file, f"no ticket {target}", key, index, fix)


@rule(rules.DANGLING_PARENT)
def dangling_parent(project: Project) -> Iterator[Finding]:
    """A parent that is not there."""
    return _dangling(project, Reference.PARENT)


@rule(rules.DANGLING_DEPENDENCY)
def dangling_dependency(project: Project) -> Iterator[Finding]:
    """A dependency that is not there."""
    return _dangling(project, Reference.DEPENDENCY)


@rule(rules.DANGLING_RELATION)
def dangling_relation(project: Project) -> Iterator[Finding]:
    """A related ticket that is not there."""
    return _dangling(project, Reference.RELATION)


@rule(rules.FORMER_ID)
def former_id(project: Project) -> Iterator[Finding]:
    """A reference by an ID that the ticket no longer has."""
    for file in project.valid:
        for key, index, target in references_of(file.ticket):
            today = project.graph.resolve(target)
            if today is not None and today != target:
                yield Finding(file, f"{target} is now {today}", key, index, f"write {today}")


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
    files = {file.ticket.id: file for file in reversed(project.valid)}
    for cycle in cycles(project.graph):
        if cycle.edges is edges:
            ticket_id, key, index = _edge(cycle, project.graph)
            message, fix = f"{words}: {cycle}", "take one edge out"
            about = frozenset(cycle.ids)
            yield Finding(files[ticket_id], message, key, index, fix, about=about)


def _edge(cycle: Cycle, graph: Graph) -> tuple[str, str, int | None]:
    """The circle's first edge that is written down: the ticket, the key and the item."""
    if cycle.edges is Edges.PARENTS:
        return cycle.ids[0], "parent_id", None
    for ticket_id in cycle.ids:
        for index, target in enumerate(graph.dependencies(graph.tickets[ticket_id])):
            if target in cycle.ids:
                return ticket_id, "dependencies", index
    raise AssertionError("parents alone make no circle with dependencies")
