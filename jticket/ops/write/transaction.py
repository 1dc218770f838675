"""The steps of every change: lock, read, decide, write, commit; a failure undoes them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from jticket.errors import Advice, JticketError, Remedy
from jticket.model.settings import CommitMode
from jticket.ops.write.change import Change
from jticket.ops.write.commit_message import add_trailers, commit_message
from jticket.ops.write.file_changes import Remains, put_back, write_changes
from jticket.ops.write.outcome import Outcome, as_in_head, notices_of
from jticket.ops.write.refusals import (
    ConfigUnreadableError,
    InHookError,
    InterruptedCommitError,
    NotCommittedError,
    changed_since,
)
from jticket.ops.write.summary import summaries
from jticket.store.lock import held
from jticket.store.temporary import sweep
from jticket.store.writes import Area
from jticket.text.edits.apply import apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from jticket.ops.workspace import Workspace
    from jticket.ops.write.change import WrittenFile
    from jticket.ops.write.options import Options
    from jticket.ops.write.summary import Summary
    from jticket.text.edits.edit import Edit
    from jticket.text.project import Project
    from jticket.text.reading import File, ValidFile
    from jticket.vcs.commit.commit import Committed
    from jticket.vcs.repository import Repository

FALLBACK_LOCK = ".jticket.lock"
"""The lock's name in the tickets folder, for projects without a git repository to hold it."""


@dataclass(frozen=True)
class Session:
    """A workspace while this process holds its lock."""

    workspace: Workspace
    options: Options
    mode: CommitMode
    repository: Repository | None

    @cached_property
    def project(self) -> Project:
        """The tickets as they are now, under the lock."""
        return replace(self.workspace.project(), asker=lambda: self.actor)

    @cached_property
    def actor(self) -> str:
        """The name of who acts.

        Raises:
            NoNameError: nothing names one.
        """
        from jticket.ops.people import person_at_work

        return person_at_work(self.workspace, self.options.actor)

    def save(self, changes: Sequence[Change], *, has_user_text: bool = False) -> Outcome:
        """Writes and commits what differs; on failure nothing has changed.

        `has_user_text`: the changes hold text that the user wrote, which stays in its file if only
        the commit fails.

        Raises:
            JticketError: it can't be written or committed.
        """
        real = tuple(change for change in changes if change.differs)
        if not real:
            return self.unchanged("nothing to change", changes=changes)
        at_head = self._checked(real)
        described = summaries(real, at_head, self.workspace.location.folder)
        message = self._message(described) if at_head is not None else ""
        committed = self._saved(real, message, has_user_text=has_user_text)
        project = self.project.with_files(
            (change.after for change in real if change.after is not None),
            gone=(change.before.path for change in real if change.before and not change.after),
        )
        return Outcome(
            before=as_in_head(self.project, real, at_head),
            project=project,
            changes=tuple(changes),
            summaries=described,
            committed=committed,
            notices=notices_of(committed),
        )

    def unchanged(self, *notices: str, changes: Sequence[Change] = ()) -> Outcome:
        """Returns the outcome of a command that has nothing to write, with notices of why."""
        return Outcome(self.project, self.project, tuple(changes), notices=notices)

    def save_file(self, change: WrittenFile, message: str) -> Committed | None:
        """Writes and commits a file that is not a ticket; on failure nothing has changed.

        Raises:
            JticketError: it can't be written or committed.
        """
        if self.repository is not None:
            self._refuse_early(self.repository, [change.path])
        return self._saved([change], message)

    def _saved(
        self, changes: Sequence[WrittenFile], message: str, *, has_user_text: bool = False
    ) -> Committed | None:
        self._write(changes)
        try:
            return self._finish([change.path for change in changes], message)
        except BaseException as error:
            self._undo(changes, error, has_user_text=has_user_text)
            raise

    def edit(
        self, file: ValidFile, edits: Sequence[Edit], what: str, *, has_user_text: bool = False
    ) -> Outcome:
        """Edits one ticket and saves it; `what` is for the commit message.

        Raises:
            EditRefusedError: the file can't be edited safely.
            JticketError: it can't be written or committed.
        """
        after = apply_edits(file, edits)
        change = Change(file.ticket.id, self.workspace.path_of(file), file, after, what)
        return self.save([change], has_user_text=has_user_text)

    def commit(self, changes: Sequence[Change], at_head: Mapping[Path, File]) -> Outcome:
        """Commits files as they are on the disk.

        Raises:
            JticketError: they can't be committed; nothing has changed.
        """
        paths = [change.path for change in changes]
        if self.repository is not None:
            self._refuse_early(self.repository, paths)
        described = summaries(changes, at_head, self.workspace.location.folder)
        committed = self._finish(paths, self._message(described))
        return Outcome(
            before=as_in_head(self.project, changes, at_head),
            project=self.project,
            changes=tuple(changes),
            summaries=described,
            committed=committed,
            notices=notices_of(committed),
        )

    def _message(self, described: Sequence[Summary]) -> str:
        message = commit_message(self.workspace.settings, described, self.options.message)
        return add_trailers(message, self.options.trailers)

    def _undo(
        self, changes: Sequence[WrittenFile], cause: BaseException, *, has_user_text: bool
    ) -> None:
        """Undoes the changes; text that the user wrote stays, and the error says where."""
        if isinstance(cause, KeyboardInterrupt) and self._is_committed(changes):
            return  # only a hook after the commit was stopped
        if has_user_text:
            self._report(Remains(stuck=tuple(changes)), cause, "the text")
        else:
            self._report(put_back(changes, Area.of(self.workspace.location)), cause)

    def _report(self, remains: Remains, cause: BaseException, what: str = "the change") -> None:
        """Makes the error say which files are not what they were before the change.

        Raises:
            NotCommittedError: some hold `what`, uncommitted.
        """
        if not isinstance(cause, JticketError | OSError | KeyboardInterrupt):
            return
        error = cause
        if remains.stuck:
            interrupted = isinstance(cause, KeyboardInterrupt)
            kind = InterruptedCommitError if interrupted else NotCommittedError
            ids = [change.id for change in remains.stuck]
            error = kind(cause, self._shown(remains.stuck), ids, what=what)
        if remains.changed_since and isinstance(error, JticketError):
            error.add_hint(changed_since(self._shown(remains.changed_since)))
        if error is not cause:
            raise error from cause

    def _shown(self, changes: Sequence[WrittenFile]) -> list[str]:
        return [self.workspace.location.shown(change.path) for change in changes]

    def _is_committed(self, changes: Sequence[WrittenFile]) -> bool:
        from jticket.vcs.blobs import read_at_head

        if self.repository is None or self.mode is not CommitMode.AUTO:
            return False
        at_head = read_at_head(self.repository, [change.path for change in changes])
        return all(at_head[change.path] == change.new_bytes for change in changes)

    def _refuse_early(self, repository: Repository, paths: Sequence[Path]) -> None:
        """Refuses, before anything is written, what git would refuse later."""
        from jticket.vcs.commit.state import check_committable, check_stageable

        if self.mode is CommitMode.STAGE:
            check_stageable(repository, paths)
        elif self.mode is CommitMode.AUTO:
            check_committable(repository, paths)

    def _checked(self, changes: Sequence[Change]) -> dict[Path, File] | None:
        """Returns the files as they are in HEAD, once it is clear that git allows the commit.

        None where nothing is committed.
        """
        from jticket.vcs.blobs import read_at_head

        if self.repository is None or self.mode is CommitMode.OFF:
            return None
        paths = [change.path for change in changes]
        self._refuse_early(self.repository, paths)
        return {
            path: self.workspace.read(path, data)
            for path, data in read_at_head(self.repository, paths).items()
            if data is not None
        }

    def _write(self, changes: Sequence[WrittenFile]) -> None:
        done: list[WrittenFile] = []
        area = Area.of(self.workspace.location)
        try:
            write_changes(changes, area, done)
        except BaseException as error:
            self._report(put_back(done, area), error)
            raise

    def _finish(self, paths: Sequence[Path], message: str) -> Committed | None:
        from jticket.vcs.commit.commit import commit_paths, stage_paths

        if self.repository is None or self.mode is CommitMode.OFF:
            return None
        if self.mode is CommitMode.STAGE:
            stage_paths(self.repository, paths)
            return None
        return commit_paths(self.repository, paths, message, verify=self.options.verify)


