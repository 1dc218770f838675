"""What reverting a commit does to each of its ticket files, merged with what came after."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from jticket.errors import Advice, ConflictError, Remedy
from jticket.ops.write.change import Change
from jticket.ops.write.delete import ReferredToError, referrers
from jticket.ops.write.own_commits import ticket_path
from jticket.store.files import permissions
from jticket.text.reading import ValidFile
from jticket.vcs.blobs import Blob, checked_out
from jticket.vcs.merge_file import Overlap, merge_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from jticket.ops.write.transaction import Session
    from jticket.text.reading import File
    from jticket.vcs.log import Commit
    from jticket.vcs.repository import Repository


class ChangedSinceError(ConflictError):
    """Raised when what a commit did was changed after it; `line` is None for the file itself."""

    def __init__(self, ticket_id: str, place: str, line: int | None, reason: str) -> None:
        where = f"{place}:{line}" if line else place
        hint = Advice(Remedy.SHOW_LOG, (ticket_id,))
        super().__init__(f"{where} {reason}; nothing was undone", hint)
        self.ticket_id, self.place, self.line = ticket_id, place, line


@dataclass(frozen=True, slots=True)
class _Step:
    """What a commit did to a file: its path and content, before and after; None for no file."""

    path: Path
    before: bytes | None
    after: bytes | None


def reverted(session: Session, repository: Repository, commit: Commit, what: str) -> list[Change]:
    """Returns the changes that revert a commit, none for a file that is as it was before it.

    A ticket is found wherever its file was moved to since.

    Raises:
        ChangedSinceError: something changed the same lines since.
        ReferredToError: another ticket refers to one that would be gone.
        JticketError: git fails.
    """
    revert = _Revert(session, repository, what)
    steps = revert.steps(commit)
    moves = _moves(steps)
    changes = [change for old, new in moves for change in revert.moved_back(old, new)]
    moved = {step.path for pair in moves for step in pair}
    for step in steps:
        if step.path not in moved:
            changes += revert.change(step)
    _refuse_referred(session, changes)
    return changes


def _moves(steps: list[_Step]) -> list[tuple[_Step, _Step]]:
    """Returns the files that a commit moved unchanged: as gone, and as new."""
    gone = [step for step in steps if step.after is None]
    moves = []
    for new in steps:
        if new.before is None:
            old = next((step for step in gone if step.before == new.after), None)
            if old is not None:
                gone.remove(old)
                moves.append((old, new))
    return moves


def _refuse_referred(session: Session, changes: list[Change]) -> None:
    gone = [change for change in changes if change.before and change.after is None]
    kept = {change.id for change in changes if change.after is not None}
    leaving = {change.before.path for change in gone if change.before}
    for change in gone:
        found = referrers(session.project, change.id, leaving=leaving)
        if found and change.id not in kept:
            raise ReferredToError(change.id, found)


@dataclass(frozen=True)
class _Revert:
    session: Session
    repository: Repository
    what: str

    def steps(self, commit: Commit) -> list[_Step]:
        """Returns what a commit did, its contents as git checks them out."""
        folder = self.session.workspace.location.folder
        paths = {
            step.name: path
            for step in commit.files
            if (path := ticket_path(step.name, self.repository, folder))
        }
        blobs = [
            Blob(step.name, blob)
            for step in commit.files
            for blob in (step.before, step.after)
            if blob and step.name in paths
        ]
        contents = checked_out(self.repository, blobs)
        return [
            _Step(
                paths[step.name],
                contents[Blob(step.name, step.before)] if step.before else None,
                contents[Blob(step.name, step.after)] if step.after else None,
            )
            for step in commit.files
            if step.name in paths
        ]

    @cached_property
    def _files(self) -> Mapping[Path, File]:
        workspace = self.session.workspace
        return {workspace.path_of(file): file for file in self.session.project.files}

    def change(self, step: _Step) -> Iterator[Change]:
        """Yields the change that reverts what a commit did to a file."""
        if step.after is None and step.before is not None:
            yield from self._restored(step.path, step.before)
        elif step.before is None and step.after is not None:
            yield from self._removed(step.path, step.after)
        elif step.before is not None and step.after is not None:
            yield from self._merged(step.path, step.after, step.before)

    def moved_back(self, old: _Step, new: _Step) -> Iterator[Change]:
        """Yields the changes that move a file back, with what was edited in it since."""
        path, file = self._now(new.path, new.after or b"")
        if path == old.path:
            return
        if old.path in self._files:
            raise self._changed_since(old.path, None, "is there again")
        data = _bytes(file)
        moved = self.session.workspace.read(old.path, data)
        ticket_id = _id(file, path)
        yield Change(ticket_id, old.path, None, moved, self.what, moved_from=path)
        yield Change(ticket_id, path, file, None, self.what)

    def _restored(self, path: Path, before: bytes) -> Iterator[Change]:
        file = self.session.workspace.read(path, before)
        now = self._files.get(path)
        if now is not None and _bytes(now) == before:
            return
        if now is not None:
            raise self._changed_since(path, None, "is there again")
        yield Change(_id(file, path), path, None, file, self.what)

    def _removed(self, path: Path, after: bytes) -> Iterator[Change]:
        try:
            place, file = self._now(path, after)
        except ChangedSinceError:
            return  # it is gone already
        overlap = merge_file(self.repository, after, _bytes(file), b"")
        if overlap:
            line = overlap.line if isinstance(overlap, Overlap) else None
            raise self._changed_since(place, line, "was changed since it was created")
        mode = permissions(place)
        yield Change(_id(file, place), place, file, None, self.what, mode=mode)

    def _merged(self, path: Path, after: bytes, before: bytes) -> Iterator[Change]:
        place, file = self._now(path, after)
        data = merge_file(self.repository, after, _bytes(file), before)
        if isinstance(data, Overlap):
            raise self._changed_since(place, data.line, "was changed since, on the same lines")
        if data != _bytes(file):
            result = self.session.workspace.read(place, data)
            yield Change(_id(file, place), place, file, result, self.what)

    def _now(self, path: Path, after: bytes) -> tuple[Path, File]:
        """Returns where a file is now, and what it holds; it may have been moved."""
        file = self._files.get(path)
        if file is not None:
            return path, file
        was = self.session.workspace.read(path, after)
        if isinstance(was, ValidFile):
            same = self.session.project.by_id.get(was.ticket.id, ())
            if len(same) == 1:
                return self.session.workspace.path_of(same[0]), same[0]
        raise self._changed_since(path, None, "is gone since")

    def _changed_since(self, path: Path, line: int | None, reason: str) -> ChangedSinceError:
        return ChangedSinceError(
            path.stem, self.session.workspace.location.shown(path), line, reason
        )


def _bytes(file: File) -> bytes:
    if isinstance(file, ValidFile):
        return file.text.document.encoded()
    return file.data or b""


def _id(file: File, path: Path) -> str:
    return file.ticket.id if isinstance(file, ValidFile) else path.stem
