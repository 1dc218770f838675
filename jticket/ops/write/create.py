"""New tickets: from the command line or from JSON, one or many, all or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.errors import NotFoundError
from jticket.model.dates import format_timestamp
from jticket.model.diagnostics import Severity
from jticket.model.field_values import references_of
from jticket.model.ticket import Ticket
from jticket.ops.templates import ticket_body
from jticket.ops.write.commit_message import Change
from jticket.ops.write.cycles import refuse_new_cycles
from jticket.ops.write.drafts import (
    BadTicketsError,
    Batch,
    blank_body,
    body_edits,
    value_mistakes,
)
from jticket.ops.write.id_allocation import allocated, known_ids, next_free
from jticket.ops.write.references import References
from jticket.text.edits.apply import apply_edits
from jticket.text.edits.edit import SetField
from jticket.text.new_file import new_ticket
from jticket.text.reading import ValidFile, read_ticket

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.ticket import Value
    from jticket.ops.write.drafts import Draft
    from jticket.ops.write.transaction import Outcome, Session

_TITLE_SHOWN = 60


class DanglingError(NotFoundError):
    """Says which references of new tickets lead nowhere."""

    def __init__(self, mistakes: Sequence[str], name: str) -> None:
        super().__init__(BadTicketsError(mistakes, name).message, "nothing was written")


@dataclass(frozen=True, slots=True)
class Created:
    """The new tickets in the order of their drafts, and references to tickets that are not here."""

    outcome: Outcome
    ids: tuple[str, ...]
    dangling: tuple[str, ...] = ()


def create_tickets(
    session: Session, batch: Batch, *, typed: bool, dangling_ok: bool = False
) -> Created:
    """Creates tickets in one commit; they may refer to each other by the IDs they bring.

    `dangling_ok`: a well-formed ID that nobody has may stand as parent or dependency, as in a
    ticket that comes from another project.

    Raises:
        BadTicketsError: a value is wrong; all mistakes are told at once, nothing was written.
        DanglingError: a reference leads nowhere.
        TakenError: an ID that a draft brings is taken.
        CycleError: the new tickets would close a circle.
    """
    tickets, dangling = _tickets(session, batch, dangling_ok=dangling_ok)
    changes = []
    for ticket, draft in zip(tickets, batch.drafts, strict=True):
        path = session.workspace.location.folder / f"{ticket.id}.md"
        file = _laid_out(session, ticket, draft)
        changes.append(Change(ticket.id, path, None, file, _what(ticket.title)))
    refuse_new_cycles(session.project, tickets)
    outcome = session.save(changes, typed=typed)
    return Created(outcome, tuple(each.id for each in tickets), dangling)


def composed(session: Session, draft: Draft) -> tuple[str, str]:
    """The ID and text that a draft would become now, for an editor to show; nothing is written.

    Raises:
        BadTicketsError: a value is wrong.
        DanglingError: a reference leads nowhere.
    """
    (ticket,), _ = _tickets(session, Batch((draft,)), dangling_ok=False)
    return ticket.id, _laid_out(session, ticket, draft).text.document.text


def create_written(session: Session, ticket_id: str, text: str, name: str) -> Created:
    """Creates a ticket from a text that somebody edited; its ID is a free one at this moment.

    `name` is what messages call the text.

    Raises:
        BadTicketsError: the text has an error.
        CycleError: the new ticket would close a circle.
    """
    settings, taken = session.workspace.settings, known_ids(session)
    free = next_free(session, taken) if ticket_id in taken else ticket_id
    data = text.encode(errors="surrogateescape")
    written = read_ticket(data, name, settings, stem=free)
    errors = [each.line for each in written.diagnostics if each.severity is Severity.ERROR]
    path = session.workspace.location.folder / f"{free}.md"
    file = session.workspace.read(path, data)
    if errors or not isinstance(file, ValidFile):
        raise BadTicketsError(errors)
    file = apply_edits(file, [SetField("id", free)])
    ticket = file.ticket
    refuse_new_cycles(session.project, [ticket])
    outcome = session.save([Change(free, path, None, file, _what(ticket.title))], typed=True)
    known = session.project.graph.resolve
    dangling = tuple(target for _, _, target in references_of(ticket) if known(target) is None)
    return Created(outcome, (free,), dangling)


def _what(title: str) -> str:
    return f"create: {title if len(title) <= _TITLE_SHOWN else title[: _TITLE_SHOWN - 1] + '…'}"


def _tickets(
    session: Session, batch: Batch, *, dangling_ok: bool
) -> tuple[list[Ticket], tuple[str, ...]]:
    """The front matters of a batch, with IDs, defaults and references; and what dangles."""
    settings = session.workspace.settings
    mistakes = [*batch.mistakes, *value_mistakes(batch, settings)]
    ids = allocated(session, [str(draft.values.get("id", "")) for draft in batch.drafts])
    references = References(session.project, frozenset(ids), dangling_ok=dangling_ok)
    tickets = []
    for number, (draft, ticket_id) in enumerate(zip(batch.drafts, ids, strict=True), 1):
        ticket = _ticket(session, draft, ticket_id)
        tickets.append(references.resolved(ticket, batch.where(number)))
    if mistakes:
        raise BadTicketsError([*mistakes, *references.mistakes], batch.name)
    if references.mistakes:
        raise DanglingError(references.mistakes, batch.name)
    return tickets, tuple(dict.fromkeys(references.dangling))


def _ticket(session: Session, draft: Draft, ticket_id: str) -> Ticket:
    """The front matter of a new ticket, with the settings' defaults."""
    settings = session.workspace.settings
    defaults: dict[str, Value] = {
        "id": ticket_id,
        "status": "backlog",
        "ticket_type": settings.default_ticket_type,
        "priority": settings.default_priority,
        "created": format_timestamp(session.workspace.now()),
    }
    given = {key: value for key, value in draft.values.items() if value}
    unique = {
        key: tuple(dict.fromkeys(value)) if isinstance(value, tuple) else value
        for key, value in given.items()
    }
    custom = tuple((key, value) for key, value in draft.custom.items() if value)
    return Ticket.of({**defaults, **unique, "id": ticket_id}, fields=custom)


def _laid_out(session: Session, ticket: Ticket, draft: Draft) -> ValidFile:
    settings, workspace = session.workspace.settings, session.workspace
    shown = workspace.location.shown(workspace.location.folder / f"{ticket.id}.md")
    template = ticket_body(ticket, workspace.location.templates)
    file = new_ticket(ticket, blank_body(draft, template), shown, settings)
    return apply_edits(file, list(body_edits(draft, file)))
