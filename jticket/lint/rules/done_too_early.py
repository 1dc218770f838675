"""A ticket that is done without meeting the conditions for done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, ProjectRule, Recurrence
from jticket.model.diagnostics import Severity
from jticket.model.refusals import unmet_words
from jticket.model.workflow import unmet_done_conditions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.text.project import Project


def _check(project: Project) -> Iterator[Finding]:
    graph = project.graph
    for file in project.valid:
        ticket = file.ticket
        if not project.settings.is_done(ticket.status):
            continue
        if unmet := unmet_done_conditions(ticket, graph):
            message = f"{ticket.id} is {ticket.status}, but {unmet_words(unmet)}"
            about = frozenset((*unmet.waiting_for, *unmet.open_children))
            yield Finding(file, message, "status", about=about)


DONE_TOO_EARLY = ProjectRule(
    "JT309",
    "done-too-early",
    Severity.WARNING,
    "`done` requires that every criterion is ticked, every dependency is satisfied and every child "
    "is closed.",
    "`status: done` above `- [ ] tests pass`",
    check=_check,
    recurrence=Recurrence.SHRINKS,
)
