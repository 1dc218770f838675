"""Rules that look at one ticket at a time."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from jticket.lint.registry import Finding, rule
from jticket.model import rules
from jticket.model.diagnostics import Severity
from jticket.model.schema import BY_KEY, SectionKind, section_named
from jticket.model.settings import StatusClass
from jticket.model.wording import quoted
from jticket.model.workflow import unmet_done_conditions, unmet_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile


@rule(rules.FILE_NAME)
def file_name(project: Project) -> Iterator[Finding]:
    """A file that is not named by its ticket's ID."""
    for file in project.valid:
        ticket = file.ticket
        name = PurePosixPath(file.path).name
        if name != f"{ticket.id}.md":
            fix = f"rename it to {ticket.id}.md, or mend the ID"
            yield Finding(file, f"{name} holds the ticket {ticket.id}", "id", fix=fix)


@rule(rules.READS_OTHERWISE)
def reads_otherwise(project: Project) -> Iterator[Finding]:
    """A plain scalar that tools which guess types read as something else; errors go first."""
    for file in project.valid:
        for key, index, text, value in misread_values(file, project.settings):
            message = f"other tools read {quoted(text)} as {_described(value)}"
            yield Finding(file, message, key, index, f'write "{text}"')


def misread_values(
    file: ValidFile, settings: Settings
) -> Iterator[tuple[str, int | None, str, object]]:
    """The plain scalars without an error that others misread: key, item, text, what they read."""
    from jticket.text.yaml_compat import misread

    wrong = {each.start for each in file.diagnostics if each.severity is Severity.ERROR}
    for key, index, text, value in misread(file.text, settings):
        if file.text.span_of(key, index).start not in wrong:
            yield key, index, text, value


def _described(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "null" if value is None else f"the boolean {str(value).lower()}"
    return f"the {'number' if isinstance(value, int | float) else type(value).__name__} {value}"


@rule(rules.DONE_TOO_EARLY)
def done_too_early(project: Project) -> Iterator[Finding]:
    """A ticket that is done without what done asks."""
    for file in project.valid:
        ticket = file.ticket
        if project.settings.class_of(ticket.status) is not StatusClass.DONE:
            continue
        if unmet := unmet_done_conditions(ticket, project.graph):
            message = f"{ticket.id} is {ticket.status}, but {unmet_words(unmet)}"
            others = (*project.graph.waiting_for(ticket), *project.graph.open_children(ticket))
            yield Finding(file, message, "status", about=frozenset(others))


@rule(rules.REQUIRED_MISSING)
def required_missing(project: Project) -> Iterator[Finding]:
    """A field or section that the config requires of this type of ticket."""
    for file in project.valid:
        ticket = file.ticket
        for name in project.settings.required.get(ticket.ticket_type, ()):
            if not _has(ticket, name):
                is_key = name in BY_KEY or project.settings.custom_field(name)
                what = "field" if is_key else "section"
                message = f"a {ticket.ticket_type} needs the {what} '{name}'"
                yield Finding(file, message, "ticket_type")


def _has(ticket: Ticket, name: str) -> bool:
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
    return any(each.heading.casefold() == name.casefold() and each.text for each in ticket.sections)
