"""The computed fields of a ticket, which follow from other fields, other tickets, or its file."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class ComputedField:
    """A field by its key in JSON and in columns.

    `on_request`: JSON has it only where it is asked for. `header` is that of its column.
    """

    key: str
    value: Callable[[TicketFile, Graph], ComputedValue]
    on_request: bool = False
    header: str = ""


def _inverse(field: Field) -> ComputedField:
    """Returns the computed field for the other end of a relation."""
    return ComputedField(
        field.inverse, lambda file, graph: graph.inverse(field.key, file.ticket.id)
    )


def _fact(key: str) -> ComputedField:
    """Returns the field of what git's history says."""
    header, value = key.replace("_", " ").upper(), FACTS[key]
    return ComputedField(
        key, lambda file, graph: value(file.ticket, graph), on_request=True, header=header
    )


def _deadline(ticket: Ticket, graph: Graph) -> str | None:
    deadline = deadlines_of(graph).get(ticket.id)
    return deadline.day.isoformat() if deadline else None


_FIELDS = (
    ComputedField("path", lambda file, _: file.path),
    ComputedField("blocks", lambda file, graph: graph.blocks(file.ticket.id)),
    ComputedField("children", lambda file, graph: graph.children(file.ticket.id)),
    *(_inverse(field) for field in REFERENCES if field.inverse),
    ComputedField("ready", lambda file, graph: graph.is_ready(file.ticket)),
    ComputedField("blocked", lambda file, graph: graph.is_blocked(file.ticket)),
    ComputedField("parked", lambda file, graph: graph.parking(file.ticket)),
    ComputedField("deadline", lambda file, graph: _deadline(file.ticket, graph)),
    ComputedField(
        "cancelled_dependencies",
        lambda file, graph: graph.cancelled_dependencies(file.ticket),
        header="CANCELLED",
    ),
    ComputedField("effort_hours", lambda file, _: file.ticket.effort_hours),
    ComputedField(
        "criteria",
        lambda file, _: CriteriaCount(file.ticket.criteria_done, len(file.ticket.criteria)),
        header="DONE",
    ),
    ComputedField(
        "waiting_for",
        lambda file, graph: graph.waiting_for(file.ticket),
        on_request=True,
        header="WAITS FOR",
    ),
    *map(_fact, FACTS),
)

COMPUTED: dict[str, ComputedField] = {field.key: field for field in _FIELDS}
"""By key, in the order of JSON; where JSON is read they are ignored."""
