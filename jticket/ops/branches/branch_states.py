"""States of tickets on other branches and in other work trees, read from git and from the disk.

Of a branch only its own changes count, those since it branched off from the history here: an older
version of a ticket is not one. Nor is a version that the history here has had since then, as after
a squashed merge.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from jticket.model.branch_states import BranchState
from jticket.model.compare.changes import changes, described
from jticket.store.files import UnreadableFileError, is_ticket_path, read_file
from jticket.store.locate import LeavesFolderError
from jticket.text.reading import UnreadableFile, ValidFile, read_ticket
from jticket.vcs.blobs import contents, files_at
from jticket.vcs.diff import FileChange, changed_files, introduced
from jticket.vcs.errors import GitError, MissingObjectError
from jticket.vcs.worktrees import uncommitted, work_trees

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket
    from jticket.ops.workspace import Workspace
    from jticket.text.reading import File
    from jticket.vcs.divergence import Divergence
    from jticket.vcs.refs import Tip
    from jticket.vcs.repository import Repository
    from jticket.vcs.worktrees import WorkTree

CREATED: Final = "created"
"""The change of a branch that created a ticket."""


@dataclass(frozen=True)
class BranchStateReader:
    """Reads the states of tickets elsewhere; what several branches share is read once.

    `gaps` collects what could not be read, one line per gap.
    """

    workspace: Workspace
    repo: Repository
    settings: Settings
    gaps: list[str] = field(default_factory=list)
    _data: dict[str, bytes] = field(default_factory=dict)
    _files: dict[tuple[str, str], File] = field(default_factory=dict)

    def committed(self, apart: Divergence) -> Iterator[tuple[str, BranchState, ValidFile]]:
        """Yields the IDs, states and files of the tickets that branches changed.

        Raises:
            JticketError: git fails, or this clone lacks objects.
        """
        cut = {commit for commit, fork in apart.forks.items() if fork.is_cut}
        for tip in apart.tips:
            if tip.commit in cut:
                name = tip.name or str(tip.work_tree)
                self.gaps.append(
                    f"left out: {name}: this shallow clone does not reach where it branched off "
                    "(`git fetch --unshallow` fetches it)"
                )
        forks = [
            apart.forks[commit]
            for commit in dict.fromkeys(tip.commit for tip in apart.tips)
            if commit not in cut
        ]
        changed = changed_files(self.repo, forks, self.workspace.location.folder)
        changed |= {fork.commit: self._all_files(fork.commit) for fork in forks if not fork.bases}
        changed = {
            commit: tuple(file for file in files if self._is_ticket(file.name))
            for commit, files in changed.items()
        }
        changed = self._without_old(changed, apart)
        self._load(file for files in changed.values() for file in files)
        for tip in apart.tips:
            yield from self._states(tip, changed.get(tip.commit, ()))

    def uncommitted(self) -> Iterator[tuple[str, BranchState, ValidFile]]:
        """Yields the same for uncommitted changes in other work trees.

        Raises:
            JticketError: git fails, or this clone lacks objects.
        """
        for tree in work_trees(self.repo):
            try:
                names = uncommitted(self.repo, tree, self.workspace.location.folder)
            except (GitError, MissingObjectError) as error:  # its disk may be damaged
                self.gaps.append(f"left out: {tree.top}: {error.message}")
                continue
            regular = [name for name in names if not (tree.top / name).is_symlink()]
            yield from self._uncommitted_in(
                tree, [name for name in regular if self._is_ticket(name)]
            )

    def _all_files(self, commit: str) -> tuple[FileChange, ...]:
        """Returns all files of a commit that shares no history with HEAD, as created by it."""
        files = files_at(self.repo, commit, self.workspace.location.folder)
        return tuple(FileChange(blob.name, None, blob.object_id) for blob in files)

    def _is_ticket(self, name: str) -> bool:
        return is_ticket_path(self.workspace.location.folder, self.repo.top / name)

    def _without_old(
        self, changed: dict[str, tuple[FileChange, ...]], apart: Divergence
    ) -> dict[str, tuple[FileChange, ...]]:
        """Returns the changes, except to versions that HEAD's history has had since the fork."""
        blobs = {file.after for files in changed.values() for file in files if file.after}
        folder = self.workspace.location.folder
        commits_by_blob = introduced(self.repo, blobs, folder, apart.ancestry)

        def is_already_in_head(commit: str, blob: str | None) -> bool:
            bases = apart.forks[commit].bases
            return any(
                not any(apart.ancestry.holds(base, maker) for base in bases)
                for maker in commits_by_blob.get(blob or "", ())
            )

        return {
            commit: tuple(file for file in files if not is_already_in_head(commit, file.after))
            for commit, files in changed.items()
        }

    def _load(self, files: Iterator[FileChange]) -> None:
        wanted = {blob for file in files for blob in (file.before, file.after) if blob}
        self._data.update(contents(self.repo, sorted(wanted)))

    def _file(self, name: str, blob: str) -> File:
        if (name, blob) not in self._files:
            self._files[name, blob] = self._read(name, self._data[blob])
        return self._files[name, blob]

    def _read(self, name: str, data: bytes) -> File:
        path = self.repo.top / name
        shown = self.workspace.location.shown(path)
        return read_ticket(data, shown, self.settings, stem=path.stem)

    def _states(
        self, tip: Tip, files: tuple[FileChange, ...]
    ) -> Iterator[tuple[str, BranchState, ValidFile]]:
        """Yields the tickets in the files that a branch changed; a moved ticket stays the same."""
        before = [self._file(file.name, file.before) for file in files if file.before]
        after = [self._file(file.name, file.after) for file in files if file.after]
        work_tree = str(tip.work_tree or "")
        for file in after:
            self._note_gap(tip.name or work_tree, file)
        for ticket_id, path, ticket, what, file in _differences(before, after):
            state = BranchState(tip.name, tip.commit, path, ticket, what, work_tree)
            yield ticket_id, state, file

    def _uncommitted_in(
        self, tree: WorkTree, names: list[str]
    ) -> Iterator[tuple[str, BranchState, ValidFile]]:
        before, after = [], []
        committed = self._at_commit(tree, names)
        folder = tree.top / self.workspace.location.folder.relative_to(self.repo.top)
        for name in names:
            if name in committed:
                before.append(self._read(name, committed[name]))
            try:
                after.append(self._read(name, read_file(tree.top / name, within=folder)))
            except (LeavesFolderError, UnreadableFileError) as error:
                if (tree.top / name).exists():
                    self.gaps.append(f"left out: {error.message}")
        for file in after:
            self._note_gap(str(tree.top), file)
        for ticket_id, path, ticket, what, file in _differences(before, after):
            place = str(tree.top)
            state = BranchState(
                tree.branch, tree.commit, path, ticket, what, place, is_committed=False
            )
            yield ticket_id, state, file

    def _at_commit(self, tree: WorkTree, names: list[str]) -> dict[str, bytes]:
        """Returns the contents of files in the commit of a work tree, by their names."""
        if not tree.commit or not names:
            return {}
        files = files_at(self.repo, tree.commit, self.workspace.location.folder)
        wanted = {blob.name: blob.object_id for blob in files if blob.name in names}
        data = contents(self.repo, wanted.values())
        return {name: data[blob] for name, blob in wanted.items()}

    def _note_gap(self, where: str, file: File) -> None:
        if isinstance(file, UnreadableFile):
            self.gaps.append(f"left out: {where}: {file.reason.line}")


def _differences(
    before: list[File], after: list[File]
) -> Iterator[tuple[str, str, Ticket | None, str, ValidFile]]:
    """Yields each changed ticket: its old ID, path, new version, what changed, and a file of it."""
    old = {file.ticket.id: file for file in before if isinstance(file, ValidFile)}
    new = [file for file in after if isinstance(file, ValidFile)]
    kept = {file.path for file in after if isinstance(file, UnreadableFile)}
    ids = {file.ticket.id for file in new}
    for file in new:
        ticket = file.ticket
        former = [alias for alias in ticket.aliases if alias in old and alias not in ids]
        ticket_id = ticket.id if ticket.id in old else next(iter(former), ticket.id)
        was = old.get(ticket_id)
        if was is None:
            yield ticket_id, file.path, ticket, CREATED, file
            continue
        kept.add(was.path)
        if was.ticket != ticket:
            what = described(changes(was.ticket, ticket)) or "edited"
            yield ticket_id, file.path, ticket, what, file
    for ticket_id, was in old.items():
        if was.path not in kept:
            yield ticket_id, was.path, None, "deleted", was
