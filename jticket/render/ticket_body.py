"""The bodies of new tickets: a template for each type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.schema import KEYS
from jticket.render.templates import SUFFIX, TICKETS, Job, rendered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from jticket.model.ticket import Ticket

_PLAIN = "task"


@dataclass(frozen=True, slots=True)
class _NewTicket:
    """What the template of a body is given: the front matter that was asked for."""

    ticket: Ticket

    def context(self) -> Mapping[str, object]:
        values = ((key, self.ticket.value(key)) for key in KEYS)
        return {
            "ticket": {key: list(v) if isinstance(v, tuple) else v for key, v in values},
        }

    def filters(self) -> Mapping[str, Callable[..., object]]:
        return {}


def ticket_body(ticket: Ticket, own: Path) -> str:
    """The body that a new ticket of this type begins with; a type of one's own has the task's.

    `own` is the project's folder of templates, which need not exist.

    Raises:
        TemplateError: a template of the project is wrong.
    """
    names = tuple(f"{TICKETS}/{each}.md{SUFFIX}" for each in (ticket.ticket_type, _PLAIN))
    job = Job(names, (own,), _NewTicket(ticket))
    return rendered(job, is_own=any((own / name).is_file() for name in names))
