"""An open ticket whose deadline is past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, ProjectRule
from jticket.model.diagnostics import Severity
from jticket.model.planning.deadlines import Cause, deadlines_of, milestone_days
from jticket.model.planning.promises import due_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.text.project import Project


def _check(project: Project) -> Iterator[Finding]:
    """Yields the tickets whose own date is past, or that start too late to meet a later one.

    What only follows from another overdue ticket is not reported again.
    """
    graph, today = project.graph, project.today
    deadlines, milestones = deadlines_of(graph), milestone_days(project.settings)
    if today is None:
        return
    for file in project.valid:
        deadline = deadlines.get(file.ticket.id)
        if deadline is None or not deadline.is_overdue(today):
            continue
        ticket_id, due = file.ticket.id, due_day(file.ticket, milestones)
        if due is not None and due.day < today:
            words = f" with milestone {due.milestone}" if due.milestone else ""
            key = "milestone" if due.milestone else "due"
            yield Finding(file, f"{ticket_id} is overdue: due on {due.day}{words}", key)
        elif deadline.cause is Cause.DEPENDENT and not deadlines[deadline.source].is_overdue(today):
            message = f"{ticket_id} is overdue: {deadline.source} needs it by {deadline.day}"
            yield Finding(file, message, "status")


OVERDUE = ProjectRule(
    "JT317",
    "overdue",
    Severity.ADVICE,
    "The deadline of an open ticket is past. A ticket that is overdue only because of another "
    "overdue ticket is not reported.",
    "`due: 2025-09-30` in October 2025",
    check=_check,
)
