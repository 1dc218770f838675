"""The way every change takes: lock, read, decide, write, commit; or all is put back as it was."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from jticket.errors import JticketError, RefusedError
from jticket.model.settings import CommitMode
from jticket.ops.write.commit_message import Change, commit_message
from jticket.store.files import remove_file, write_file
from jticket.store.lock import held

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from jticket.model.diagnostics import Diagnostic
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project
    from jticket.text.reading import File
    from jticket.vcs.commit.commit import Committed
    from jticket.vcs.repository import Repository

FALLBACK_LOCK = ".jticket.lock"
"""The lock's name in the tickets folder, where there is no git whose folder could hold it."""

PATIENCE = 60.0
"""How many seconds a command waits for others: twenty that write at once may need some."""

_NAMED = 3


class InHookError(RefusedError):
    """Says that a hook of jticket's own commit runs a command that changes tickets."""

    def __init__(self) -> None:
        super().__init__(
            "this runs in a hook of a commit that jticket is making",
            "a hook may run `jticket check`, but nothing that changes tickets",
        )


class ConfigUnreadableError(RefusedError):
    """Says that no ticket is changed while nobody can read the settings."""

    def __init__(self, found: Diagnostic) -> None:
        super().__init__(f"the settings can't be read: {found.line}", "mend the config first")


class NotCommittedError(RefusedError):
    """Says that a commit failed although the text that somebody typed is safely in its file."""

    code = "not_committed"

    def __init__(self, cause: BaseException, paths: Sequence[str], ids: Sequence[str]) -> None:
        more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
        hint = (
            f"the text is in {', '.join(paths[:_NAMED])}{more}, uncommitted:"
            f" `jticket commit{''.join(f' {each}' for each in ids[:_NAMED])}` commits it"
        )
        if not isinstance(cause, JticketError):
            super().__init__(_reason(cause), hint)
        else:
            super().__init__(cause.message, f"{cause.hint}; {hint}" if cause.hint else hint)


def _reason(cause: BaseException) -> str:
    if isinstance(cause, OSError) and cause.filename:
        return f"{cause.filename}: {cause.strerror}"
    return str(cause) or "interrupted"


class InterruptedCommitError(NotCommittedError):
    """Says so when it was the user who stopped the commit."""

    code = "interrupted"
    exit_code = 130


