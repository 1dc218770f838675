"""Findings for people and for programs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from jticket.model.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.diagnostics import Diagnostic


def as_json(found: Sequence[Diagnostic], checked: int) -> dict[str, object]:
    """The object that `check --json` prints."""
    return {"findings": [finding_json(each) for each in found], "checked": checked, **counts(found)}


def finding_json(found: Diagnostic) -> dict[str, object]:
    """One finding as `check --json` prints it."""
    return {
        "path": found.path,
        "line": found.start.line,
        "column": found.start.column,
        "code": found.rule.code,
        "severity": found.severity.value,
        "message": found.message,
        "id": found.ticket_id,
        "fix": found.fix,
    }


def counts(found: Sequence[Diagnostic]) -> dict[str, int]:
    """How many errors, warnings and pieces of advice there are."""
    tally = Counter(each.severity for each in found)
    return {
        "errors": tally[Severity.ERROR],
        "warnings": tally[Severity.WARNING],
        "advice": tally[Severity.ADVICE],
    }


def summary(found: Sequence[Diagnostic], checked: int) -> str:
    """One line: `62 tickets checked: 1 error, 2 warnings`."""
    words = []
    for name, count in counts(found).items():
        if count:
            words.append(f"{count} {name.removesuffix('s') if count == 1 else name}")
    noun = "ticket" if checked == 1 else "tickets"
    return f"{checked} {noun} checked: {', '.join(words) or 'all is well'}"
