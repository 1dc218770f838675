"""A field or section that the config requires of a type of ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, ProjectRule
from jticket.model.diagnostics import Severity
from jticket.model.schema import BY_KEY, SectionKind, section_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.model.ticket import Ticket
    from jticket.text.project import Project


def _check(project: Project) -> Iterator[Finding]:
    for file in project.valid:
        ticket = file.ticket
        for name in project.settings.required.get(ticket.ticket_type, ()):
            if not _has(ticket, name):
                is_key = name in BY_KEY or project.settings.custom_field(name)
                what = "field" if is_key else "section"
                message = f"a ticket of type '{ticket.ticket_type}' needs the {what} '{name}'"
                yield Finding(file, message, "ticket_type")


def _has(ticket: Ticket, name: str) -> bool:
    """Returns whether a ticket has a value or text for a key, a custom field or a heading."""
    if name in BY_KEY:
        return bool(ticket.value(name))
    if section := section_named(name):
        match section.kind:
            case SectionKind.TEXT:
                return bool(ticket.text(section.key))
            case SectionKind.CRITERIA:
                return bool(ticket.criteria)
            case SectionKind.LOG:
                return bool(ticket.devlog)
    if name in dict(ticket.fields):
        return bool(dict(ticket.fields)[name])
    return any(
        section.heading.casefold() == name.casefold() and section.text
        for section in ticket.sections
    )


REQUIRED_MISSING = ProjectRule(
    "JT310",
    "required-missing",
    Severity.ERROR,
    "The config's `required` asks for this field or section in tickets of this type.",
    "a bug without a Description, with `required: {bug: [Description]}`",
    check=_check,
)
