"""Cycles of tickets: over dependencies, over parents, and over both."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, ProjectRule, Recurrence
from jticket.model.cycles import Cycle, Edges, cycles
from jticket.model.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.model.graph import Graph
    from jticket.text.project import Project


def _check(project: Project, edges: Edges, words: str) -> Iterator[Finding]:
    files = {file.ticket.id: file for file in reversed(project.valid)}
    for cycle in cycles(project.graph):
        if cycle.edges is edges:
            ticket_id, key, index = _first_edge(cycle, project.graph)
            message, fix = f"{words}: {cycle}", "remove one of these references"
            about = frozenset(cycle.ids)
            yield Finding(files[ticket_id], message, key, index, fix, about=about)


def _first_edge(cycle: Cycle, graph: Graph) -> tuple[str, str, int | None]:
    """Returns the first edge that a file spells out: the ticket, the key, the item."""
    if cycle.edges is Edges.PARENTS:
        return cycle.ids[0], "parent_id", None
    for ticket_id in cycle.ids:
        for index, target in enumerate(graph.dependencies(graph.tickets[ticket_id])):
            if target in cycle.ids:
                return ticket_id, "dependencies", index
    raise AssertionError("a cycle that is not one of parents alone has a dependency")


DEPENDENCY_CYCLE = ProjectRule(
    "JT306",
    "dependency-cycle",
    Severity.ERROR,
    "Tickets that wait for each other in a cycle can never start.",
    "JJM-001 depends on JJM-002, and JJM-002 on JJM-001",
    check=partial(_check, edges=Edges.DEPENDENCIES, words="these wait for each other"),
    recurrence=Recurrence.RESURFACES,
)
PARENT_CYCLE = ProjectRule(
    "JT307",
    "parent-cycle",
    Severity.ERROR,
    "A ticket can't be its own ancestor.",
    "JJM-001 is the parent of JJM-002, and JJM-002 of JJM-001",
    check=partial(_check, edges=Edges.PARENTS, words="these are each other's parents"),
    recurrence=Recurrence.RESURFACES,
)
MIXED_CYCLE = ProjectRule(
    "JT308",
    "mixed-cycle",
    Severity.ERROR,
    "A parent closes after its children, and an epic's dependencies hold for all below it: a "
    "cycle over both kinds of reference can never be finished.",
    "JJM-002 depends on its own epic, JJM-001",
    check=partial(_check, edges=Edges.BOTH, words="these wait for each other, through parents too"),
    recurrence=Recurrence.RESURFACES,
)
