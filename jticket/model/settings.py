"""The project's settings as a value, each with its default."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

TICKET_TYPES = ("epic", "issue", "bug", "spike", "task")
PRIORITIES = ("low", "normal", "high", "critical")
WORKFLOW: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "backlog": ("ready", "in_progress", "cancelled"),
        "ready": ("in_progress", "backlog", "cancelled"),
        "in_progress": ("review", "done", "ready", "cancelled"),
        "review": ("done", "in_progress", "cancelled"),
        "done": ("in_progress",),
        "cancelled": ("backlog",),
    }
)


class StatusClass(Enum):
    """What a status means to the tool; "closed" is done or cancelled."""

    OPEN = "open"
    ACTIVE = "active"
    PARKED = "parked"
    DONE = "done"
    CANCELLED = "cancelled"


STATUS_CLASSES: Mapping[str, StatusClass] = MappingProxyType(
    {
        "backlog": StatusClass.OPEN,
        "ready": StatusClass.OPEN,
        "in_progress": StatusClass.ACTIVE,
        "review": StatusClass.ACTIVE,
        "done": StatusClass.DONE,
        "cancelled": StatusClass.CANCELLED,
    }
)


class CommitMode(Enum):
    """What a command does after writing files: commit, stage, or nothing."""

    AUTO = "auto"
    STAGE = "stage"
    OFF = "off"


class Layout(Enum):
    """How the files of new tickets are laid out."""

    FLAT = "flat"
    """Side by side in the tickets folder."""


class IdScheme(Enum):
    """How new IDs are made."""

    SEQUENTIAL = "sequential"
    RANDOM = "random"


class CustomType(Enum):
    """The type of a custom field."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    LIST = "list"
    ENUM = "enum"
    TICKET = "ticket"
    URL = "url"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class TicketType:
    """What a ticket type means; tickets of a type without `work` are never offered or planned."""

    name: str
    work: bool = True


TYPES = (TicketType("epic", work=False),)
"""The types that are not work by default."""


@dataclass(frozen=True, slots=True)
class CustomField:
    """A front-matter key that the config declares; `values` are those of an enum."""

    key: str
    type: CustomType
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A service that tickets may name, and its paths in the repository."""

    service_id: str
    title: str = ""
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone that tickets may name."""

    name: str
    due: date | None = None
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person to whom tickets may be assigned, under `key`."""

    key: str
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class WipLimits:
    """How many tickets may have a status, and how many a person may have in progress."""

    statuses: Mapping[str, int] = field(default_factory=lambda: _NO_LIMITS)
    per_person: int | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A named list of tickets: a query, keys to sort by, and columns, each empty if not given."""

    name: str
    where: str = ""
    sort: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WORKING_DAYS = frozenset(range(5))