@dataclass(frozen=True, slots=True)
class Options:
    """How a changing command ends: with or without a commit, with which words, hooks or not."""

    commit: bool = True
    message: str | None = None
    verify: bool = True
    force: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a changing command: the changes, the commit if there is one, and notices."""

    changes: tuple[Change, ...] = ()
    committed: Committed | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Session:
    """A workspace while this process alone may change it."""

    workspace: Workspace
    options: Options
    mode: CommitMode
    repository: Repository | None

    @cached_property
    def project(self) -> Project:
        """The tickets as they are now, under the lock."""
        return self.workspace.project()

    def save(self, changes: Sequence[Change], *, typed: bool = False) -> Outcome:
        """Writes and commits what differs; on failure nothing has changed.

        `typed`: the changes hold text that somebody typed, so that it stays in its file when only
        the commit failed.

        Raises:
            JticketError: whatever kept it from being written or committed.
        """
        real = tuple(each for each in changes if each.differs)
        if not real:
            return Outcome(tuple(changes), None, ("nothing to change",))
        paths = [each.path for each in real]
        message = ""
        if self.repository and self.mode is not CommitMode.OFF:
            message = self._prepared(self.repository, real, paths)
        self._write(real)
        try:
            committed = self._finish(paths, message)
        except BaseException as error:
            self._undo(real, error, typed=typed)
            raise
        return Outcome(tuple(changes), committed, self._notices(committed))

    def commit(
        self, changes: Sequence[Change], at_head: Mapping[Path, File], notices: tuple[str, ...]
    ) -> Outcome:
        """Commits files as they lie there already; `notices` are told too.

        Raises:
            JticketError: whatever kept it from being committed; nothing has changed.
        """
        paths = [each.path for each in changes]
        if self.repository is not None:
            self._refuse_early(self.repository, paths)
        message = commit_message(self.workspace.settings, changes, at_head, self.options.message)
        committed = self._finish(paths, message)
        return Outcome(tuple(changes), committed, (*self._notices(committed), *notices))

    def _undo(self, changes: Sequence[Change], cause: BaseException, *, typed: bool) -> None:
        """Puts mechanical changes back; of typed text, which stays, it says where it is."""
        interrupted = isinstance(cause, KeyboardInterrupt)
        if interrupted and self._is_committed(changes):
            return  # only a hook after the commit was stopped
        if not typed:
            _put_back(changes)
        elif isinstance(cause, JticketError | OSError | KeyboardInterrupt):
            shown = [self.workspace.location.shown(each.path) for each in changes]
            kind = InterruptedCommitError if interrupted else NotCommittedError
            raise kind(cause, shown, [each.id for each in changes]) from cause

    def _is_committed(self, changes: Sequence[Change]) -> bool:
        from jticket.vcs.blobs import read_at_head

        if self.repository is None or self.mode is not CommitMode.AUTO:
            return False
        at_head = read_at_head(self.repository, [each.path for each in changes])
        return all(at_head[each.path] == each.new_bytes for each in changes)

    def _refuse_early(self, repository: Repository, paths: Sequence[Path]) -> None:
        """Refuses before anything is written what git would refuse after."""
        from jticket.vcs.commit.state import check_committable, check_stageable

        if self.mode is CommitMode.STAGE:
            check_stageable(repository, paths)
        elif self.mode is CommitMode.AUTO:
            check_committable(repository, paths)

    def _prepared(
        self, repository: Repository, changes: Sequence[Change], paths: Sequence[Path]
    ) -> str:
        """The commit message, once git has nothing against a commit."""
        from jticket.vcs.blobs import read_at_head

        self._refuse_early(repository, paths)
        at_head = {
            path: self.workspace.read(path, data)
            for path, data in read_at_head(repository, paths).items()
            if data is not None
        }
        return commit_message(self.workspace.settings, changes, at_head, self.options.message)

    def _write(self, changes: Sequence[Change]) -> None:
        done: list[Change] = []
        try:
            for change in changes:
                if change.after is None:
                    remove_file(change.path, before=change.old_bytes or b"")
                else:
                    write_file(change.path, change.new_bytes or b"", before=change.old_bytes)
                done.append(change)
        except BaseException:
            _put_back(done)
            raise

    def _finish(self, paths: Sequence[Path], message: str) -> Committed | None:
        from jticket.vcs.commit.commit import commit_paths, stage_paths

        if self.repository is None or self.mode is CommitMode.OFF:
            return None
        if self.mode is CommitMode.STAGE:
            stage_paths(self.repository, paths)
            return None
        return commit_paths(self.repository, paths, message, verify=self.options.verify)

    def _notices(self, committed: Committed | None) -> tuple[str, ...]:
        if committed is None:
            return ()
        notices = committed.notices
        if committed.branch is None:
            warning = f"HEAD is detached: commit {committed.short} is on no branch"
            notices = (*notices, warning)
        return notices


@contextmanager
def changing(
    workspace: Workspace, options: Options, *, mode: CommitMode | None = None
) -> Iterator[Session]:
    """Holds the repository's lock while a command reads, decides, writes and commits.

    `mode` stands in for the config's `commit`.

    Raises:
        RefusedError: in a hook of jticket's own, or while the settings can't be read.
        JticketError: no repository, no git, a lock that stays taken.
    """
    if workspace.environment.in_hook:
        raise InHookError
    if not workspace.settings_reading.is_readable:
        raise ConfigUnreadableError(workspace.settings_reading.diagnostics[0])
    mode = (mode or workspace.settings.commit) if options.commit else CommitMode.OFF
    repository = _repository(workspace, needed=mode is not CommitMode.OFF)
    lock = repository.lock_path if repository else workspace.location.folder / FALLBACK_LOCK
    with held(lock, timeout=PATIENCE) as descriptor:
        if repository:
            repository = repository.with_descriptors(descriptor)
        yield Session(workspace, options, mode, repository)


def _repository(workspace: Workspace, *, needed: bool) -> Repository | None:
    try:
        return workspace.repository
    except JticketError as error:
        if not needed:
            return None
        error.hint = f"{error.hint or ''}; --no-commit only writes the file".removeprefix("; ")
        raise


def _put_back(changes: Sequence[Change]) -> None:
    """Undoes what was written, but for files that somebody changed since."""
    for change in reversed(changes):
        with suppress(JticketError):
            if change.old_bytes is None:
                remove_file(change.path, before=change.new_bytes or b"")
            else:
                write_file(change.path, change.old_bytes, before=change.new_bytes)
