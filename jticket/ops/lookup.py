"""Looking up the one ticket that a reference means: an ID, a number, a former ID, a ref."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from jticket.errors import Advice, BadDataError, NotFoundError, Remedy, UsageError
from jticket.model.ids import is_id, matching, named
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from jticket.text.project import Project
    from jticket.text.reading import UnreadableFile, ValidFile


class NotWrittenOutError(UsageError):
    """Raised when an ID must be written out, but a shorter word for the ticket was given."""

    def __init__(self, reference: str, ticket_id: str) -> None:
        super().__init__(
            f"{quoted(reference)} is only part of an ID; this command needs all of it",
            f"write {ticket_id} if you mean that ticket",
        )
        self.reference, self.ticket_id = reference, ticket_id


class BrokenTicketError(BadDataError):
    """Raised when the file of the ticket that was asked for can't be read; `reason` says why."""

    code = "broken_ticket"

    def __init__(self, file: UnreadableFile) -> None:
        self.reason = file.reason
        self.ticket_id = PurePosixPath(file.path).stem
        hint = Advice(Remedy.SHOW_RAW, (self.ticket_id,))
        super().__init__(f"{self.ticket_id} can't be read: {file.reason.line}", hint)


def resolve_ticket(project: Project, reference: str) -> ValidFile:
    """Returns the ticket that a reference means.

    Raises:
        NotFoundError: no ticket, or several.
        DuplicateTicketError: several files have its ID.
        BrokenTicketError: its file can't be read.
    """
    try:
        return project.find(reference)
    except NotFoundError:
        if (file := unreadable_file(project, reference)) is None:
            raise
        raise BrokenTicketError(file) from None


def require_written_out(project: Project, reference: str, ticket_id: str) -> None:
    """Refuses a reference that is not the ticket's whole ID, number, former ID or ref.

    For what is hard to take back: the beginning of an ID may be a slip of the finger.

    Raises:
        NotWrittenOutError: it is the beginning of an ID, or a word for some ticket.
    """
    ticket = project.graph.tickets.get(ticket_id)
    others = (*ticket.aliases, *ticket.value("refs")) if ticket else ()
    whole = {name.casefold() for name in (*others, ticket_id.partition("-")[2])}
    word = reference.strip().casefold()
    if word not in whole and not named(
        reference, (ticket_id, *filter(is_id, others)), project.settings.prefix
    ):
        raise NotWrittenOutError(reference, ticket_id)


def unreadable_file(project: Project, reference: str) -> UnreadableFile | None:
    """Returns the unreadable file whose name a reference means; None for no file, or several."""
    files = {PurePosixPath(file.path).stem: file for file in project.unreadable}
    stems = matching(reference, files, project.settings.prefix)
    return files[stems[0]] if len(stems) == 1 else None
