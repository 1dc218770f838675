"""References to tickets that don't exist: a parent, a dependency, a related ticket.

A ticket whose file can't be read exists; that file has a finding of its own.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, ProjectRule
from jticket.model.diagnostics import Safety, Severity
from jticket.model.field import Reference
from jticket.model.field_values import custom_references_of, references_of
from jticket.model.ids import is_id
from jticket.model.schema import BY_KEY
from jticket.model.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.text.project import Project


def _check(project: Project, refers: Reference) -> Iterator[Finding]:
    for file in project.valid:
        for key, index, target in references_of(file.ticket):
            if BY_KEY[key].refers is refers and is_id(target) and not project.knows(target):
                fix = did_you_mean(target, project.graph.tickets)
                yield Finding(file, f"no ticket {target}", key, index, fix)
        if refers is not Reference.RELATION:
            continue
        for key, target in custom_references_of(file.ticket, project.settings):
            if not project.knows(target):
                fix = did_you_mean(target, project.graph.tickets)
                yield Finding(file, f"no ticket {target}", key, None, fix)


DANGLING_PARENT = ProjectRule(
    "JT303",
    "dangling-parent",
    Severity.ERROR,
    "`parent_id` names a ticket that does not exist.",
    "`parent_id: JJM-999`",
    Safety.SAFE,
    check=partial(_check, refers=Reference.PARENT),
)
DANGLING_DEPENDENCY = ProjectRule(
    "JT304",
    "dangling-dependency",
    Severity.ERROR,
    "A dependency names a ticket that does not exist, so this one can never start.",
    "`dependencies: [JJM-999]`",
    Safety.SAFE,
    check=partial(_check, refers=Reference.DEPENDENCY),
)
DANGLING_RELATION = ProjectRule(
    "JT312",
    "dangling-relation",
    Severity.ERROR,
    "A field that names related tickets names one that does not exist.",
    "`relates_to: [JJM-999]`",
    Safety.SAFE,
    check=partial(_check, refers=Reference.RELATION),
)
