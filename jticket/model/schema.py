"""The fields of a ticket: one table that reading, writing, checks, `--help` and the guide share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Shape(Enum):
    """What a field's text must look like."""

    ID = "ID"
    LINE = "text"
    STATUS = "status"
    TICKET_TYPE = "ticket type"
    PRIORITY = "priority"
    TIMESTAMP = "timestamp"
    SERVICE = "service"
    WORDS = "words"
    IDS = "IDs"
    EFFORT = "duration"
    DATE = "date"
    PATHS = "paths"

    is_list: bool

    def __init__(self, words: str) -> None:
        self.is_list = words in ("words", "IDs", "paths")


@dataclass(frozen=True, slots=True)
class Field:
    """A key of the front matter. `always`: `create` writes it even when it is empty."""

    key: str
    shape: Shape
    doc: str
    default: str = ""
    required: bool = False
    always: bool = False
    settable: bool = True


FIELDS: tuple[Field, ...] = (
    Field("id", Shape.ID, "equals the file's name", required=True, always=True, settable=False),
    Field("title", Shape.LINE, "one line, at most 200 characters", required=True, always=True),
    Field("status", Shape.STATUS, "goes through the workflow", "backlog", always=True),
    Field("ticket_type", Shape.TICKET_TYPE, "epic, issue, bug, spike, task", "task", always=True),
    Field("priority", Shape.PRIORITY, "low, normal, high, critical", "normal", always=True),
    Field("created", Shape.TIMESTAMP, "UTC, written once", always=True, settable=False),
    Field("assignee", Shape.LINE, "who has it", always=True),
    Field("service_id", Shape.SERVICE, "the service that the work is for", always=True),
    Field("tags", Shape.WORDS, "words without blanks and commas", always=True),
    Field("parent_id", Shape.ID, "usually an epic"),
    Field("dependencies", Shape.IDS, "tickets that come before this one"),
    Field("effort", Shape.EFFORT, "90m, 6h, 1.5d, 1w, 1d 4h; a bare number is hours"),
    Field("due", Shape.DATE, "a day, 2025-10-31"),
    Field("phase", Shape.LINE, "phases order by the lowest ID in each"),
    Field("milestone", Shape.LINE, "milestones order by the lowest ID in each"),
    Field("files", Shape.PATHS, "paths, folders (src/) or globs that the work touches"),
    Field("aliases", Shape.IDS, "former IDs"),
)

BY_KEY: dict[str, Field] = {field.key: field for field in FIELDS}
KEYS: tuple[str, ...] = tuple(BY_KEY)

SHORT_NAMES: dict[str, str] = {
    "type": "ticket_type",
    "service": "service_id",
    "tag": "tags",
    "parent": "parent_id",
    "dep": "dependencies",
}
"""What some keys are also called in options and queries."""

TITLE_LENGTH = 200

DESCRIPTION = "Description"
ACCEPTANCE_CRITERIA = "Acceptance Criteria"
TECHNICAL_NOTES = "Technical Notes"
DEVLOG = "Devlog"
SECTIONS: tuple[str, ...] = (DESCRIPTION, ACCEPTANCE_CRITERIA, TECHNICAL_NOTES, DEVLOG)

_SECTIONS = {name.casefold(): name for name in SECTIONS}

TEXT_SECTIONS: dict[str, str] = {"description": DESCRIPTION, "technical_notes": TECHNICAL_NOTES}
"""The sections that hold free text, by their key in JSON and on the command line."""


def section_named(heading: str) -> str | None:
    """The section with a meaning that this heading opens, compared without case."""
    return _SECTIONS.get(" ".join(heading.split()).casefold())
