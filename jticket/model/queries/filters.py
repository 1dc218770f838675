"""The filters of a list: wanted and unwanted values, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.field_values import values_of

if TYPE_CHECKING:
    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket


@dataclass(frozen=True, slots=True)
class FieldFilter:
    """Matches any of the wanted values and none of the unwanted; "" means no value."""

    key: str
    wanted: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()

    def matches(self, ticket: Ticket, graph: Graph) -> bool:
        """Returns whether the ticket has a wanted value, if any, and no unwanted one."""
        values = set(values_of(ticket, self.key, graph)) or {""}
        return not (values & self.unwanted) and bool(not self.wanted or values & self.wanted)


@dataclass(frozen=True, slots=True)
class Filters:
    """All filters of a list; closed tickets are hidden unless asked for, also by status."""

    fields: tuple[FieldFilter, ...] = ()
    closed_too: bool = False

    def matches(self, ticket: Ticket, graph: Graph) -> bool:
        """Returns whether the list shows the ticket."""
        closed_too = self.closed_too or any(field.key == "status" for field in self.fields)
        if not closed_too and graph.settings.is_closed(ticket.status):
            return False
        return all(field.matches(ticket, graph) for field in self.fields)
