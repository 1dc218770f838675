"""The tables of a ticket's fields and sections, the only place where a key or section is named.

Reading, checks, options, filters, completion, JSON, grouping, columns, queries, `log` and `diff`
follow from them: a new field, relation or section is one entry here and its words in the guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from jticket.model.field import Field, Option, Reference, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable


FIELDS: tuple[Field, ...] = (
    Field("id", Shape.ID, "equals the file's name", required=True, always=True, settable=False),
    Field("title", Shape.LINE, "one line, at most 200 characters", required=True, always=True),
    Field(
        "status",
        Shape.STATUS,
        "goes through the workflow",
        "backlog",
        always=True,
        option=Option("status", "S", "The status it starts with; default: backlog.", "s"),
        filter=True,
        group=True,
        count=True,
    ),
    Field(
        "ticket_type",
        Shape.TICKET_TYPE,
        "epic, issue, bug, spike, task",
        "task",
        always=True,
        option=Option("type", "TYPE", "epic, issue, bug, spike or task.", "t"),
        filter=True,
        group=True,
        count=True,
        header="TYPE",
    ),
    Field(
        "priority",
        Shape.PRIORITY,
        "low, normal, high, critical",
        "normal",
        always=True,
        option=Option("priority", "PRIORITY", "low, normal, high or critical.", "p"),
        filter=True,
        group=True,
        count=True,
    ),
    Field("created", Shape.TIMESTAMP, "UTC, written once", always=True, settable=False),
    Field(
        "assignee",
        Shape.PERSON,
        "who has it: one person",
        always=True,
        option=Option("assignee", "WHO", "Who has it.", "a"),
        filter=True,
        group=True,
        count=True,
    ),
    Field(
        "service_id",
        Shape.SERVICE,
        "the service that the work is for",
        always=True,
        option=Option("service", "S", "The service that the work is for."),
        filter=True,
        group=True,
        count=True,
        header="SERVICE",
    ),
    Field(
        "tags",
        Shape.WORDS,
        "words without spaces and commas",
        always=True,
        option=Option("tag", "T", "A tag; repeatable.", "l"),
        filter=True,
        group=True,
    ),
    Field(
        "parent_id",
        Shape.ID,
        "usually an epic",
        option=Option("parent", "ID", "The ticket above this one, usually an epic."),
        filter=True,
        group=True,
        header="PARENT",
        refers=Reference.PARENT,
    ),
    Field(
        "dependencies",
        Shape.IDS,
        "tickets that come before this one",
        option=Option("dep", "ID", "A ticket that comes before; repeatable."),
        filter=True,
        refers=Reference.DEPENDENCY,
    ),
    Field(
        "effort",
        Shape.EFFORT,
        "90m, 6h, 1.5d, 1w, 1d 4h; a bare number is hours",
        option=Option("effort", "E", "90m, 6h, 1.5d, 1w; a bare number is hours."),
    ),
    Field("due", Shape.DATE, "a day, 2025-10-31", option=Option("due", "D", "A day: 2025-10-31.")),
    Field(
        "wait_until",
        Shape.DATE,
        "parked until that day",
        option=Option("wait_until", "D", "Park it until that day: 2025-10-31."),
    ),
    Field("on_hold", Shape.LINE, "what it waits for; parked while this is set"),
    Field(
        "phase",
        Shape.LINE,
        "phases are ordered by the lowest ID in each",
        option=Option("phase", "P", "The phase of the project."),
        filter=True,
        group=True,
        count=True,
    ),
    Field(
        "milestone",
        Shape.MILESTONE,
        "milestones are ordered by the lowest ID in each",
        option=Option("milestone", "M", "The milestone."),
        filter=True,
        group=True,
        count=True,
    ),
    Field(
        "relates_to",
        Shape.IDS,
        "related tickets; written in only one of the two",
        option=Option("relates_to", "ID", "A related ticket; repeatable."),
        refers=Reference.RELATION,
        inverse="related",
        symmetric=True,
    ),
    Field(
        "duplicate_of",
        Shape.ID,
        "the ticket that this one duplicates",
        refers=Reference.RELATION,
        inverse="duplicates",
    ),
    Field(
        "found_in",
        Shape.ID,
        "the ticket that was being worked on when this one was found",
        option=Option("found_in", "ID", "The ticket being worked on when it was found."),
        refers=Reference.RELATION,
        inverse="found_here",
    ),
    Field(
        "refs",
        Shape.REFS,
        "the same item in other trackers: URLs, or name:value such as gh:owner/repo#12",
        option=Option(
            "ref", "REF", "The same item in another tracker, a URL or name:value; repeatable."
        ),
    ),
    Field(
        "files",
        Shape.PATHS,
        "paths, folders (src/) or globs that the work touches",
        option=Option("file", "F", "A path that the work touches; repeatable."),
    ),
    Field("aliases", Shape.WORDS, "former IDs, and its names in other trackers"),
)
"""All fields in canonical order, in which front matter is written."""

_ORDER = ("status", "ticket_type", "priority")
"""The fields that come first in every list of fields to choose from."""

_GROUP_ORDER = (*_ORDER, "phase", "milestone", "service_id", "assignee")
_FILTER_ORDER = (*_ORDER, "service_id", "tags", "assignee", "parent_id", "phase", "milestone")
_OPTION_ORDER = (
    *("ticket_type", "priority", "parent_id", "service_id", "tags", "dependencies", "effort"),
    *("due", "wait_until", "phase", "milestone", "relates_to", "found_in", "refs", "files"),
    *("assignee", "status"),
)


def _sorted(fields: Iterable[Field], order: tuple[str, ...]) -> tuple[Field, ...]:
    """Returns fields in the given order; those it does not name follow in canonical order."""
    ranks = {key: rank for rank, key in enumerate(order)}
    return tuple(sorted(fields, key=lambda field: ranks.get(field.key, len(ranks))))


BY_KEY: dict[str, Field] = {field.key: field for field in FIELDS}
KEYS: tuple[str, ...] = tuple(BY_KEY)
SHORT_NAMES: dict[str, str] = {
    field.name: field.key
    for field in FIELDS
    if (field.filter or field.group) and field.name != field.key
}
"""The keys of fields that have another name in options and queries, by that name."""

OPTIONS: tuple[Field, ...] = _sorted((f for f in FIELDS if f.option), _OPTION_ORDER)
FILTERS: tuple[Field, ...] = _sorted((f for f in FIELDS if f.filter), _FILTER_ORDER)
GROUPINGS: tuple[Field, ...] = _sorted((f for f in FIELDS if f.group), _GROUP_ORDER)
REFERENCES: tuple[Field, ...] = tuple(field for field in FIELDS if field.refers)

TITLE_LENGTH = 200


class SectionKind(Enum):
    """How a section is read: as text, as a list of criteria, or as entries with a timestamp."""

    TEXT = "text"
    CRITERIA = "criteria"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class SectionField:
    """A second-level section with a meaning; `key` is its name in JSON and on command lines."""

    key: str
    heading: str
    kind: SectionKind = SectionKind.TEXT


SECTIONS: tuple[SectionField, ...] = (
    SectionField("description", "Description"),
    SectionField("acceptance_criteria", "Acceptance Criteria", SectionKind.CRITERIA),
    SectionField("technical_notes", "Technical Notes"),
    SectionField("devlog", "Devlog", SectionKind.LOG),
)
"""All sections with a meaning, in canonical order, in which new ones are placed."""

SECTION_KEYS: tuple[str, ...] = tuple(section.key for section in SECTIONS)
HEADINGS: tuple[str, ...] = tuple(section.heading for section in SECTIONS)
TEXT_SECTIONS: dict[str, str] = {
    section.key: section.heading for section in SECTIONS if section.kind is SectionKind.TEXT
}
"""The headings of the sections that hold free text, by their keys."""

_BY_HEADING = {section.heading.casefold(): section for section in SECTIONS}


def section_named(heading: str) -> SectionField | None:
    """Returns the section with a meaning that a heading opens, ignoring case."""
    return _BY_HEADING.get(" ".join(heading.split()).casefold())


def _heading_of(kind: SectionKind) -> str:
    """Returns the heading of the only section of a kind: a ticket has one list and one log."""
    (heading,) = (section.heading for section in SECTIONS if section.kind is kind)
    return heading


ACCEPTANCE_CRITERIA = _heading_of(SectionKind.CRITERIA)
DEVLOG = _heading_of(SectionKind.LOG)
"""The headings of the two sections with a fixed form."""
