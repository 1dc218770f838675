"""The ticket as a value: what its file says, text by text, before anybody computes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class RawMapping:
    """A mapping in the front matter, as pairs in the file's order."""

    pairs: tuple[tuple[str, Raw], ...]


Raw: TypeAlias = "str | tuple[Raw, ...] | RawMapping"
"""A front-matter value as text: a scalar, a list, or a mapping."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """An acceptance criterion; `text` holds what is nested below it too, without its indent."""

    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class DevlogEntry:
    """An entry of the devlog; the timestamp is kept as it is written."""

    timestamp: str
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A second-level section that the format gives no meaning; heading "" is what stands first."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket. Front-matter values are the file's own text; "" and () mean none.

    `effort_hours` is the effort in hours, None where there is none or it can't be read;
    `fields` are the keys that the format does not know, as pairs in the file's order.
    """

    id: str
    title: str = ""
    status: str = "backlog"
    ticket_type: str = "task"
    priority: str = "normal"
    created: str = ""
    assignee: str = ""
    service_id: str = ""
    tags: tuple[str, ...] = ()
    parent_id: str = ""
    dependencies: tuple[str, ...] = ()
    effort: str = ""
    due: str = ""
    phase: str = ""
    milestone: str = ""
    files: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    effort_hours: float | None = None
    fields: tuple[tuple[str, Raw], ...] = ()
    description: str = ""
    criteria: tuple[Criterion, ...] = ()
    technical_notes: str = ""
    devlog: tuple[DevlogEntry, ...] = ()
    sections: tuple[Section, ...] = ()

    def value(self, key: str) -> str | tuple[str, ...]:
        """The value of a key of the front matter that the format declares."""
        found: str | tuple[str, ...] = getattr(self, key)
        return found

    @property
    def criteria_done(self) -> int:
        """How many of the criteria are ticked."""
        return sum(criterion.done for criterion in self.criteria)
