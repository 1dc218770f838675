"""A branch as the rules see it: the tickets before and now, what it touched, its commits."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from jticket.model.compare.identity import is_same_ticket

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

    `before` are the tickets where it left (at each merge base: criss-cross merges leave several),
    `tip` those that the base branch has now. `touched` are the files in the tickets folder that
    differ from every merge base, by their shown paths; `others` the files outside of it, each with
    git's letter, by their names from the repository's top. `commits` are the branch's own, newest
    first. `label` is the base as the user named it, `below` what the names of all in the tickets
    folder begin with, `doubts` what is uncertain about where it left.
    """

    label: str
    now: Project
    before: tuple[Project, ...]
    tip: Project
    touched: frozenset[str]
    others: Mapping[str, str] = field(default_factory=dict)
    commits: tuple[Commit, ...] = ()
    below: str = ""
    doubts: tuple[str, ...] = ()

    @cached_property
    def files(self) -> tuple[ValidFile, ...]:
        """The tickets that the branch touched and did not delete."""
        return tuple(file for file in self.now.valid if file.path in self.touched)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Each touched ticket that is not new, beside what it was."""
        return tuple(
            Pair(before, file.ticket, file)
            for file in self.files
            if (before := tuple(self._was(file.ticket, file.path)))
        )

    @cached_property
    def created(self) -> tuple[ValidFile, ...]:
        """The touched tickets whose ID no merge base knows."""
        return tuple(
            file
            for file in self.files
            if not any(file.ticket.id in before.graph.tickets for before in self.before)
        )

    def vanished(self) -> Iterator[tuple[Ticket, str]]:
        """The tickets of the base that no file has now, by ID or former ID, with their paths."""
        for before in self.before:
            for file in before.valid:
                ticket = file.ticket
                if not self.now.knows(ticket.id):
                    yield ticket, file.path

    def gaps(self) -> Iterator[str]:
        """What can't be compared, or not for certain, each as a sentence."""
        yield from self.doubts
        names = ((before, "where the branch left") for before in self.before)
        for project, when in (*names, (self.tip, f"at {self.label}")):
            for file in project.unreadable:
                if file.path in self.touched:
                    yield f"not compared with what it was {when}: {file.reason.line}"

    def _was(self, ticket: Ticket, path: str) -> Iterator[Ticket]:
        for before in self.before:
            claims = before.by_id.get(ticket.id, ())
            own = [each for each in claims if each.path == path]
            old = [each.ticket for each in own or claims]
            former = (before.graph.tickets.get(each) for each in ticket.aliases if not old)
            alike = (each for each in (*old, *former) if each and is_same_ticket(each, ticket))
            if (was := next(alike, old[0] if old else None)) is not None:
                yield was
