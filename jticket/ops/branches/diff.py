"""What a branch does to the tickets: two states of the project, read from git and from the disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from jticket.errors import NotFoundError
from jticket.model.compare.comparison import compare
from jticket.model.compare.effects import ProjectState
from jticket.model.compare.matching import TicketVersion
from jticket.model.settings import differing_settings
from jticket.ops.branches.merge_base import head_of
from jticket.ops.branches.ranges import range_named
from jticket.ops.snapshots import NoTicketsThenError, snapshots_of
from jticket.text.project import Project
from jticket.text.unparsed_text import unparsed_texts
from jticket.vcs.log import commit_moment

if TYPE_CHECKING:
    from datetime import date

    from jticket.model.compare.comparison import Comparison
    from jticket.ops.branches.merge_base import Endpoint
    from jticket.ops.snapshots import Snapshots
    from jticket.ops.workspace import Workspace
    from jticket.text.reading import ValidFile


class NothingToCompareError(NotFoundError):
    """Raised when neither side has tickets."""

    code = "no_tickets"

    def __init__(self, first: str, second: str, folder: str) -> None:
        super().__init__(f"neither {first} nor {second} has {folder}")


@dataclass(frozen=True, slots=True)
class Gap:
    """A file without a readable ticket in a state or both: the reasons, "" where it is readable."""

    path: str
    before: str
    after: str

    @property
    def is_new(self) -> bool:
        """Whether the file can be read in one of the states, or is only in one of them."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Review:
    """Two states of a project, their differences, and gaps because of broken files."""

    base: Endpoint
    head: Endpoint
    projects: tuple[Project, Project]
    comparison: Comparison
    gaps: tuple[Gap, ...]
    notes: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether any ticket has changed, or can't be compared."""
        return bool(self.comparison.differences) or any(gap.is_new for gap in self.gaps)


def review(workspace: Workspace, text: str | None = None) -> Review:
    """Compares the two endpoints of a range, which is one of `range_named`.

    Raises:
        NotFoundError: there is no such commit, no merge base, or neither has tickets.
        JticketError: there is no repository, or git fails.
    """
    snapshots = snapshots_of(workspace)
    span = range_named(snapshots, text)
    before = _project(snapshots, span.base)
    after = _project(snapshots, span.head, before)
    name = workspace.location.shown(workspace.location.folder)
    if before is None and after is None:
        raise NothingToCompareError(span.base.label, span.head.label, name)
    notes = list(span.notes)
    settings = (after or before or workspace).settings
    if before is None:
        notes.append(f"{span.base.label} has no {name}: all tickets are new")
        before = Project((), settings)
    if after is None:
        notes.append(f"{span.head.label} has no {name}: all tickets are gone")
        after = Project((), settings)
    if others := differing_settings(before.settings, after.settings):
        notes.append(f"the settings differ ({', '.join(others)}): each side is counted by its own")
    gaps = _gaps(before, after)
    broken = {gap.path for gap in gaps}
    compared = compare(
        _versions(before, broken, after),
        _versions(after, broken, before),
        (_state(before), _state(after)),
        _first_day(snapshots, span.head),
    )
    return Review(span.base, span.head, (before, after), compared, gaps, tuple(notes))


def _first_day(snapshots: Snapshots, head: Endpoint) -> date | None:
    """Returns the day, in UTC, of the commit at an endpoint, or below its uncommitted work.

    Plans begin on it, and not today, so that a review says the same whenever it is made.
    """
    tip = head if head.commit else head_of(snapshots)
    return commit_moment(snapshots.repository, tip.commit).date() if tip else None


def _project(snapshots: Snapshots, end: Endpoint, known: Project | None = None) -> Project | None:
    """Returns the tickets at an endpoint; None if there is no tickets folder."""
    if not end.commit:
        return snapshots.work_tree(known)
    try:
        return snapshots.project(end.commit, label=end.label)
    except NoTicketsThenError:
        return None


def _gaps(before: Project, after: Project) -> tuple[Gap, ...]:
    was = {file.path: file.reason.message for file in before.unreadable}
    now = {file.path: file.reason.message for file in after.unreadable}
    return tuple(Gap(path, was.get(path, ""), now.get(path, "")) for path in sorted({*was, *now}))


def _versions(project: Project, broken: set[str], other: Project) -> list[TicketVersion]:
    """Returns the tickets that can be compared, whose files are readable in the other state.

    An unreadable file is recognized by its path, or by the ID in its name if it was moved.
    """
    stems = {PurePosixPath(file.path).stem for file in other.unreadable}
    lost = stems - set(other.graph.tickets)
    return [
        _version(file)
        for file in project.valid
        if file.path not in broken and file.ticket.id not in lost
    ]


def _version(file: ValidFile) -> TicketVersion:
    text = file.text.document.text.replace("\r\n", "\n")
    return TicketVersion(file.path, file.ticket, unparsed_texts(file.text), text)


def _state(project: Project) -> ProjectState:
    stems = frozenset(PurePosixPath(file.path).stem for file in project.unreadable)
    return ProjectState(project.graph, stems)
