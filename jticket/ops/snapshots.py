"""The tickets as any commit holds them, read from git's objects; the work tree is left alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jticket.errors import NotFoundError
from jticket.model.dates import parse_timestamp
from jticket.model.settings import derived_prefix
from jticket.store.files import is_ticket_path
from jticket.text.config import read_settings
from jticket.text.project import Project
from jticket.text.reading import read_ticket
from jticket.vcs.blobs import Blob, contents, files_at, skipped_files
from jticket.vcs.repository import open_repository
from jticket.vcs.revisions import commit_before, commit_named
from jticket.vcs.shallow import is_shallow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from jticket.model.settings import Settings
    from jticket.ops.workspace import Workspace
    from jticket.text.reading import File
    from jticket.vcs.repository import Repository


class NoCommitThenError(NotFoundError):
    """Says that there was no commit yet at some time."""

    code = "no_revision"

    def __init__(self, text: str, *, shallow: bool) -> None:
        why = "this clone is shallow; `git fetch --unshallow` brings the older commits"
        hint = why if shallow else "`git log --first-parent` shows the dates"
        super().__init__(f"no commit before {text}", hint)


class NoTicketsThenError(NotFoundError):
    """Says that a commit has no tickets folder."""

    code = "no_tickets"

    def __init__(self, label: str, folder: str) -> None:
        super().__init__(
            f"{label} has no {folder}", "the tickets came later, or lay elsewhere then"
        )


@dataclass(frozen=True)
class Snapshots:
    """Reads the tickets of commits; what several commits share is read and understood once."""

    workspace: Workspace
    repository: Repository
    _files: dict[tuple[Blob, str], File] = field(default_factory=dict)
    _settings: dict[str, Settings] = field(default_factory=dict)

    def resolve(self, text: str) -> str:
        """The commit that a revision names, or the last one before a date or time.

        Raises:
            NoRevisionError: the revision names none.
            NoCommitThenError: the history begins later.
        """
        moment = parse_timestamp(text)
        if moment is None:
            return commit_named(self.repository, text)
        found = commit_before(self.repository, moment)
        if found is None:
            raise NoCommitThenError(text, shallow=is_shallow(self.repository))
        return found

    def project(self, commit: str, *, label: str | None = None) -> Project:
        """The tickets of a commit, by its object ID; `label` names it in messages.

        Raises:
            NoTicketsThenError: it has no tickets folder.
            MissingObjectError: this clone lacks some of it.
        """
        files = files_at(self.repository, commit, self.workspace.location.folder)
        if not files:
            name = self.workspace.location.shown(self.workspace.location.folder)
            raise NoTicketsThenError(label or commit[:10], name)
        return self.project_of(files)

    def work_tree(self, known: Project | None = None) -> Project:
        """The tickets as they are on the disk; what a sparse checkout keeps off it, as staged.

        Files that are as in `known` are not read again.
        """
        workspace = self.workspace
        same = known is not None and known.settings == workspace.settings
        readings = known.files if known and same else ()
        project = workspace.project({each.path: each for each in readings})
        there = {workspace.path_of(each) for each in project.files}
        skipped = {
            path: each.object_id
            for each in skipped_files(self.repository, workspace.location.folder)
            if (path := self._path(each)) not in there
            and is_ticket_path(workspace.location.folder, path)
        }
        found = contents(self.repository, skipped.values())
        staged = [workspace.read(path, found[blob]) for path, blob in skipped.items()]
        return Project((*project.files, *staged), project.settings)

    def project_of(self, files: Iterable[Blob]) -> Project:
        """The tickets that some files are, of whatever commit they come."""
        files = list(files)
        location = self.workspace.location
        config = next((each for each in files if self._path(each) == location.config), None)
        settings_id = config.object_id if config else ""
        tickets = [each for each in files if is_ticket_path(location.folder, self._path(each))]
        unread = [each for each in tickets if (each, settings_id) not in self._files]
        wanted = [each.object_id for each in unread]
        if settings_id not in self._settings and config:
            wanted.append(settings_id)
        found = contents(self.repository, wanted)
        if settings_id not in self._settings:
            prefix = derived_prefix(location.root.name)
            data = found[settings_id] if config else b""
            reading = read_settings(data, location.shown(location.config), prefix)
            self._settings[settings_id] = reading.settings
        settings = self._settings[settings_id]
        for each in unread:
            path = self._path(each)
            shown = location.shown(path)
            self._files[each, settings_id] = read_ticket(
                found[each.object_id], shown, settings, stem=path.stem
            )
        return Project(tuple(self._files[each, settings_id] for each in tickets), settings)

    def _path(self, blob: Blob) -> Path:
        return self.repository.top / blob.name


def snapshots(workspace: Workspace) -> Snapshots:
    """The commits of the repository that holds the tickets.

    Raises:
        JticketError: there is no repository, or no git.
    """
    locale = workspace.surroundings.locale or None
    return Snapshots(workspace, open_repository(workspace.location.holder, locale=locale))


def project_at(workspace: Workspace, text: str) -> Project:
    """All tickets as they were at a revision or date.

    Raises:
        NotFoundError: there is no such commit, or it has no tickets.
    """
    found = snapshots(workspace)
    return found.project(found.resolve(text), label=text)
