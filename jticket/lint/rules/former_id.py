"""A reference by an ID that the ticket no longer has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, ProjectRule
from jticket.model.diagnostics import Safety, Severity
from jticket.model.field_values import custom_references_of, references_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.text.project import Project


def _check(project: Project) -> Iterator[Finding]:
    for file in project.valid:
        custom = custom_references_of(file.ticket, project.settings)
        references = (*references_of(file.ticket), *((key, None, target) for key, target in custom))
        for key, index, target in references:
            today = project.graph.resolve(target)
            if today is not None and today != target:
                yield Finding(file, f"{target} is now {today}", key, index, f"write {today}")


FORMER_ID = ProjectRule(
    "JT311",
    "former-id",
    Severity.ADVICE,
    "A reference by a former ID works, but a search for the new ID does not find it.",
    "`dependencies: [JJM-007]` where JJM-107 has `aliases: [JJM-007]`",
    Safety.SAFE,
    check=_check,
)
