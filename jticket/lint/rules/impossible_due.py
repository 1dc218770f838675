"""A ticket that is due before its dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, ProjectRule
from jticket.model.diagnostics import Severity
from jticket.model.planning.promises import contradictions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.model.planning.promises import DueDay
    from jticket.text.project import Project


def _check(project: Project) -> Iterator[Finding]:
    for contradiction in contradictions(project.graph):
        (file, *_) = project.by_id[contradiction.due.ticket_id]
        due, later = _words(contradiction.due), _words(contradiction.later)
        message = f"{due}, but depends on a ticket that is due later: {later}"
        key = "milestone" if contradiction.due.milestone else "due"
        about = frozenset([contradiction.later.ticket_id])
        yield Finding(file, message, key, fix="change one of the days", about=about)


def _words(due: DueDay) -> str:
    milestone = f" with milestone {due.milestone}" if due.milestone else ""
    return f"{due.ticket_id} is due on {due.day}{milestone}"


IMPOSSIBLE_DUE = ProjectRule(
    "JT318",
    "impossible-due",
    Severity.WARNING,
    "A ticket can't be finished before the tickets it depends on, directly or through others, by "
    "its own dependencies or those of its epics.",
    "`due: 2025-10-03` in a ticket that depends on one with `due: 2025-10-10`",
    check=_check,
)
