"""The tickets of any commit, read from git's objects; the work tree is left alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jticket.errors import NotFoundError
from jticket.model.dates import (
    DateError,
    Tense,
    names_a_day,
    parse_timestamp,
    resolve_moment,
)
from jticket.model.settings import derived_prefix
from jticket.store.files import is_ticket_path
from jticket.text.config import read_config
from jticket.text.project import Project
from jticket.text.reading import read_ticket
from jticket.vcs.blobs import Blob, contents, files_at, skipped_files
from jticket.vcs.log import commit_moment
from jticket.vcs.revisions import NoRevisionError, commit_before, commit_named
from jticket.vcs.shallow import is_shallow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from pathlib import Path

    from jticket.model.settings import Settings
    from jticket.ops.workspace import Workspace
    from jticket.text.reading import File
    from jticket.vcs.repository import Repository


class NoCommitThenError(NotFoundError):
    """Raised when there was no commit yet before a date or time."""

    code = "no_revision"

    def __init__(self, text: str, *, shallow: bool) -> None:
        why = "this clone is shallow; `git fetch --unshallow` fetches the older commits"
        hint = why if shallow else "`git log --first-parent` shows the dates"
        super().__init__(f"no commit before {text}", hint)


class NoTicketsThenError(NotFoundError):
    """Raised when a commit has no tickets folder."""

    code = "no_tickets"

    def __init__(self, label: str, folder: str) -> None:
        super().__init__(
            f"{label} has no {folder}", "the tickets came later, or lay elsewhere then"
        )


@dataclass(frozen=True, slots=True)
class Point:
    """A commit by its object ID, and the day and moment asked for, None for a revision."""

    commit: str
    day: date | None
    moment: datetime | None


@dataclass(frozen=True)
class Snapshots:
    """Reads the tickets of commits; a file that several commits share is read and parsed once."""

    workspace: Workspace
    repository: Repository
    _files: dict[tuple[Blob, str], File] = field(default_factory=dict)
    _settings: dict[str, Settings] = field(default_factory=dict)

    def resolve(self, text: str) -> str:
        """Returns the object ID of a revision, or of the last commit before a date or time.

        Raises:
            NoRevisionError: there is no such revision.
            NoCommitThenError: the history begins later.
        """
        return self.point(text).commit

    def point(self, text: str) -> Point:
        """Returns the commit that a revision, a date or a time means, as `resolve` does.

        A word such as `yesterday` is a date unless it is a revision.
        """
        moment = parse_timestamp(text)
        if moment is None:
            try:
                return Point(commit_named(self.repository, text), None, None)
            except NoRevisionError:
                try:
                    moment = resolve_moment(text, self.workspace.now(), Tense.PAST)
                except DateError:
                    moment = None
                if moment is None:
                    raise
        commit = commit_before(self.repository, moment)
        if commit is None:
            raise NoCommitThenError(text, shallow=is_shallow(self.repository))
        day = moment.date() if names_a_day(text) else self.workspace.environment.day_of(moment)
        return Point(commit, day, moment)

    def moment(self, point: Point) -> datetime:
        """Returns the moment of a point: what was asked for, or the date of the commit; in UTC."""
        return point.moment or commit_moment(self.repository, point.commit)

    def project(self, commit: str, *, label: str | None = None) -> Project:
        """Returns the tickets of a commit, by its object ID; `label` names it in messages.

        Raises:
            NoTicketsThenError: it has no tickets folder.
            MissingObjectError: this clone lacks some of its objects.
        """
        folder = self.workspace.location.folder
        files = files_at(self.repository, commit, folder)
        if not files:
            raise NoTicketsThenError(label or commit[:10], self.workspace.location.shown(folder))
        return self.project_of(files)

    def work_tree(self, known: Project | None = None) -> Project:
        """Returns the tickets as they are on the disk.

        Files that a sparse checkout keeps off the disk are taken from the index. A file whose bytes
        are the same as in `known` is not parsed again.

        Raises:
            JticketError: git fails, or this clone lacks objects of files that are not on the disk.
            OSError: the tickets folder can't be listed.
        """
        workspace = self.workspace
        is_reusable = known is not None and known.settings == workspace.settings
        reusable = known.files if known and is_reusable else ()
        project = workspace.project({file.path: file for file in reusable})
        on_disk = {workspace.path_of(file) for file in project.files}
        skipped = {
            path: blob.object_id
            for blob in skipped_files(self.repository, workspace.location.folder)
            if (path := self._path(blob)) not in on_disk
            and is_ticket_path(workspace.location.folder, path)
        }
        data = contents(self.repository, skipped.values())
        staged = [workspace.read(path, data[object_id]) for path, object_id in skipped.items()]
        return replace(project, files=(*project.files, *staged), today=None)

    def project_of(self, blobs: Iterable[Blob]) -> Project:
        """Returns the tickets among these files, of any commit, with the settings among them.

        Raises:
            MissingObjectError: this clone lacks some of their objects.
        """
        blobs = list(blobs)
        location = self.workspace.location
        config = next((blob for blob in blobs if self._path(blob) == location.config), None)
        settings_id = config.object_id if config else ""
        tickets = [blob for blob in blobs if is_ticket_path(location.folder, self._path(blob))]
        unread = [blob for blob in tickets if (blob, settings_id) not in self._files]
        wanted = [blob.object_id for blob in unread]
        if settings_id not in self._settings and config:
            wanted.append(settings_id)
        data = contents(self.repository, wanted)
        if settings_id not in self._settings:
            prefix = derived_prefix(location.root.name)
            text = data[settings_id] if config else b""
            reading = read_config(text, location.shown(location.config), prefix)
            self._settings[settings_id] = reading.settings
        settings = self._settings[settings_id]
        for blob in unread:
            path = self._path(blob)
            self._files[blob, settings_id] = read_ticket(
                data[blob.object_id], location.shown(path), settings, stem=path.stem
            )
        files = tuple(self._files[blob, settings_id] for blob in tickets)
        return Project(files, settings, asker=self.workspace.person_at_work)

    def _path(self, blob: Blob) -> Path:
        return self.repository.top / blob.name


def snapshots_of(workspace: Workspace) -> Snapshots:
    """Returns the commits of the repository that holds the tickets.

    Raises:
        JticketError: there is no repository, or no git.
    """
    return Snapshots(workspace, workspace.repository)


def project_at(workspace: Workspace, text: str) -> Project:
    """Returns all tickets as they were at a revision or date, on the day of that date or commit.

    Raises:
        NotFoundError: there is no such commit, or it has no tickets, or this clone lacks objects.
        JticketError: there is no repository, or no git.
    """
    snapshots = snapshots_of(workspace)
    point = snapshots.point(text)
    project = snapshots.project(point.commit, label=text)
    if (day := point.day) is None:
        day = workspace.environment.day_of(snapshots.moment(point))
    return project.on(day)
