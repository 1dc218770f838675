"""What the template of a new ticket's body sees: the front matter that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.schema import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jticket.model.ticket import Ticket


@dataclass(frozen=True, slots=True)
class NewTicketContext:
    """The names for the body of a new ticket."""

    ticket: Ticket

    def names(self) -> Mapping[str, object]:
        """Returns `ticket`, a mapping of the front matter's keys."""
        values = ((key, self.ticket.value(key)) for key in KEYS)
        return {
            "ticket": {
                key: list(value) if isinstance(value, tuple) else value for key, value in values
            },
        }

    def filters(self) -> Mapping[str, Callable[..., object]]:
        """Returns no filters but those of Jinja2."""
        return {}
