"""`check --fix`: applies the safe fixes to the files; nothing is committed."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.lint.fixes import fixed
from jticket.model.diagnostics import Safety, Severity
from jticket.ops.branches.check import check
from jticket.ops.write.change import Change
from jticket.ops.write.options import Options
from jticket.ops.write.refusals import ConfigUnreadableError
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.diagnostics import Diagnostic
    from jticket.ops.branches.check import Checked, Scope
    from jticket.ops.workspace import Workspace

_PASSES = 4
"""How often the files are fixed and checked: one fixed value may reveal what else is wrong."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """The findings that were fixed, what is left, and why some edits were refused."""

    fixed: tuple[Diagnostic, ...]
    left: Checked
    refused: tuple[str, ...]


def fix(workspace: Workspace, scope: Scope) -> Fixed:
    """Applies the safe fixes for the findings in a scope.

    Raises:
        ConfigUnreadableError: the config has errors, so that a value may only seem to be wrong.
        JticketError: the files can't be written, or there is no base.
    """
    for finding in workspace.settings_reading.diagnostics:
        if finding.severity is Severity.ERROR:
            raise ConfigUnreadableError(finding)
    gone: list[Diagnostic] = []
    refused: dict[str, None] = {}
    with changing(workspace, Options(commit=False)) as session:
        left = check(workspace, scope)
        for _ in range(_PASSES):
            changes = list(_changes(workspace, left.findings, refused))
            if not any(change.differs for change in changes):
                break
            session.save(changes)
            before, left = left, check(workspace, scope)
            gone += _gone(before.findings, left.findings)
    return Fixed(tuple(gone), left, tuple(refused))


def _changes(
    workspace: Workspace, findings: Sequence[Diagnostic], refused: dict[str, None]
) -> Iterator[Change]:
    """Yields the changes that fix the findings, one per file, whatever names it has."""
    paths = {finding.path for finding in findings if finding.rule.safety is Safety.SAFE}
    project, seen = workspace.project(), set()
    for file in project.valid if paths else ():
        path = workspace.path_of(file)
        real = os.path.realpath(path)
        if file.path in paths and real not in seen:
            seen.add(real)
            after = fixed(file, findings, project, on_refusal=refused.setdefault)
            yield Change(file.ticket.id, path, file, after, "fix")


def _gone(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Yields the findings that are no longer there, in their order."""
    gone = Counter(finding.identity for finding in before)
    gone -= Counter(finding.identity for finding in after)
    for finding in before:
        if gone[finding.identity]:
            gone[finding.identity] -= 1
            yield finding
