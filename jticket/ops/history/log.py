"""`log`: selects edits of the tickets' history."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from jticket.errors import Argument, UsageError
from jticket.model.history.timeline import CRITERIA, DEVLOG, PREAMBLE, PSEUDO_FIELDS
from jticket.model.people import means_asker
from jticket.model.schema import KEYS, SHORT_NAMES, TEXT_SECTIONS
from jticket.model.suggestions import one_of
from jticket.model.wording import quoted
from jticket.ops.dates import moment_asked_for
from jticket.ops.history.reader import history_reader
from jticket.ops.people import names_in_commits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from jticket.model.history.timeline import HistoryEntry
    from jticket.model.settings import Settings
    from jticket.ops.history.entries import History
    from jticket.ops.history.reader import HistoryReader
    from jticket.ops.history.records import TicketChange
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project
    from jticket.vcs.log import Commit

_HEADING_MARK = "## "
_SPARE_COMMITS = 50
_RETRY_FACTOR = 8
_MOST_EDITS = 10**9
"""More edits than any history has; git and Python refuse much larger numbers."""


class NoFieldError(UsageError):
    """Raised when the history has no such field."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"no field {quoted(name)}", one_of(name, known))


@dataclass(frozen=True, slots=True)
class LogQuery:
    """A selection of edits: fields (none means all), since when, whose, at most how many."""

    fields: Sequence[str] = ()
    since: str | None = None
    author: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """Edits, newest first; `is_cut`: a shallow clone does not contain older ones."""

    entries: tuple[HistoryEntry, ...]
    is_cut: bool


def log(
    workspace: Workspace, project: Project | None, reference: str | None, query: LogQuery
) -> Log:
    """Returns the edits of one ticket, which needs the `project`, or of all.

    The values that a ticket was created with are included if their field is selected by name.

    Raises:
        UsageError: there is no such field or time.
        NoNameError: the author is the person at work, but nothing names that person.
        NotFoundError: no ticket has or had that ID.
        JticketError: there is no repository or no git, or the clone lacks objects.
    """
    limit = None if query.limit is None else min(query.limit, _MOST_EDITS)
    now = workspace.now()
    since = None if query.since is None else moment_asked_for(query.since, now, Argument.SINCE)
    authors = _authors(workspace, query.author)
    reader = history_reader(workspace)
    known = _known(workspace.settings)
    if reference is None and all(_normal_name(name) in known for name in query.fields):
        edit_filter = _EditFilter(
            frozenset(known[_normal_name(name)] for name in query.fields), authors, since
        )
        kept = _latest(reader, edit_filter, limit)
        if kept is not None:
            return Log(kept, is_cut=False)
    if reference is not None and project is not None:
        names = reader.names(project, reference)
        history = reader.history(names)
        changes = tuple(history.of(names[0]))
    else:
        history = reader.history()
        changes = history.changes
    wanted = _wanted(query.fields, known, history.entries_of(changes))
    edit_filter = _EditFilter(wanted, authors, since)
    kept = tuple(islice(edit_filter.of(history, changes), limit))
    return Log(kept, history.is_cut)


def _authors(workspace: Workspace, author: str | None) -> tuple[str, ...]:
    """Returns the texts of which a commit's author must contain one; none for any author."""
    if author is None:
        return ()
    name = workspace.person_at_work() if means_asker(author) else author
    return names_in_commits(name, workspace.settings)


@dataclass(frozen=True, slots=True)
class _EditFilter:
    """Which edits are selected: fields (none means all), whose (none: all), since when."""

    fields: frozenset[str]
    authors: tuple[str, ...]
    since: datetime | None

    def of(self, history: History, changes: Iterable[TicketChange]) -> Iterator[HistoryEntry]:
        """Yields the selected edits; those of other commits are not computed."""
        for entry in history.entries_of(change for change in changes if self._is_by(change.commit)):
            if not (self.fields or entry.is_first) or entry.edit.field in self.fields:
                yield entry

    def _is_by(self, commit: Commit) -> bool:
        if self.since is not None and commit.moment < self.since:
            return False
        who = f"{commit.author} <{commit.email}>".casefold()
        return not self.authors or any(author.casefold() in who for author in self.authors)


def _latest(
    reader: HistoryReader, edit_filter: _EditFilter, limit: int | None
) -> tuple[HistoryEntry, ...] | None:
    """Returns the entries if the newest commits suffice for them, else None."""
    end = reader.reach(edit_filter.since) if edit_filter.since is not None else None
    if limit is not None:
        reaches = (limit + _SPARE_COMMITS, (limit + _SPARE_COMMITS) * _RETRY_FACTOR)
    elif end is not None:
        reaches = (end, end + _SPARE_COMMITS * _RETRY_FACTOR)
    else:
        return None
    for most in reaches:
        history = reader.latest(most)
        if history is not None:
            kept = tuple(islice(edit_filter.of(history, history.changes), limit))
            if len(kept) == limit or (end is not None and most >= end):
                return kept
    return None


def log_fields(settings: Settings) -> tuple[str, ...]:
    """Returns the fields that any history may have, besides sections with other headings."""
    return tuple(_known(settings).values())


def _known(settings: Settings) -> dict[str, str]:
    """Returns the fields by the names that mean them."""
    custom = (field.key for field in settings.fields)
    body = (CRITERIA, *TEXT_SECTIONS, DEVLOG, PREAMBLE)
    meant: dict[str, str] = {}
    for field in (*KEYS, *body, *PSEUDO_FIELDS, *custom):
        meant.setdefault(_normal_name(field), field)
    return meant


def _wanted(
    names: Sequence[str], known: Mapping[str, str], entries: Iterable[HistoryEntry]
) -> frozenset[str]:
    """Returns the fields that names mean: by key, short name or a section's heading."""
    if not names:
        return frozenset()
    meant = dict(known)
    if not all(_normal_name(name) in meant for name in names):
        for field in sorted({entry.edit.field for entry in entries}):
            meant.setdefault(_normal_name(field), field)
    for name in names:
        if _normal_name(name) not in meant:
            raise NoFieldError(name, meant.values())
    return frozenset(meant[_normal_name(name)] for name in names)


def _normal_name(name: str) -> str:
    normal = name.removeprefix(_HEADING_MARK).strip().casefold()
    return SHORT_NAMES.get(normal, normal)
