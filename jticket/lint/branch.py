"""A branch as the rules see it: its tickets before and now, its changed files, its commits."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from jticket.model.compare.identity import is_same_ticket
from jticket.model.history.merged_branches import names_by_commit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jticket.model.ticket import Ticket
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile
    from jticket.vcs.log import Commit


@dataclass(frozen=True, slots=True)
class Pair:
    """A ticket as it was at each merge base that had it, and as it is now, with its file."""

    before: tuple[Ticket, ...]
    now: Ticket
    file: ValidFile


@dataclass(frozen=True)
class Branch:
    """What a branch did since it left its base, the work tree included.

    `before` are the projects at the merge bases (criss-cross merges leave several), `tip` is that
    of the base branch now. `touched` are the files in the tickets folder that differ from every
    merge base, by their shown paths; `other_files` those outside of it, each with git's status
    letter, by their names from the repository's top. `commits` are the branch's own, newest
    first. `label` is the base as the user named it; the names of all files in the tickets folder
    begin with `folder_prefix`; `doubts` is what is uncertain about the merge bases.
    """

    label: str
    now: Project
    before: tuple[Project, ...]
    tip: Project
    touched: frozenset[str]
    other_files: Mapping[str, str] = field(default_factory=dict)
    commits: tuple[Commit, ...] = ()
    folder_prefix: str = ""
    doubts: tuple[str, ...] = ()

    @cached_property
    def files(self) -> tuple[ValidFile, ...]:
        """The tickets that the branch touched and did not delete."""
        return tuple(file for file in self.now.valid if file.path in self.touched)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The touched tickets that are not new, with what they were before."""
        return tuple(
            Pair(before, file.ticket, file)
            for file in self.files
            if (before := tuple(self._before(file.ticket, file.path)))
        )

    @cached_property
    def created(self) -> tuple[ValidFile, ...]:
        """The touched tickets whose ID no merge base has."""
        return tuple(
            file
            for file in self.files
            if not any(file.ticket.id in project.graph.tickets for project in self.before)
        )

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """The words that each commit names tickets by, as written, by the commit's ID."""
        return names_by_commit(self.commits)

    def vanished(self) -> Iterator[tuple[Ticket, str]]:
        """Yields the tickets of the merge bases whose ID nothing has now, with their paths."""
        for project in self.before:
            for file in project.valid:
                if not self.now.knows(file.ticket.id):
                    yield file.ticket, file.path

    def gaps(self) -> Iterator[str]:
        """Yields sentences on what can't be compared, or not for certain."""
        yield from self.doubts
        projects = ((project, "where the branch left") for project in self.before)
        for project, when in (*projects, (self.tip, f"at {self.label}")):
            for file in project.unreadable:
                if file.path in self.touched:
                    yield f"not compared with what it was {when}: {file.reason.line}"

    def _before(self, ticket: Ticket, path: str) -> Iterator[Ticket]:
        """Yields what a ticket was at each merge base.

        Of several files with its ID that is the one at its path; without its ID, the same ticket
        by a former ID.
        """
        for project in self.before:
            claims = project.by_id.get(ticket.id, ())
            at_path = [file for file in claims if file.path == path]
            by_id = [file.ticket for file in at_path or claims]
            by_alias = (project.graph.tickets.get(alias) for alias in ticket.aliases if not by_id)
            same = (old for old in (*by_id, *by_alias) if old and is_same_ticket(old, ticket))
            if (before := next(same, by_id[0] if by_id else None)) is not None:
                yield before
