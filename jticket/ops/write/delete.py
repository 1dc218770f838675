"""`delete`: removes tickets that no other refers to and that git keeps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from jticket.errors import Advice, RefusedError, Remedy
from jticket.model.field_values import custom_references_of, references_of
from jticket.model.wording import listed
from jticket.ops.lookup import (
    BrokenTicketError,
    require_written_out,
    resolve_ticket,
    unreadable_file,
)
from jticket.ops.write.change import Change
from jticket.store.files import permissions
from jticket.text.reading import ValidFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from jticket.errors import Message
    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session
    from jticket.text.project import Project
    from jticket.text.reading import File

_NAMED = 5


class ReferredToError(RefusedError):
    """Raised when other tickets refer to a ticket that would be gone.

    `referrers` are the keys by which each of them does, by ID.
    """

    code = "referred_to"

    def __init__(
        self, ticket_id: str, referrers: dict[str, tuple[str, ...]], *hints: Message | Advice
    ) -> None:
        message = f"other tickets refer to {ticket_id}: {referrers_words(referrers)}"
        super().__init__(message, "remove these references", *hints)
        self.ticket_id, self.referrers = ticket_id, referrers


class NotKeptError(RefusedError):
    """Raised when git does not have the text of a file that would be removed."""

    code = "uncommitted"

    def __init__(self, ticket_id: str, path: str, hint: Message | Advice) -> None:
        super().__init__(f"{path} is not committed as it is, so its text would be lost", hint)
        self.ticket_id, self.path = ticket_id, path


def delete(session: Session, references: Sequence[str]) -> Outcome:
    """Removes the files of tickets in one commit.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        NotWrittenOutError: a reference is not a whole ID.
        ReferredToError: another ticket refers to one of them, and nothing forces it.
        NotKeptError: git does not have the text of a file as it is.
        JticketError: the files can't be removed, or that can't be committed.
    """
    project = session.project
    files = {file.path: file for file in (_file(project, word) for word in references)}
    changes: list[Change] = []
    notices: list[str] = []
    for file in files.values():
        ticket_id = _id(file)
        if found := referrers(project, ticket_id, leaving=files):
            if not session.options.force:
                raise ReferredToError(ticket_id, found, *_instead(project, file))
            notices.append(f"no ticket {ticket_id} any more for {referrers_words(found)}")
        path = session.workspace.path_of(file)
        mode, is_forced = permissions(path), bool(found)
        changes.append(Change(ticket_id, path, file, None, mode=mode, is_forced=is_forced))
    refuse_unkept(session, changes)
    outcome = session.save(changes)
    return replace(outcome, notices=(*outcome.notices, *notices))


def referrers(
    project: Project, ticket_id: str, *, leaving: Collection[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Returns the keys by which other tickets refer to one, by their IDs.

    Those whose files are at the paths in `leaving` don't count.
    """
    resolve, found = project.graph.resolve, {}
    for file in project.valid:
        ticket = file.ticket
        if file.path in leaving or ticket.id == ticket_id:
            continue
        targets = [(key, target) for key, _, target in references_of(ticket)]
        targets += custom_references_of(ticket, project.settings)
        keys = [key for key, target in targets if resolve(target) == ticket_id]
        if keys:
            found[ticket.id] = tuple(dict.fromkeys(keys))
    return found


def referrers_words(found: Mapping[str, Sequence[str]]) -> str:
    """Returns who refers to a ticket, and by which keys: `JJM-014 (dependencies, parent_id)`."""
    return listed([f"{ticket_id} ({', '.join(keys)})" for ticket_id, keys in found.items()], _NAMED)


def refuse_unkept(session: Session, changes: Sequence[Change]) -> None:
    """Refuses to remove a file whose text git does not have.

    Raises:
        NotKeptError: it is not in HEAD as it is now, or there is no repository.
    """
    from jticket.vcs.commit.commit import not_in_head

    paths = [change.path for change in changes]
    lost = paths if session.repository is None else not_in_head(session.repository, paths)
    for change in changes:
        if change.path in lost:
            can_commit = session.repository is not None and isinstance(change.before, ValidFile)
            hint: Message | Advice = "delete the file by hand if you don't need it"
            if can_commit:
                hint = (Advice(Remedy.COMMIT_LATER, (change.id,)), ", so that git keeps it")
            raise NotKeptError(change.id, session.workspace.location.shown(change.path), hint)


def _file(project: Project, reference: str) -> File:
    """Returns the file that a whole ID means; one that can't be read has its name for an ID."""
    try:
        file = resolve_ticket(project, reference)
    except BrokenTicketError as error:
        broken = unreadable_file(project, reference)
        if broken is None or broken.data is None:
            raise
        require_written_out(project, reference, error.ticket_id)
        return broken
    require_written_out(project, reference, file.ticket.id)
    return file


def _id(file: File) -> str:
    return file.ticket.id if isinstance(file, ValidFile) else PurePosixPath(file.path).stem


def _instead(project: Project, file: File) -> Iterator[Advice]:
    if isinstance(file, ValidFile) and not project.settings.is_closed(file.ticket.status):
        yield Advice(Remedy.CANCEL, (file.ticket.id,))
