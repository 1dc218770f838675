"""`archive`: closed tickets out of the way, into a subfolder, whole and under their own IDs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import RefusedError
from jticket.ops.selection import resolve_ticket
from jticket.ops.write.commit_message import Change
from jticket.ops.write.transaction import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta
    from pathlib import Path

    from jticket.ops.write.transaction import Session
    from jticket.text.reading import ValidFile

FOLDER = "archive"


class StillOpenError(RefusedError):
    """Says that only closed tickets are archived."""

    def __init__(self, ticket_id: str, status: str) -> None:
        super().__init__(f"{ticket_id} is {status}: only closed tickets are archived")


class PlaceTakenError(RefusedError):
    """Says that there is a file already where a ticket would go."""

    def __init__(self, place: str) -> None:
        super().__init__(f"there is a file at {place} already", "move one of the two by hand")


def archive(
    session: Session, references: Sequence[str], older_than: timedelta | None = None
) -> Outcome:
    """Moves closed tickets to `archive/`: those that are named, else all.

    With `older_than` only those whose status last changed that long ago, by git's history.

    Raises:
        StillOpenError: a ticket that is named is open.
    """
    workspace, settings = session.workspace, session.project.settings
    folder = workspace.location.folder / FOLDER
    if references:
        named = [resolve_ticket(session.project, each) for each in references]
        chosen = list({each.path: each for each in named}.values())
    else:
        chosen = list(session.project.valid)
        chosen = [each for each in chosen if settings.is_closed(each.ticket.status)]
    since = _closed_since(session) if older_than is not None else {}
    now = workspace.now()
    changes: list[Change] = []
    for file in chosen:
        ticket, path = file.ticket, workspace.path_of(file)
        if not settings.is_closed(ticket.status):
            raise StillOpenError(ticket.id, ticket.status)
        if path.is_relative_to(folder):
            continue
        if older_than is not None and not _is_older(path, since, now, older_than):
            continue
        changes += _move(session, file, path, folder / path.name)
    return session.save(changes) if changes else Outcome(notices=("nothing to archive",))


def _is_older(path: Path, since: Mapping[str, datetime], now: datetime, age: timedelta) -> bool:
    moment = since.get(path.name)
    return moment is not None and now - moment >= age


def _move(session: Session, file: ValidFile, old: Path, new: Path) -> list[Change]:
    if new.exists():
        raise PlaceTakenError(session.workspace.location.shown(new))
    ticket_id = file.ticket.id
    words = f"move to {FOLDER}/"
    return [
        Change(ticket_id, new, None, file, words),
        Change(ticket_id, old, file, None, words),
    ]


def _closed_since(session: Session) -> dict[str, datetime]:
    if session.repository is None:
        return {}
    from jticket.vcs.log import last_changes

    return last_changes(session.repository, session.workspace.location.folder, "^status:")
