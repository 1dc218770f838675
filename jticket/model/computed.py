"""The computed fields of a ticket, which follow from other fields, other tickets, or its file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol, TypeAlias

from jticket.model.planning.deadlines import deadlines_of
from jticket.model.schema import REFERENCES
from jticket.model.ticket_facts import FACTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from jticket.model.field import Field
    from jticket.model.graph import Graph
    from jticket.model.parking import Parking
    from jticket.model.ticket import Ticket


class TicketFile(Protocol):
    """A ticket, and the path of its file from the repository's root."""

    @property
    def path(self) -> str:
        """The path."""
        ...

    @property
    def ticket(self) -> Ticket:
        """The ticket."""
        ...


@dataclass(frozen=True, slots=True)
class CriteriaCount:
    """How many acceptance criteria are done, and how many there are."""

    done: int
    total: int


ComputedValue: TypeAlias = "str | bool | float | tuple[str, ...] | CriteriaCount | Parking | None"


class Kind(Enum):
    """What the value of a computed field is; all but lists, flags and texts may be missing."""

    TEXT = "text"
    IDS = "IDs"
    FLAG = "flag"
    DATE = "date"
    TIMESTAMP = "timestamp"
    HOURS = "hours"
    COUNT = "count"
    CRITERIA = "criteria"
    PARKING = "parking"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class ComputedField:
    """A field by its key in JSON and in columns; `doc` is what it says.

    `on_request`: JSON has it only where it is asked for. `header` is that of its column.
    """

    key: str
    kind: Kind
    doc: str
    value: Callable[[TicketFile, Graph], ComputedValue]
    on_request: bool = False
    header: str = ""


def _inverse(field: Field) -> ComputedField:
    """Returns the computed field for the other end of a relation."""
    doc = f"the tickets whose {field.key} is this one"
    if field.symmetric:
        doc = f"the tickets in {field.key}, and those that have this one there"
    elif field.shape.is_list:
        doc = f"the tickets that have this one in {field.key}"
    return ComputedField(
        field.inverse,
        Kind.IDS,
        doc,
        lambda file, graph: graph.inverse(field.key, file.ticket.id),
    )


def _fact(key: str, kind: Kind, doc: str) -> ComputedField:
    """Returns the field of what git's history says."""
    header, value = key.replace("_", " ").upper(), FACTS[key]
    return ComputedField(
        *(key, kind, doc),
        lambda file, graph: value(file.ticket, graph),
        on_request=True,
        header=header,
    )


def _deadline(ticket: Ticket, graph: Graph) -> str | None:
    deadline = deadlines_of(graph).get(ticket.id)
    return deadline.day.isoformat() if deadline else None


_FACTS = (
    _fact("updated", Kind.TIMESTAMP, "when its last commit was made"),
    _fact("status_since", Kind.TIMESTAMP, "since when it has its status"),
    _fact("closed_on", Kind.DATE, "the day on which it was closed"),
    _fact("creator", Kind.NAME, "who committed it first"),
    _fact("commits", Kind.COUNT, "how many commits of code name it"),
)

_FIELDS = (
    ComputedField(
        *("path", Kind.TEXT, "the path of its file, from the repository's root"),
        lambda file, _: file.path,
    ),
    ComputedField(
        *("blocks", Kind.IDS, "the tickets that depend on it"),
        lambda file, graph: graph.blocks(file.ticket.id),
    ),
    ComputedField(
        *("children", Kind.IDS, "the tickets whose parent it is"),
        lambda file, graph: graph.children(file.ticket.id),
    ),
    *(_inverse(field) for field in REFERENCES if field.inverse),
    ComputedField(
        *("ready", Kind.FLAG, "whether it can begin now"),
        lambda file, graph: graph.is_ready(file.ticket),
    ),
    ComputedField(
        *("blocked", Kind.FLAG, "whether it can't begin: it waits for a ticket or is parked"),
        lambda file, graph: graph.is_blocked(file.ticket),
    ),
    ComputedField(
        *("parked", Kind.PARKING, "why it is parked"),
        lambda file, graph: graph.parking(file.ticket),
    ),
    ComputedField(
        *("deadline", Kind.DATE, "by its due, its milestone, its epic or what depends on it"),
        lambda file, graph: _deadline(file.ticket, graph),
    ),
    ComputedField(
        *("cancelled_dependencies", Kind.IDS, "its dependencies that were cancelled"),
        lambda file, graph: graph.cancelled_dependencies(file.ticket),
        header="CANCELLED",
    ),
    ComputedField(
        *("effort_hours", Kind.HOURS, "its effort in hours"),
        lambda file, _: file.ticket.effort_hours,
    ),
    ComputedField(
        *("criteria", Kind.CRITERIA, "how many acceptance criteria it has, and how many are done"),
        lambda file, _: CriteriaCount(file.ticket.criteria_done, len(file.ticket.criteria)),
        header="DONE",
    ),
    ComputedField(
        *("waiting_for", Kind.IDS, "the tickets that it waits for"),
        lambda file, graph: graph.waiting_for(file.ticket),
        on_request=True,
        header="WAITS FOR",
    ),
    *_FACTS,
)

COMPUTED: dict[str, ComputedField] = {field.key: field for field in _FIELDS}
"""By key, in the order of JSON; where JSON is read they are ignored."""

ADDED = ("why", "waiting_for", "matches", "history", "here", "branches", "commit")
"""What some commands add to a ticket in JSON, besides what is computed for all."""
