"""Two files that claim one ID; reported in each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, ProjectRule, Recurrence
from jticket.model.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.text.project import Project


def _check(project: Project) -> Iterator[Finding]:
    for ticket_id, files in project.by_id.items():
        for file in files if len(files) > 1 else ():
            others = [rival.path for rival in files if rival is not file]
            message = f"{ticket_id} is also the ID of {', '.join(others)}"
            fix, about = "give one of them another ID", frozenset(others)
            yield Finding(file, message, "id", fix=fix, about=about)


DUPLICATE_ID = ProjectRule(
    "JT301",
    "duplicate-id",
    Severity.ERROR,
    "Two files have the same ID, so it is unclear which one is meant.",
    "`JJM-001.md` and `archive/JJM-001.md`",
    check=_check,
    recurrence=Recurrence.SHRINKS,
)
