"""What edits there are, and the ticket that each means to make, whatever the file looks like."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jticket.model.effort import parse_effort
from jticket.model.schema import ACCEPTANCE_CRITERIA, BY_KEY, DEVLOG, section_named
from jticket.model.ticket import Criterion, DevlogEntry, Section
from jticket.text.body import close_open_blocks, demote_headings, normalised, prose, read_body

if TYPE_CHECKING:
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket
    from jticket.text.body import Body


@dataclass(frozen=True, slots=True)
class SetField:
    """Sets a key of the front matter; "" and () clear it."""

    key: str
    value: str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Puts quotes around a plain value, or an item of a list, that says the same then as before."""

    key: str
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """Ticks or unticks a criterion, counted from 1."""

    number: int
    done: bool = True


@dataclass(frozen=True, slots=True)
class AddCriterion:
    """Appends an acceptance criterion."""

    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class AddEntry:
    """Appends an entry to the devlog."""

    timestamp: str
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class SetSection:
    """Sets what stands below a second-level heading; the text holds no such heading itself."""

    heading: str
    text: str


Edit = SetField | Quote | Tick | AddCriterion | AddEntry | SetSection


def meant(ticket: Ticket, body: Body, edit: Edit, settings: Settings) -> Ticket:
    """The ticket that an edit means to make; computed without looking at any text of the file."""
    match edit:
        case SetField(key, value):
            return _with_value(ticket, key, value, settings)
        case Quote():
            return ticket
        case Tick(number, done):
            criteria = list(ticket.criteria)
            criteria[number - 1] = replace(criteria[number - 1], done=done)
            return replace(ticket, criteria=tuple(criteria))
        case AddCriterion(text, done):
            added = Criterion(criterion_text(text), done)
            return replace(ticket, criteria=(*ticket.criteria, added))
        case AddEntry(timestamp, author, text):
            entry = DevlogEntry(timestamp, author, entry_text(text))
            return replace(ticket, devlog=(*ticket.devlog, entry))
        case SetSection(heading, text):
            return _with_section(ticket, body, heading, section_text(text))


def section_of(edit: Edit) -> str | None:
    """The heading of the section that an edit is about, None for one of the front matter."""
    match edit:
        case SetField() | Quote():
            return None
        case SetSection(heading, _):
            return section_named(heading) or heading
        case AddEntry():
            return DEVLOG
        case _:
            return ACCEPTANCE_CRITERIA


def named(edit: Edit) -> str:
    """What an edit is about, for a message."""
    match edit:
        case SetField(key, _) | Quote(key, _):
            return key
        case SetSection(heading, _):
            return f"the section '{heading}'"
        case AddEntry():
            return "a devlog entry"
        case _:
            return "a criterion"


def section_text(text: str) -> str:
    """The text of a section as it is written."""
    return close_open_blocks(normalised(text))


def entry_text(text: str) -> str:
    """The text of a devlog entry as it is written."""
    return close_open_blocks(demote_headings(normalised(text)))


def criterion_text(text: str) -> str:
    """The text of a criterion as it is written."""
    return normalised(text).strip(" \t")


def _with_value(
    ticket: Ticket, key: str, value: str | tuple[str, ...], settings: Settings
) -> Ticket:
    if key in BY_KEY:
        if not value and BY_KEY[key].default:
            value = getattr(settings, f"default_{key}", BY_KEY[key].default)
        after = replace(ticket, **{key: value})  # type: ignore[arg-type]  # shaped by the table
        if key == "effort" and isinstance(value, str):
            after = replace(after, effort_hours=parse_effort(value, settings.hours_per_day))
        return after
    pairs = [
        (each, value if each == key else old) for each, old in ticket.fields if each != key or value
    ]
    if value and key not in dict(pairs):
        pairs.append((key, value))
    return replace(ticket, fields=tuple(pairs))


def _with_section(ticket: Ticket, body: Body, heading: str, text: str) -> Ticket:
    if name := section_named(heading):
        alone = read_body(f"## {name}\n\n{text}\n")
        match name:
            case "Description":
                return replace(ticket, description=alone.description)
            case "Technical Notes":
                return replace(ticket, technical_notes=alone.technical_notes)
            case "Acceptance Criteria":
                return replace(ticket, criteria=alone.criteria)
            case _:
                return replace(ticket, devlog=alone.devlog)
    sections, section = list(ticket.sections), Section(heading, prose(text))
    if not heading:
        sections[: bool(body.preamble)] = [section] if section.text else []
        return replace(ticket, sections=tuple(sections))
    at = next((n for n, each in enumerate(sections) if each.heading == heading), None)
    if at is not None:
        sections[at] = section
    elif text:
        sections.append(section)
    return replace(ticket, sections=tuple(sections))
