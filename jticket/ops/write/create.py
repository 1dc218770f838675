"""`create`: new tickets from drafts or from an edited text, all or none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jticket.errors import NotFoundError
from jticket.model.dates import format_timestamp
from jticket.model.diagnostics import Severity
from jticket.model.field_values import references_of
from jticket.model.ticket import Ticket
from jticket.ops.templates import ticket_body
from jticket.ops.write.change import Change
from jticket.ops.write.cycles import refuse_new_cycles
from jticket.ops.write.drafts import (
    BadTicketsError,
    Batch,
    blank_body,
    body_edits,
    mistakes_message,
    value_mistakes,
    with_stored_values,
)
from jticket.ops.write.id_allocation import allocated, known_ids, next_free
from jticket.ops.write.references import References
from jticket.text.edits.apply import apply_edits
from jticket.text.edits.edit import SetField
from jticket.text.new_file import new_ticket
from jticket.text.reading import ValidFile, read_ticket

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.errors import Message
    from jticket.model.ticket import Value
    from jticket.ops.write.drafts import Draft
    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session


class DanglingError(NotFoundError):
    """Raised when references of new tickets lead nowhere."""

    def __init__(self, mistakes: Sequence[Message], name: str) -> None:
        super().__init__(mistakes_message(mistakes, name), "nothing was written")
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True, slots=True)
class Created:
    """The new tickets in the order of their drafts, and their references that lead nowhere."""

    outcome: Outcome
    ids: tuple[str, ...]
    dangling: tuple[str, ...] = ()


def create_tickets(
    session: Session, batch: Batch, *, has_user_text: bool, dangling_ok: bool = False
) -> Created:
    """Creates tickets in one commit; they may refer to each other by the IDs of their drafts.

    `dangling_ok`: a reference may be a well-formed ID that no ticket has, as in tickets from
    another project.

    Raises:
        BadTicketsError: values are wrong; it has all mistakes.
        DanglingError: a reference leads nowhere.
        TakenError: the ID of a draft is taken.
        CycleError: the new tickets would close a cycle.
        TemplateError: the template of a type is wrong.
        NotCommittedError: only the commit failed, and the user wrote the text.
        JticketError: they can't be written or committed.
    """
    tickets, dangling = _tickets(session, batch, dangling_ok=dangling_ok)
    changes = []
    for ticket, draft in zip(tickets, batch.drafts, strict=True):
        path = session.workspace.location.folder / f"{ticket.id}.md"
        file = _file_of(session, ticket, draft)
        changes.append(Change(ticket.id, path, None, file))
    refuse_new_cycles(session.project, tickets)
    outcome = session.save(changes, has_user_text=has_user_text)
    return Created(outcome, tuple(ticket.id for ticket in tickets), dangling)


def composed(session: Session, draft: Draft) -> tuple[str, str]:
    """Returns the ID and text that a draft would have now, for an editor; writes nothing.

    Raises:
        BadTicketsError: a value is wrong.
        DanglingError: a reference leads nowhere.
        TakenError: the ID of the draft is taken.
        TemplateError: the template of the type is wrong.
        JticketError: git can't list the IDs that were used.
    """
    (ticket,), _ = _tickets(session, Batch((draft,)), dangling_ok=False)
    return ticket.id, _file_of(session, ticket, draft).text.document.text


def create_written(session: Session, ticket_id: str, text: str, name: str) -> Created:
    """Creates a ticket from a text that the user edited; a taken ID is replaced by a free one.

    `name` is what messages call the text.

    Raises:
        BadTicketsError: the text has an error.
        CycleError: the new ticket would close a cycle.
        NotCommittedError: only the commit failed; the text is in the ticket's file.
        JticketError: it can't be written or committed.
    """
    settings, taken = session.workspace.settings, known_ids(session)
    free = next_free(session, taken) if ticket_id in taken else ticket_id
    data = text.encode(errors="surrogateescape")
    written = read_ticket(data, name, settings, stem=free)
    errors = [
        diagnostic.line
        for diagnostic in session.project.diagnostics_of(written)
        if diagnostic.severity is Severity.ERROR
    ]
    path = session.workspace.location.folder / f"{free}.md"
    file = session.workspace.read(path, data)
    if errors or not isinstance(file, ValidFile):
        raise BadTicketsError(errors)
    file = apply_edits(file, [SetField("id", free)])
    ticket = file.ticket
    refuse_new_cycles(session.project, [ticket])
    change = Change(free, path, None, file)
    outcome = session.save([change], has_user_text=True)
    known = session.project.graph.resolve
    dangling = tuple(target for _, _, target in references_of(ticket) if known(target) is None)
    return Created(outcome, (free,), dangling)


def _tickets(
    session: Session, batch: Batch, *, dangling_ok: bool
) -> tuple[list[Ticket], tuple[str, ...]]:
    """Returns the tickets of a batch, without their bodies, and dangling references."""
    settings, today = session.workspace.settings, session.workspace.today
    drafts = tuple(with_stored_values(draft, session.project, today) for draft in batch.drafts)
    batch = replace(batch, drafts=drafts)
    mistakes: list[Message] = [*batch.mistakes, *value_mistakes(batch, settings)]
    ids = allocated(session, [str(draft.values.get("id", "")) for draft in batch.drafts])
    new = _names(batch, ids)
    references = References(session.project, new, dangling_ok=dangling_ok)
    tickets = []
    for number, (draft, ticket_id) in enumerate(zip(batch.drafts, ids, strict=True), 1):
        ticket = _ticket(session, draft, ticket_id)
        tickets.append(references.resolved(ticket, batch.where(number)))
    if mistakes:
        raise BadTicketsError([*mistakes, *references.mistakes], batch.name)
    if references.mistakes:
        raise DanglingError(references.mistakes, batch.name)
    return tickets, tuple(dict.fromkeys(references.dangling))


def _names(batch: Batch, ids: Sequence[str]) -> dict[str, str]:
    """Returns the IDs of new tickets by their IDs and aliases; an ID wins over an alias."""
    names: dict[str, str] = {}
    for draft, ticket_id in zip(batch.drafts, ids, strict=True):
        for alias in draft.values.get("aliases", ()):
            names.setdefault(alias, ticket_id)
    return names | {ticket_id: ticket_id for ticket_id in ids}


def _ticket(session: Session, draft: Draft, ticket_id: str) -> Ticket:
    """Returns a new ticket, without its body, with the defaults of the settings."""
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


def _file_of(session: Session, ticket: Ticket, draft: Draft) -> ValidFile:
    settings, workspace = session.workspace.settings, session.workspace
    shown = workspace.location.shown(workspace.location.folder / f"{ticket.id}.md")
    template = ticket_body(ticket, workspace.location.templates)
    file = new_ticket(ticket, blank_body(draft, template), shown, settings)
    return apply_edits(file, list(body_edits(draft, file)))
