"""Findings as workflow commands of GitHub Actions, which shows them on the lines of a pull request.

The grammar is that of the toolkit: `::LEVEL PROPERTY=VALUE,…::MESSAGE`, with `%`, line breaks and,
in properties, `:` and `,` as percent escapes. The runner reads both streams line by line, and knows
an older grammar too, `##[COMMAND]`, which may stand anywhere in a line that is no command already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.diagnostics import Severity

if TYPE_CHECKING:
    from jticket.model.diagnostics import Diagnostic

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def annotation(found: Diagnostic) -> str:
    """A finding as one line; its path is from the repository's root, as GitHub wants it."""
    properties = {
        "file": found.path,
        "line": str(found.start.line),
        "col": str(found.start.column),
        "title": f"{found.rule.code} {found.rule.name}",
    }
    pairs = (f"{name}={value.translate(_IN_PROPERTY)}" for name, value in properties.items())
    message = found.sentence.translate(_IN_MESSAGE)
    return f"::{_LEVELS[found.severity]} {','.join(pairs)}::{message}"


def plain(text: str) -> str:
    """A line that is no command, whatever words of a stranger stand behind its beginning."""
    return text.replace("##[", r"##\[")
