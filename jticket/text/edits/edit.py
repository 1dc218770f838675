"""The edits, and the ticket that each should result in, however the file is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jticket.model.effort import parse_effort
from jticket.model.schema import (
    ACCEPTANCE_CRITERIA,
    BY_KEY,
    DEVLOG,
    SectionKind,
    section_named,
)
from jticket.model.ticket import Criterion, DevlogEntry, Section
from jticket.text.body import read_body
from jticket.text.markdown_text import (
    close_open_blocks,
    demote_headings,
    normalised,
    paragraph_lines,
    prose,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.settings import Settings
    from jticket.model.ticket import Body, Ticket


@dataclass(frozen=True, slots=True)
class SetField:
    """Sets a key of the front matter; "" and () clear it."""

    key: str
    value: str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Puts quotes around a plain value, or around items of a list; the values stay the same."""

    key: str
    indexes: tuple[int, ...] = ()


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
class RewordCriterion:
    """Replaces the first paragraph of a criterion, counted from 1, by one line."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class RemoveCriterion:
    """Removes a criterion, counted from 1, with what is nested below it."""

    number: int


@dataclass(frozen=True, slots=True)
class MoveCriterion:
    """Moves a criterion to the place of another; both are counted from 1."""

    number: int
    to: int


@dataclass(frozen=True, slots=True)
class AddEntry:
    """Appends an entry to the devlog."""

    timestamp: str
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class SetSection:
    """Sets the text below a second-level heading; the text holds no such heading itself."""

    heading: str
    text: str


CriterionEdit = Tick | AddCriterion | RewordCriterion | RemoveCriterion | MoveCriterion
Edit = SetField | Quote | CriterionEdit | AddEntry | SetSection


def expected_ticket(ticket: Ticket, edit: Edit, settings: Settings) -> Ticket:
    """Returns the ticket that an edit should result in, computed without the file's text."""
    body = ticket.body
    match edit:
        case SetField(key, value):
            return _with_value(ticket, key, value, settings)
        case Quote():
            return ticket
        case Tick() | AddCriterion() | RewordCriterion() | RemoveCriterion() | MoveCriterion():
            body = body.changed(criteria=_expected_criteria(body.criteria, edit))
        case AddEntry(timestamp, author, text):
            entry = DevlogEntry(timestamp, author, entry_text(text))
            body = body.changed(devlog=(*body.devlog, entry))
        case SetSection(heading, text):  # pragma: no branch - there are no other edits
            body = _with_section(body, heading, section_text(text))
    return replace(ticket, body=body)


def _expected_criteria(before: Sequence[Criterion], edit: CriterionEdit) -> tuple[Criterion, ...]:
    criteria = list(before)
    match edit:
        case Tick(number, done):
            criteria[number - 1] = replace(criteria[number - 1], done=done)
        case AddCriterion(text, done):
            criteria.append(Criterion(criterion_text(text), done))
        case RewordCriterion(number, text):
            old = criteria[number - 1]
            lines = [text, *old.text.split("\n")[paragraph_lines(old.text) :]]
            criteria[number - 1] = replace(old, text="\n".join(lines))
        case RemoveCriterion(number):
            del criteria[number - 1]
        case MoveCriterion(number, to):  # pragma: no branch - there are no other edits
            criteria.insert(to - 1, criteria.pop(number - 1))
    return tuple(criteria)


def section_of(edit: Edit) -> str | None:
    """Returns the heading of the section that an edit changes, None for the front matter."""
    match edit:
        case SetField() | Quote():
            return None
        case SetSection(heading, _):
            section = section_named(heading)
            return section.heading if section else heading
        case AddEntry():
            return DEVLOG
        case _:
            return ACCEPTANCE_CRITERIA


def describe(edit: Edit) -> str:
    """Returns what an edit changes, for a message."""
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
    """Returns the text of a section as it is written."""
    return close_open_blocks(normalised(text))


def entry_text(text: str) -> str:
    """Returns the text of a devlog entry as it is written."""
    return close_open_blocks(demote_headings(normalised(text)))


def criterion_text(text: str) -> str:
    """Returns the text of a criterion as it is written."""
    return normalised(text).strip(" \t")


def _with_value(
    ticket: Ticket, key: str, value: str | tuple[str, ...], settings: Settings
) -> Ticket:
    if key in BY_KEY:
        if not value and BY_KEY[key].default:
            value = getattr(settings, f"default_{key}", BY_KEY[key].default)
        after = ticket.with_value(key, value)
        if key == "effort" and isinstance(value, str):
            after = replace(after, effort_hours=parse_effort(value, settings.hours_per_day))
        return after
    pairs = [
        (name, value if name == key else old) for name, old in ticket.fields if name != key or value
    ]
    if value and key not in dict(pairs):
        pairs.append((key, value))
    return replace(ticket, fields=tuple(pairs))


def _with_section(body: Body, heading: str, text: str) -> Body:
    if section := section_named(heading):
        alone = read_body(f"## {section.heading}\n\n{text}\n").value
        match section.kind:
            case SectionKind.TEXT:
                return body.with_text(section.key, alone.texts.get(section.key, ""))
            case SectionKind.CRITERIA:
                return body.changed(criteria=alone.criteria)
            case SectionKind.LOG:  # pragma: no branch - there are no other kinds
                return body.changed(devlog=alone.devlog)
    sections, new = list(body.sections), Section(heading, prose(text))
    if not heading:
        has_preamble = bool(sections) and not sections[0].heading
        sections[:has_preamble] = [new] if new.text else []
        return body.changed(sections=tuple(sections))
    at = next((i for i, section in enumerate(sections) if section.heading == heading), None)
    if at is not None:
        sections[at] = new
    elif text:
        sections.append(new)
    return body.changed(sections=tuple(sections))
