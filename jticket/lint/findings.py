"""All that the rules find in a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint import project_rules, ticket_rules  # noqa: F401 — they register themselves
from jticket.lint.registry import RULES
from jticket.model.diagnostics import Diagnostic, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.registry import Finding
    from jticket.model.diagnostics import Kind
    from jticket.text.project import Project


def findings(project: Project) -> Iterator[Diagnostic]:
    """All that the rules find, rule by rule; what reading found is not repeated."""
    for kind, check in RULES:
        for found in check(project):
            yield _diagnostic(kind, found)


def _diagnostic(kind: Kind, found: Finding) -> Diagnostic:
    reading = found.reading
    source, ticket = reading.source, reading.ticket
    place = source.place_of(found.key, found.index) if source and found.key else Place()
    ticket_id = ticket.id if ticket else None
    return Diagnostic(reading.path, place, kind, found.message, found.fix, ticket_id)
