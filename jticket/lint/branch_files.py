"""The files that a branch changed for its tickets, and those that exist or were deleted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from jticket.lint.branch_commits import files_besides_tickets, tickets_of
from jticket.model.planning.file_overlap import folders, is_glob, matcher, normalised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jticket.lint.branch import Branch
    from jticket.model.ticket import Ticket
    from jticket.text.reading import ValidFile


@dataclass(frozen=True, slots=True)
class FileNames:
    """Files by their names from the repository's top, and all folders above them."""

    files: frozenset[str]
    folders: frozenset[str]

    @classmethod
    def of(cls, files: frozenset[str]) -> FileNames:
        """Returns the files with their folders."""
        return cls(files, frozenset(folder for name in files for folder in folders(name)))

    def has(self, entry: str) -> bool:
        """Returns whether an entry of `files` names one of them."""
        if is_glob(entry):
            return any(map(matcher(entry), self.files))
        path = normalised(entry).rstrip("/")
        submodules = (folder in self.files for folder in folders(path))
        return path in self.files or path in self.folders or any(submodules)


@dataclass(frozen=True)
class BranchFiles:
    """A branch with the files of its work tree, and those that it or the history deleted.

    `is_in_work_tree` also knows the files that git ignores, and takes literal names only.
    """

    branch: Branch
    present: FileNames
    deleted: FileNames
    is_in_work_tree: Callable[[str], bool]

    def worked_on(self) -> Iterator[tuple[ValidFile, frozenset[str]]]:
        """Yields the tickets with `files` that the branch works on, each with what it changed."""
        for file in self.branch.now.valid:
            if file.ticket.files and file.ticket.id in self._changed:
                yield file, self._changed[file.ticket.id]

    @cached_property
    def _changed(self) -> Mapping[str, frozenset[str]]:
        """The changed files by ticket, as far as commits name tickets.

        A branch that works on a single ticket changed everything for it.
        """
        changed: defaultdict[str, set[str]] = defaultdict(set)
        for commit in self.branch.commits:
            names = files_besides_tickets(commit, self.branch)
            for ticket_id in tickets_of(commit, self.branch) if names else ():
                changed[ticket_id].update(name for name in names if name in self.branch.other_files)
        ticket_ids = {*changed} or {ticket.id for ticket in self._taken_up()}
        if len(ticket_ids) == 1:
            return {ticket_ids.pop(): frozenset(self.branch.other_files)}
        return {ticket_id: frozenset(names) for ticket_id, names in changed.items()}

    def _taken_up(self) -> Iterator[Ticket]:
        """Yields the tickets that are active now, or that the branch closed."""
        settings = self.branch.now.settings
        for pair in self.branch.pairs:
            status = pair.now.status
            was_so = any(before.status == status for before in pair.before)
            if settings.is_active(status) or (settings.is_closed(status) and not was_so):
                yield pair.now
        for file in self.branch.created:
            if settings.is_active(file.ticket.status):
                yield file.ticket
