"""An open ticket whose deadline is past."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, ProjectRule, Recurrence
from jticket.model.diagnostics import Severity
from jticket.model.ids import sort_key
from jticket.model.planning.deadlines import Cause, deadlines_of, milestone_days
from jticket.model.planning.promises import due_day
from jticket.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.planning.promises import DueDay
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile


def _check(project: Project) -> Iterator[Finding]:
    """Yields the tickets whose own date is past, or that start too late to meet a later one.

    A milestone whose day is past is one finding, at the lowest ID of its tickets. What only follows
    from another overdue ticket is not reported again.
    """
    graph, today = project.graph, project.today
    deadlines, milestones = deadlines_of(graph), milestone_days(project.settings)
    if today is None:
        return
    of_milestones: defaultdict[DueDay, list[ValidFile]] = defaultdict(list)
    for file in project.valid:
        deadline = deadlines.get(file.ticket.id)
        if deadline is None or not deadline.is_overdue(today):
            continue
        ticket_id, due = file.ticket.id, due_day(file.ticket, milestones)
        about = frozenset([ticket_id])
        if due is not None and due.day < today:
            if due.milestone:
                of_milestones[replace(due, ticket_id="")].append(file)
                continue
            message = f"{ticket_id} is overdue: due on {due.day}"
            yield Finding(file, message, "due", about=about)
        elif deadline.cause is Cause.DEPENDENT and not deadlines[deadline.source].is_overdue(today):
            message = f"{ticket_id} is overdue: {deadline.source} needs it by {deadline.day}"
            yield Finding(file, message, "status", about=about)
    for due, files in of_milestones.items():
        yield _of_milestone(due, sorted(files, key=lambda file: sort_key(file.ticket.id)))


def _of_milestone(due: DueDay, files: Sequence[ValidFile]) -> Finding:
    ids = [file.ticket.id for file in files]
    if len(ids) == 1:
        message = f"{ids[0]} is overdue: due on {due.day} with milestone {due.milestone}"
    else:
        message = (
            f"milestone {due.milestone} is overdue: due on {due.day}, {len(ids)} tickets are open: "
            f"{listed(ids)}"
        )
    return Finding(files[0], message, "milestone", about=frozenset(ids))


OVERDUE = ProjectRule(
    "JT317",
    "overdue",
    Severity.ADVICE,
    "The deadline of an open ticket is past. A ticket that is overdue only because of another "
    "overdue ticket is not reported. A milestone that is overdue is reported once, for all its "
    "tickets.",
    "`due: 2025-09-30` in October 2025",
    check=_check,
    recurrence=Recurrence.RESURFACES,
)
