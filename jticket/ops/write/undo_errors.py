"""Refuses an undo after which a ticket would be wrong that is right now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import RefusedError, joined
from jticket.lint.registry import project_findings
from jticket.model.diagnostics import Severity
from jticket.text.printable import safe_line
from jticket.text.reading import ValidFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.diagnostics import Diagnostic
    from jticket.ops.write.change import Change
    from jticket.ops.write.transaction import Session
    from jticket.text.project import Project

_SHOWN_ERRORS = 10


class FaultyUndoError(RefusedError):
    """Raised when an undo would cause errors; `diagnostics` are all of them."""

    code = "findings"

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        lines = [safe_line(error.line) for error in diagnostics[:_SHOWN_ERRORS]]
        if len(diagnostics) > _SHOWN_ERRORS:
            lines.append(f"and {len(diagnostics) - _SHOWN_ERRORS} more")
        message = joined("\n  ", ["after that, tickets would have errors:", *lines])
        super().__init__(message, "nothing was undone")
        self.diagnostics = tuple(diagnostics)


def refuse_new_errors(session: Session, changes: Sequence[Change]) -> None:
    """Refuses changes after which files have errors that they don't have now.

    A file that can't be read was like that when it was deleted, and comes back like that.

    Raises:
        FaultyUndoError: there are such errors.
    """
    before = session.project
    gone = [change.before.path for change in changes if change.before and change.after is None]
    files = [change.after for change in changes if change.after is not None]
    after = before.with_files(files, gone=gone)
    restored = {
        change.after.path
        for change in changes
        if change.before is None and change.after and not isinstance(change.after, ValidFile)
    }
    known = {(error.path, error.message) for error in _errors(before)}
    found = [
        error
        for error in _errors(after)
        if (error.path, error.message) not in known and error.path not in restored
    ]
    if found:
        raise FaultyUndoError(sorted(found, key=lambda error: error.order))


def _errors(project: Project) -> list[Diagnostic]:
    findings = [finding for file in project.files for finding in project.diagnostics_of(file)]
    findings += project_findings(project)
    return [finding for finding in findings if finding.severity is Severity.ERROR]
