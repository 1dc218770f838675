"""`archive`: moves closed tickets, unchanged, into a subfolder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import Argument, RefusedError
from jticket.ops.dates import past_moment
from jticket.ops.lookup import resolve_ticket
from jticket.ops.write.change import Change

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session
    from jticket.text.reading import ValidFile

FOLDER = "archive"


class StillOpenError(RefusedError):
    """Raised when a ticket to archive is not closed."""

    def __init__(self, ticket_id: str, status: str) -> None:
        super().__init__(f"{ticket_id} is {status}: only closed tickets are archived")
        self.ticket_id, self.status = ticket_id, status


class PlaceTakenError(RefusedError):
    """Raised when there is already a file where a ticket would go."""

    def __init__(self, place: str) -> None:
        super().__init__(f"there is a file at {place} already", "move one of the two by hand")
        self.place = place


def archive(session: Session, references: Sequence[str], older_than: str | None = None) -> Outcome:
    """Moves closed tickets to `archive/`: those that are named, or else all.

    With `older_than`, an age or a day, only those whose status last changed by then, by git's
    history.

    Raises:
        UsageError: `older_than` is neither an age nor a day, or lies in the future.
        NotFoundError: a ticket that is named does not exist, or its name may mean several.
        StillOpenError: a ticket that is named is open.
        PlaceTakenError: there is already a file where a ticket would go.
        JticketError: the tickets can't be read, written or committed, or git's history can't be
            read.
    """
    workspace, settings = session.workspace, session.project.settings
    folder = workspace.location.folder / FOLDER
    if references:
        named = [resolve_ticket(session.project, reference) for reference in references]
        chosen = list({file.path: file for file in named}.values())
    else:
        valid = session.project.valid
        chosen = [file for file in valid if settings.is_closed(file.ticket.status)]
    limit = None
    if older_than is not None:
        limit = past_moment(older_than, workspace.now(), Argument.OLDER_THAN)
    since = _closed_since(session) if limit is not None else {}
    changes: list[Change] = []
    for file in chosen:
        ticket, path = file.ticket, workspace.path_of(file)
        if not settings.is_closed(ticket.status):
            raise StillOpenError(ticket.id, ticket.status)
        if path.is_relative_to(folder):
            continue
        if limit is not None and not _is_older(path, since, limit):
            continue
        changes += _move(session, file, path, folder / path.name)
    if not changes:
        return session.unchanged("nothing to archive")
    return session.save(changes)


def _is_older(path: Path, since: Mapping[str, datetime], limit: datetime) -> bool:
    moment = since.get(path.name)
    return moment is not None and moment <= limit


def _move(session: Session, file: ValidFile, old: Path, new: Path) -> list[Change]:
    if new.exists():
        raise PlaceTakenError(session.workspace.location.shown(new))
    ticket_id = file.ticket.id
    moved = session.workspace.read(new, file.text.document.encoded())
    return [
        Change(ticket_id, new, None, moved, moved_from=old),
        Change(ticket_id, old, file, None),
    ]


def _closed_since(session: Session) -> dict[str, datetime]:
    if session.repository is None:
        return {}
    from jticket.vcs.log import last_changes

    return last_changes(session.repository, session.workspace.location.folder, "^status:")
