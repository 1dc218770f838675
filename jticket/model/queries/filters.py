"""Which tickets a list shows: values wanted and unwanted, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.field_values import values_of

if TYPE_CHECKING:
    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket


@dataclass(frozen=True, slots=True)
class FieldFilter:
    """Wants any of some values, and none of others; the value "" stands for no value."""

    key: str
    wanted: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()

    def matches(self, ticket: Ticket, graph: Graph) -> bool:
        """Whether the ticket has what is wanted and nothing that is not."""
        values = set(values_of(ticket, self.key, graph)) or {""}
        return not (values & self.unwanted) and bool(not self.wanted or values & self.wanted)


@dataclass(frozen=True, slots=True)
class Filters:
    """All filters of a list; closed tickets show when asked for, or when a status is."""

    fields: tuple[FieldFilter, ...] = ()
    closed_too: bool = False

    def matches(self, ticket: Ticket, graph: Graph) -> bool:
        """Whether the list shows the ticket."""
        closed_too = self.closed_too or any(each.key == "status" for each in self.fields)
        if not closed_too and graph.settings.is_closed(ticket.status):
            return False
        return all(each.matches(ticket, graph) for each in self.fields)
