"""Findings as workflow commands of GitHub Actions, which shows them on the lines of a pull request.

The grammar is that of the toolkit: `::LEVEL PROPERTY=VALUE,…::MESSAGE`, with `%`, line breaks and,
in properties, `:` and `,` as percent escapes. The runner reads both streams line by line, and also
an older grammar, `##[COMMAND]`, anywhere in a line that is not a command already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.diagnostics import Severity

if TYPE_CHECKING:
    from jticket.model.diagnostics import Diagnostic

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def annotation(finding: Diagnostic) -> str:
    """Returns a finding as one line; its path is from the repository's root, as GitHub asks."""
    properties = {
        "file": finding.path,
        "line": str(finding.start.line),
        "col": str(finding.start.column),
        "title": f"{finding.rule.code} {finding.rule.name}",
    }
    pairs = (f"{name}={value.translate(_IN_PROPERTY)}" for name, value in properties.items())
    message = finding.sentence.translate(_IN_MESSAGE)
    return f"::{_LEVELS[finding.severity]} {','.join(pairs)}::{message}"


def inert_line(text: str) -> str:
    """Returns a line that is not a command, although it may quote a ticket's values."""
    return text.replace("##[", r"##\[")
