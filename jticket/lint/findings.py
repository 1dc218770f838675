"""All that the rules find in a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint import project_rules, ticket_rules  # noqa: F401 — they register themselves
from jticket.lint.registry import CHECKS
from jticket.model.diagnostics import Diagnostic, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.registry import Finding
    from jticket.model.diagnostics import Rule
    from jticket.text.project import Project


def findings(project: Project) -> Iterator[Diagnostic]:
    """All that the rules find, rule by rule; what reading found is not repeated."""
    for rule, check in CHECKS:
        for found in check(project):
            yield diagnostic(rule, found)


def diagnostic(rule: Rule, found: Finding) -> Diagnostic:
    """What a rule has to say, at its place in the file."""
    file = found.file
    span = Span()
    if found.key:
        span = file.text.span_of(found.key, found.index)
    elif found.offset is not None:
        span = file.text.document.line_span(found.offset)
    ticket_id = file.ticket.id
    return Diagnostic(file.path, span, rule, found.message, found.fix, ticket_id, found.about)
