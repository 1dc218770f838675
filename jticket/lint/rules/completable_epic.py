"""An open epic that can be completed: all its children are closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, ProjectRule
from jticket.model.diagnostics import Severity
from jticket.model.workflow import unmet_done_conditions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.text.project import Project


def _check(project: Project) -> Iterator[Finding]:
    graph = project.graph
    for file in project.valid:
        ticket = file.ticket
        if graph.is_completable(ticket) and not unmet_done_conditions(ticket, graph):
            count = len(graph.children(ticket.id))
            subject = f"all {count} children of {ticket.id} are"
            if count == 1:
                subject = f"the only child of {ticket.id} is"
            yield Finding(file, f"{subject} closed: it can be completed", "status")


COMPLETABLE_EPIC = ProjectRule(
    "JT313",
    "completable-epic",
    Severity.ADVICE,
    "All children of an open epic are closed, and nothing else keeps it from being completed.",
    "`status: in_progress` in an epic whose only child is done",
    check=_check,
)