_NO_LIMITS: Mapping[str, int] = MappingProxyType({})
_NO_REQUIREMENTS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Settings:
    """All keys of `config.yml` with their defaults. Durations are hours, weekdays 0 for Monday.

    `hold_days` is None where no hold is too old, `default_view` None for none.
    """

    prefix: str = "T"
    id_scheme: IdScheme = IdScheme.SEQUENTIAL
    id_width: int = 3
    commit: CommitMode = CommitMode.AUTO
    commit_subject: str = "{id}: {what}"
    hours_per_day: float = 8.0
    default_effort: float = 0.0
    services: tuple[Service, ...] = ()
    ticket_types: tuple[str, ...] = TICKET_TYPES
    types: tuple[TicketType, ...] = TYPES
    priorities: tuple[str, ...] = PRIORITIES
    workflow: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: WORKFLOW)
    status_class: Mapping[str, StatusClass] = field(default_factory=lambda: STATUS_CLASSES)
    required: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_REQUIREMENTS)
    fields: tuple[CustomField, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    people: tuple[Person, ...] = ()
    working_days: frozenset[int] = _WORKING_DAYS
    holidays: frozenset[date] = frozenset()
    wip_limits: WipLimits = field(default_factory=WipLimits)
    views: tuple[View, ...] = ()
    default_view: str | None = None
    hold_days: int | None = None
    layout: Layout = Layout.FLAT
    require_ticket: bool = False

    @property
    def statuses(self) -> tuple[str, ...]:
        """All statuses, from open to closed; in each class, built-in ones come first."""
        ranks = list(StatusClass)
        builtin = list(WORKFLOW)
        return tuple(
            sorted(
                self.workflow,
                key=lambda status: (
                    ranks.index(self.class_of(status)),
                    builtin.index(status) if status in builtin else len(builtin),
                ),
            )
        )

    @property
    def default_ticket_type(self) -> str:
        """`task`, or the config's first type if the config has no `task`."""
        return "task" if "task" in self.ticket_types else self.ticket_types[0]

    @property
    def default_priority(self) -> str:
        """`normal`, or the config's lowest priority if the config has no `normal`."""
        return "normal" if "normal" in self.priorities else self.priorities[0]

    def custom_field(self, key: str) -> CustomField | None:
        """Returns the custom field of that key, if the config declares one."""
        return next((field for field in self.fields if field.key == key), None)

    def view(self, name: str) -> View | None:
        """Returns the view of that name, if the config declares one."""
        return next((view for view in self.views if view.name == name), None)

    def person(self, name: str) -> Person | None:
        """Returns the person of that name, in any case, if the config lists one."""
        folded = name.casefold()
        return next((person for person in self.people if person.key.casefold() == folded), None)

    def person_key(self, name: str) -> str:
        """Returns the config's spelling of a name that differs only in case, else the name."""
        person = self.person(name)
        return name if person is None else person.key

    def author_key(self, name: str, email: str) -> str:
        """Returns the person who is the author of a commit: by e-mail, else by name."""
        emails = {person.email.casefold(): person.key for person in self.people if person.email}
        return emails.get(email.casefold()) or self.person_key(name)

    def is_work(self, ticket_type: str) -> bool:
        """Returns whether tickets of a type are work: offered when available, and planned."""
        return all(known.work for known in self.types if known.name == ticket_type)

    def class_of(self, status: str) -> StatusClass:
        """Returns the class of a status; an unknown status counts as open."""
        return self.status_class.get(status, StatusClass.OPEN)

    def is_closed(self, status: str) -> bool:
        """Returns whether the status is done or cancelled."""
        return self.class_of(status) in (StatusClass.DONE, StatusClass.CANCELLED)

    def is_active(self, status: str) -> bool:
        """Returns whether a ticket of that status is being worked on or reviewed."""
        return self.class_of(status) is StatusClass.ACTIVE

    def is_done(self, status: str) -> bool:
        """Returns whether a ticket of that status is finished."""
        return self.class_of(status) is StatusClass.DONE

    def is_cancelled(self, status: str) -> bool:
        """Returns whether a ticket of that status is cancelled."""
        return self.class_of(status) is StatusClass.CANCELLED

    def is_parked(self, status: str) -> bool:
        """Returns whether a ticket of that status is parked."""
        return self.class_of(status) is StatusClass.PARKED

    def is_unstarted(self, status: str) -> bool:
        """Returns whether the status is of the class open; an unknown status is not."""
        return self.status_class.get(status) is StatusClass.OPEN

    def can_begin(self, status: str) -> bool:
        """Returns whether a ticket of that status is unstarted and may move to in_progress."""
        return self.is_unstarted(status) and "in_progress" in self.workflow.get(status, ())


def differing_settings(before: Settings, after: Settings) -> list[str]:
    """Returns the keys in which two settings differ, in the order of `Settings`."""
    keys = (setting.name for setting in fields(Settings))
    return [key for key in keys if getattr(before, key) != getattr(after, key)]


def derived_prefix(folder_name: str) -> str:
    """Returns a prefix: the folder's first four letters in upper case, `T` if it has none."""
    initials = [letter for letter in folder_name.upper() if "A" <= letter <= "Z"]
    return "".join(initials[:4]) or "T"
