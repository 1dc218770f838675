"""A file that is not named after its ticket's ID."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, ProjectRule
from jticket.model.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.text.project import Project


def _check(project: Project) -> Iterator[Finding]:
    for file in project.valid:
        ticket_id, name = file.ticket.id, PurePosixPath(file.path).name
        if name != f"{ticket_id}.md":
            fix = f"rename it to {ticket_id}.md, or fix the ID"
            yield Finding(file, f"{name} contains the ticket {ticket_id}", "id", fix=fix)


FILE_NAME = ProjectRule(
    "JT302",
    "file-name",
    Severity.ERROR,
    "A ticket's file is named after its ID.",
    "`id: JJM-002` in `JJM-001.md`",
    check=_check,
)