@contextmanager
def changing(
    workspace: Workspace, options: Options, *, mode: CommitMode | None = None
) -> Iterator[Session]:
    """Holds the repository's lock while a command reads, decides, writes and commits.

    `mode` replaces `commit` of the settings.

    Raises:
        InHookError: this process runs in a hook of jticket's own commit.
        ConfigUnreadableError: the settings can't be read.
        LockedError: another command holds the lock.
        JticketError: there is no repository, no git, or one that is too old.
    """
    if workspace.environment.in_hook:
        raise InHookError
    if not workspace.settings_reading.is_readable:
        raise ConfigUnreadableError(workspace.settings_reading.diagnostics[0])
    mode = (mode or workspace.settings.commit) if options.commit else CommitMode.OFF
    repository = _repository(workspace, needed=mode is not CommitMode.OFF)
    lock = repository.lock_path if repository else workspace.location.folder / FALLBACK_LOCK
    with held(lock, timeout=options.patience) as descriptor:
        sweep(workspace.location.root, workspace.location.folder, lock=descriptor)
        if repository:
            repository = repository.with_descriptors(descriptor)
        yield Session(workspace, options, mode, repository)


def _repository(workspace: Workspace, *, needed: bool) -> Repository | None:
    try:
        return workspace.repository
    except JticketError as error:
        if not needed:
            return None
        error.add_hint(Advice(Remedy.ONLY_WRITE))
        raise
