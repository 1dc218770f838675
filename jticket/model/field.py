"""A field in the table of fields: its shape, its option, what its references mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

NO_VALUE: Final = ("none", "-")
"""The words for no value, in any case."""


class Shape(Enum):
    """The form that a field's text must have."""

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
    PERSON = "person"
    MILESTONE = "milestone"
    REFS = "names and URLs"

    is_list: bool

    def __init__(self, words: str) -> None:
        self.is_list = words in ("words", "IDs", "paths", "names and URLs")


class Reference(Enum):
    """What a reference to another ticket means for the plan."""

    PARENT = "parent"
    DEPENDENCY = "dependency"
    RELATION = "relation"

    @property
    def orders(self) -> bool:
        """Whether one of the two tickets must close first, so that a cycle is an error."""
        return self is not Reference.RELATION


@dataclass(frozen=True, slots=True)
class Option:
    """How `create` asks for a field: the option's name without dashes, and its help.

    `letter` is its short form, in `create` and as a filter.
    """

    name: str
    metavar: str
    help: str
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A key of the front matter.

    `always`: `create` writes it even if it is empty. `option` is its option of `create`, if any.
    `filter`, `group`, `count`: lists can be filtered by it, tickets can be grouped by it, `stats`
    counts by it by default. `header` is the header of its column. `refers` is what its references
    mean, None for a field whose IDs are only text. `inverse` is the key under which a ticket shows
    the tickets that refer to it; of a `symmetric` relation also those that it refers to.
    """

    key: str
    shape: Shape
    doc: str
    default: str = ""
    required: bool = False
    always: bool = False
    settable: bool = True
    option: Option | None = None
    filter: bool = False
    group: bool = False
    count: bool = False
    header: str = ""
    refers: Reference | None = None
    inverse: str = ""
    symmetric: bool = False

    @property
    def name(self) -> str:
        """The field's name in options and queries."""
        return self.option.name if self.option else self.key

    @property
    def title(self) -> str:
        """The header of its column."""
        return self.header or self.key.upper()
