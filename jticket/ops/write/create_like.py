"""`create --like`: what a new ticket takes over from another, as far as it is not given itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from jticket.model.settings import CustomType
from jticket.model.ticket import Criterion
from jticket.ops.lookup import resolve_ticket

if TYPE_CHECKING:
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket
    from jticket.ops.write.drafts import Draft
    from jticket.text.project import Project

TAKEN_OVER: Final = (
    *("ticket_type", "priority", "service_id", "tags", "parent_id", "effort"),
    *("phase", "milestone", "files"),
)
"""The fields that are the same for tickets of a kind: not status, people, dates or relations."""


def like(project: Project, reference: str, draft: Draft) -> Draft:
    """Returns a draft with the fields, sections and open criteria of a ticket where it has none.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        JticketError: the ticket can't be read.
    """
    ticket = resolve_ticket(project, reference).ticket
    values = {key: ticket.value(key) for key in TAKEN_OVER}
    body = ticket.body
    sections: dict[str, str] = {}
    for section in body.sections:
        texts = filter(None, (sections.get(section.heading, ""), section.text))
        sections[section.heading] = "\n\n".join(texts)
    return replace(
        draft,
        values=values | {key: value for key, value in draft.values.items() if value},
        custom=_custom_fields(ticket, project.settings) | dict(draft.custom),
        texts={**body.texts, **{key: text for key, text in draft.texts.items() if text}},
        criteria=draft.criteria or tuple(Criterion(item.text) for item in body.criteria),
        sections={**sections, **draft.sections},
    )


def _custom_fields(ticket: Ticket, settings: Settings) -> dict[str, str | tuple[str, ...]]:
    """Returns the declared custom fields of a ticket, except for dates."""
    values: dict[str, str | tuple[str, ...]] = {}
    for key, raw in ticket.fields:
        declared = settings.custom_field(key)
        if declared is None or declared.type is CustomType.DATE:
            continue
        if isinstance(raw, str):
            values[key] = raw
        elif isinstance(raw, tuple):
            values[key] = tuple(item for item in raw if isinstance(item, str))
    return values
