"""The history of tickets in git: their edits, and when each was in which status.

Only commits that HEAD descends from count; uncommitted edits do not.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from jticket.model.history.timeline import FileState
from jticket.model.ids import is_id, matching
from jticket.ops.history.entries import History
from jticket.ops.history.follow import Follower
from jticket.ops.snapshots import snapshots_of
from jticket.store.files import is_ticket_path
from jticket.text.bulk_reader import TicketReader
from jticket.text.project import NoSuchTicketError
from jticket.text.reading import UnreadableFile, read_ticket
from jticket.vcs.blobs import contents, files_at
from jticket.vcs.log import moments, versions
from jticket.vcs.revisions import commit_named
from jticket.vcs.shallow import cut_off

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from jticket.model.history.timeline import StatusHistory
    from jticket.model.ticket import Ticket
    from jticket.ops.history.records import Version
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project
    from jticket.vcs.log import Commit, FileStep
    from jticket.vcs.repository import Repository

_VERSIONS_PER_READ = 2000


def status_history(workspace: Workspace) -> tuple[StatusHistory, ...]:
    """Returns when each ticket, even a deleted one, was in which status, by HEAD's history.

    Raises:
        JticketError: there is no repository or no git, or the clone lacks objects.
    """
    return history_reader(workspace).history(bodies=False).statuses()


def history_reader(workspace: Workspace, at: str | None = None) -> HistoryReader:
    """Returns a reader of the history of HEAD, or of a revision or date.

    Raises:
        JticketError: there is no repository, no git, or no such commit.
    """
    snapshots = snapshots_of(workspace)
    return HistoryReader(
        workspace, snapshots.repository, snapshots.resolve(at) if at is not None else None
    )


class EditedTicket(NamedTuple):
    """A ticket that a commit edited, before and after."""

    commit: Commit
    before: Ticket
    after: Ticket


class HistoryReader:
    """Reads the commits that touched tickets, and their tickets, in bulk.

    `start` is the object ID of the newest commit, or for `commits` and `edited` alone a span
    `A..B`; None means HEAD.
    """

    def __init__(
        self, workspace: Workspace, repository: Repository, start: str | None = None
    ) -> None:
        self.repository = repository
        self.start = (start,) if start else ()
        self._workspace = workspace
        self._names: dict[str, bool] = {}
        self._states: dict[tuple[Version, bool], FileState] = {}
        self._tickets: dict[tuple[str, str, bool], tuple[Ticket | None, str]] = {}
        self._reader = TicketReader(workspace.settings)
        self._places: dict[str, tuple[str, str]] = {}

    @cached_property
    def commits(self) -> tuple[Commit, ...]:
        """The commits that touched tickets, newest first.

        Raises:
            MissingObjectError: the clone lacks objects of the history.
        """
        return tuple(versions(self.repository, self._workspace.location.folder, *self.start))

    def names(self, project: Project, reference: str) -> tuple[str, ...]:
        """Returns the ID that a reference means, and former IDs; it may mean a deleted ticket.

        Raises:
            NotFoundError: no ticket has or had the ID, or several have.
        """
        try:
            ticket_id = project.resolve(reference)
        except NoSuchTicketError:
            steps = [step for commit in self.commits for step in commit.files]
            stems = {_stem(name) for step in steps for name in (step.name, step.old_name)}
            ids = matching(reference, {*filter(is_id, stems)}, project.settings.prefix)
            if len(ids) != 1:
                raise
            return (ids[0],)
        files = project.by_id[ticket_id]
        former = [alias for file in files for alias in file.ticket.aliases]
        return (ticket_id, *former, *(_stem(file.path) for file in files))

    def history(self, names: Iterable[str] | None = None, *, bodies: bool = True) -> History:
        """Returns the history of the tickets whose files have or had these names; None: of all.

        Without `bodies` it covers only the front matter.

        Raises:
            MissingObjectError: the clone lacks objects of the history.
        """
        stems = self._stems(names) if names is not None else None
        at_head = self._at_head(stems) if self.commits else []
        return self._followed(self.commits, at_head, stems, bodies=bodies)[0]

    def edited(self) -> tuple[EditedTicket, ...] | None:
        """Returns the tickets that the commits edited, oldest first, without their bodies.

        None if a commit did more than edit one: it added, moved, deleted or renumbered one, changed
        its former IDs, or left it unreadable before or after.

        Raises:
            MissingObjectError: the clone lacks objects of the history.
        """
        edited: list[EditedTicket] = []
        for commit in reversed(self.commits):
            for step in self._files(commit, None):
                before, after = (step.old_name, step.before or ""), (step.name, step.after or "")
                if not before[1] or not after[1] or before[0] != after[0]:
                    return None
                self._read([before, after], bodies=False)
                was, now = (self._states[version, False].ticket for version in (before, after))
                if not was or not now or (was.id, was.aliases) != (now.id, now.aliases):
                    return None
                if before[1] != after[1]:
                    edited.append(EditedTicket(commit, was, now))
        return tuple(edited)

    def latest(self, most: int) -> History | None:
        """Returns the part of `history()` by the newest commits, reading nothing else.

        None if older commits could change it: for an unreadable version, a new ticket that was
        another one, or a deleted one; and in a shallow clone.

        Raises:
            MissingObjectError: the clone lacks objects of the history.
        """
        if cut_off(self.repository):
            return None
        folder = self._workspace.location.folder
        commits = tuple(versions(self.repository, folder, *self.start, most=most))
        touched = {
            version for commit in commits for step in commit.files for version in _versions_of(step)
        }
        at_head = (
            [version for version in self._at_head(None) if version in touched] if commits else []
        )
        history, needs_past = self._followed(commits, at_head, None, bodies=True)
        needs_past |= any(change.version not in history.ends for change in history.changes)
        return None if needs_past else history

    def _followed(
        self,
        commits: tuple[Commit, ...],
        at_head: Sequence[Version],
        stems: frozenset[str] | None,
        *,
        bodies: bool,
    ) -> tuple[History, bool]:
        """Returns the history of commits, and whether older ones could change it."""
        kept = [replace(commit, files=self._files(commit, stems)) for commit in commits]
        touched = (
            version for commit in kept for step in commit.files for version in _versions_of(step)
        )
        self._read([*touched, *at_head], bodies=bodies)
        cut = cut_off(self.repository)
        follower = Follower(lambda version: self._states[version, bodies], cut)
        by_commit = [tuple(follower.follow(commit)) for commit in reversed(kept)]
        heads = {version: follower.settle(version) for version in at_head}
        ends = follower.ends({version: end for version, (_, end) in heads.items()})
        is_cut = any(commit.id in cut for commit in kept)
        changes = tuple(change for of_commit in reversed(by_commit) for change in of_commit)
        records, living = tuple(follower.all), tuple(heads.values())
        history = History(commits, changes, records, living, ends, is_cut)
        return history, follower.needs_past

    def reach(self, since: datetime) -> int:
        """Returns how many of the newest commits contain all since a moment.

        Measured by the committers' dates; an older commit may have a later date.

        Raises:
            JticketError: git fails.
        """
        folder = self._workspace.location.folder
        numbered = enumerate(moments(self.repository, folder, *self.start), 1)
        return max((n for n, moment in numbered if moment >= since), default=0)

    def _at_head(self, stems: frozenset[str] | None) -> list[Version]:
        start = self.start[0] if self.start else commit_named(self.repository, "HEAD")
        files = files_at(self.repository, start, self._workspace.location.folder)
        return [(file.name, file.object_id) for file in files if self._is_wanted(file.name, stems)]

    def _stems(self, ticket_ids: Iterable[str]) -> frozenset[str]:
        """Returns the names that files of these tickets may have had, by the renames in git."""
        stems = set(ticket_ids)
        for commit in self.commits:
            for step in commit.files:
                if step.old_name != step.name and _stem(step.name) in stems:
                    stems.add(_stem(step.old_name))
        return frozenset(stems)

    def _files(self, commit: Commit, stems: frozenset[str] | None) -> tuple[FileStep, ...]:
        """Returns the steps of these tickets; files that are not tickets do not count."""
        names = (name for step in commit.files for name in (step.name, step.old_name))
        if stems is None and all(map(self._is_ticket, names)):
            return commit.files
        return tuple(
            step if all(map(self._is_ticket, (step.name, step.old_name))) else self._half(step)
            for step in commit.files
            if self._is_wanted(step.name, stems) or self._is_wanted(step.old_name, stems)
        )

    def _half(self, step: FileStep) -> FileStep:
        before = step.before if self._is_ticket(step.old_name) else None
        return replace(step, before=before, after=step.after if not before else None)

    def _is_wanted(self, name: str, stems: frozenset[str] | None) -> bool:
        return (stems is None or _stem(name) in stems) and self._is_ticket(name)

    def _is_ticket(self, name: str) -> bool:
        if name not in self._names:
            folder, path = self._workspace.location.folder, self.repository.top / name
            self._names[name] = path.is_relative_to(folder) and is_ticket_path(folder, path)
        return self._names[name]

    def _read(self, wanted: Iterable[Version], *, bodies: bool) -> None:
        """Reads the versions that have not been read yet."""
        left = [
            version for version in dict.fromkeys(wanted) if (version, bodies) not in self._states
        ]
        while left:
            now, left = left[:_VERSIONS_PER_READ], left[_VERSIONS_PER_READ:]
            contents_by_blob = contents(self.repository, [blob for _, blob in now])
            for name, blob in now:
                if name not in self._places:
                    path = self.repository.top / name
                    self._places[name] = self._workspace.location.shown(path), path.stem
                shown, stem = self._places[name]
                data, key = contents_by_blob[blob], (blob, stem, bodies)
                if key not in self._tickets:
                    ticket = self._reader.ticket(data, stem=stem, body=bodies)
                    reason = "" if ticket else self._reason(data, shown, stem)
                    self._tickets[key] = ticket, reason
                self._states[(name, blob), bodies] = FileState(shown, *self._tickets[key])

    def _reason(self, data: bytes, path: str, stem: str) -> str:
        """Returns why a file contains no ticket."""
        file = read_ticket(data, path, self._workspace.settings, stem=stem)
        return file.reason.message if isinstance(file, UnreadableFile) else ""


def _versions_of(step: FileStep) -> Iterator[Version]:
    pairs = ((step.old_name, step.before), (step.name, step.after), *step.parents)
    return ((name, blob) for name, blob in pairs if blob)


def _stem(name: str) -> str:
    return PurePosixPath(name).stem
