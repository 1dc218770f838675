"""`undo`: reverts a commit on tickets by a new one, where nothing touched the same lines since."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jticket.errors import Advice, NotFoundError, RefusedError, Remedy
from jticket.model.wording import listed
from jticket.ops.write.own_commits import other_files, own_commits, subject_of
from jticket.ops.write.undo_errors import refuse_new_errors
from jticket.ops.write.undo_files import reverted

if TYPE_CHECKING:
    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session
    from jticket.vcs.log import Commit
    from jticket.vcs.repository import Repository

_NAMED_FILES = 3
_UNDOING = re.compile(r"(undo|redo): (.*)")


class NothingToUndoError(NotFoundError):
    """Raised when the branch has no commit that jticket made."""

    code = "nothing_to_undo"

    def __init__(self) -> None:
        super().__init__("jticket has made no commit on tickets here that could be undone")


class OfAnotherError(RefusedError):
    """Raised when the last commit on tickets is someone else's, and it was not named."""

    code = "not_yours"

    def __init__(self, commit: Commit) -> None:
        super().__init__(
            f"the last commit on tickets, '{commit.subject}', is by {commit.author}",
            Advice(Remedy.UNDO, (commit.id[:10],)),
        )
        self.commit = commit


class NotUndoableError(RefusedError):
    """Raised when a commit is not one on tickets alone, or has several parents."""

    code = "not_undoable"

    def __init__(self, commit: Commit, reason: str, hint: str | None = None) -> None:
        super().__init__(f"{commit.id[:10]} '{commit.subject}' {reason}", hint)
        self.commit, self.reason = commit, reason


@dataclass(frozen=True, slots=True)
class Undone:
    """The commit that was undone, and the outcome of that."""

    commit: Commit
    outcome: Outcome


def undo(session: Session, revision: str | None) -> Undone:
    """Reverts the user's last commit on tickets, or the one that is named.

    Reverting such a commit does again what it undid.

    Raises:
        NoRepositoryError: there is no repository.
        NoRevisionError: there is no such commit.
        NothingToUndoError: there is none to undo.
        OfAnotherError: the last one is someone else's.
        NotUndoableError: the named one is a merge, holds other files or is not in the history.
        ChangedSinceError: something changed the same lines since.
        ReferredToError: a ticket that would be gone is referred to.
        FaultyUndoError: a ticket would be wrong then.
        JticketError: the files can't be written or committed.
    """
    from jticket.vcs.errors import NoRepositoryError

    repository = session.repository
    if repository is None:
        raise NoRepositoryError(session.workspace.location.folder)
    commit = _named(session, repository, revision) if revision else _last(session, repository)
    subject = subject_of(commit.subject, session.workspace.settings)
    what = _opposite(subject.what if subject else commit.subject)
    message = f"{session.options.message or what}\n\nThis reverts commit {commit.id}."
    session = replace(session, options=replace(session.options, message=message))
    changes = reverted(session, repository, commit, what)
    refuse_new_errors(session, changes)
    return Undone(commit, session.save(changes))


def _opposite(what: str) -> str:
    """Returns the words for reverting what a commit did; what it undid is done again."""
    match = _UNDOING.fullmatch(what)
    if match is None:
        return f"undo: {what}"
    return f"{'redo' if match[1] == 'undo' else 'undo'}: {match[2]}"


def _last(session: Session, repository: Repository) -> Commit:
    from jticket.vcs.identity import author

    commit = next(own_commits(session.workspace, repository), None)
    if commit is None:
        raise NothingToUndoError
    user = author(repository)
    if user is not None and user.email != commit.email:
        raise OfAnotherError(commit)
    _refuse_unknown_parent(commit, repository)
    return commit


def _named(session: Session, repository: Repository, revision: str) -> Commit:
    from jticket.vcs.log import with_files
    from jticket.vcs.merge_base import is_ancestor
    from jticket.vcs.revisions import commit_named

    (commit,) = with_files(repository, [commit_named(repository, revision)])
    short, folder = commit.id[:10], session.workspace.location.folder
    if len(commit.parents) > 1:
        raise NotUndoableError(commit, "is a merge", f"`git revert -m 1 {short}` undoes a merge")
    others = other_files(commit, repository, folder)
    if len(others) == len(commit.files):
        raise NotUndoableError(commit, "changes no ticket", f"`git revert {short}` undoes it")
    if others:
        reason = f"also changes {listed(others, _NAMED_FILES)}"
        raise NotUndoableError(commit, reason, f"`git revert {short}` undoes all of it")
    if not is_ancestor(repository, commit.id, "HEAD"):
        raise NotUndoableError(commit, "is not in the history of this branch")
    _refuse_unknown_parent(commit, repository)
    return commit


def _refuse_unknown_parent(commit: Commit, repository: Repository) -> None:
    """Refuses the oldest commit of a shallow clone, which seems to have made all tickets."""
    from jticket.vcs.shallow import is_shallow

    if not commit.parents and is_shallow(repository):
        hint = "`git fetch --unshallow` fetches what was before"
        raise NotUndoableError(commit, "is where this shallow clone begins", hint)
