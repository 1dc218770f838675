"""Findings as the JSON that `check` prints, and their count for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from jticket.model.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.diagnostics import Diagnostic


def report_json(findings: Sequence[Diagnostic], checked: int) -> dict[str, object]:
    """Returns the object that `check --json` prints; `checked` is the number of ticket files."""
    return {
        "findings": [finding_json(finding) for finding in findings],
        "checked": checked,
        **counts(findings),
    }


def finding_json(finding: Diagnostic) -> dict[str, object]:
    """Returns one finding as `check --json` prints it."""
    return {
        "path": finding.path,
        "line": finding.start.line,
        "column": finding.start.column,
        "code": finding.rule.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "id": finding.ticket_id,
        "fix": finding.fix,
    }


def counts(findings: Sequence[Diagnostic]) -> dict[str, int]:
    """Returns how many errors, warnings and pieces of advice there are."""
    tally = Counter(finding.severity for finding in findings)
    return {
        "errors": tally[Severity.ERROR],
        "warnings": tally[Severity.WARNING],
        "advice": tally[Severity.ADVICE],
    }


def summary(findings: Sequence[Diagnostic], checked: int) -> str:
    """Returns one line: `62 tickets checked: 1 error, 2 warnings`."""
    words = []
    for name, count in counts(findings).items():
        if count:
            words.append(f"{count} {name.removesuffix('s') if count == 1 else name}")
    noun = "ticket" if checked == 1 else "tickets"
    return f"{checked} {noun} checked: {', '.join(words) or 'all is well'}"
