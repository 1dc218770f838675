"""IDs for new tickets: those they were given, or the next that no ticket has or had."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from jticket.errors import ConflictError
from jticket.model.ids import is_id, next_random, next_sequential, number_of
from jticket.model.settings import IdScheme

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from jticket.ops.write.transaction import Session


class TakenError(ConflictError):
    """Raised when an ID is, or was, that of another ticket; `where` says of which."""

    code = "id_taken"

    def __init__(self, ticket_id: str, where: str) -> None:
        message = f"the ID {ticket_id} is taken: {where}"
        super().__init__(message, "nothing was written; leave the id out, and a free one is found")
        self.ticket_id, self.where = ticket_id, where


def allocated(session: Session, wanted: Sequence[str]) -> list[str]:
    """Returns an ID for each new ticket: the one it wants, or ("") the next free one.

    Raises:
        TakenError: an ID that a ticket wants is taken.
        JticketError: git fails.
    """
    known = known_ids(session)
    taken = {_normal_form(ticket_id): where for ticket_id, where in known.items()}
    for ticket_id in filter(None, wanted):
        form = _normal_form(ticket_id)
        if form in taken:
            raise TakenError(ticket_id, taken[form])
        taken[form] = "another ticket of this batch has it"
    used = {*known, *filter(None, wanted)}
    ids = []
    for ticket_id in wanted:
        ids.append(ticket_id or next_free(session, used))
        used.add(ids[-1])
    return ids


def next_free(session: Session, used: Collection[str]) -> str:
    """Returns the next ID by the project's scheme that is not used."""
    settings = session.workspace.settings
    if settings.id_scheme is IdScheme.RANDOM:
        return next_random(settings.prefix, used, session.workspace.environment.chooser)
    return next_sequential(settings.prefix, used, settings.id_width)


def known_ids(session: Session) -> dict[str, str]:
    """Returns every ID that is or was used, and where: in files, branches and history.

    Raises:
        JticketError: git fails.
    """
    known: dict[str, str] = {}
    if session.repository is not None:
        from jticket.vcs.known_names import known_names

        for name in known_names(session.repository, session.workspace.location.folder):
            if is_id(stem := PurePosixPath(name).stem) and name.endswith(".md"):
                known[stem] = "it is or was used in another branch"
    for file in session.project.files:
        if is_id(stem := PurePosixPath(file.path).stem):
            known[stem] = f"it is the name of {file.path}"
    for file in session.project.valid:
        ticket = file.ticket
        for alias in ticket.aliases:
            known[alias] = f"it is a former ID of {ticket.id}"
        known[ticket.id] = f"it is that of {file.path}"
    return known


def _normal_form(ticket_id: str) -> str | tuple[str, int]:
    """Returns what all spellings of an ID share: `JJM-5` is `JJM-005`."""
    return number_of(ticket_id) or ticket_id
