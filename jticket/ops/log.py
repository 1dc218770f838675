"""`log`: which edits of the tickets' history are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.errors import UsageError
from jticket.model.dates import parse_since
from jticket.model.schema import KEYS, SHORT_NAMES, TEXT_SECTIONS
from jticket.model.timeline import CRITERIA, DEVLOG, PREAMBLE, PSEUDO_FIELDS
from jticket.model.validation import quoted
from jticket.model.words import one_of
from jticket.ops.history import past

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from jticket.model.timeline import Entry
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project

_HEADING = "## "


class NoFieldError(UsageError):
    """Says that the history tells of no such field."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"no field {quoted(name)}", one_of(name, known))


class NoMomentError(UsageError):
    """Says that a text is neither a date, nor a time, nor an age."""

    def __init__(self, text: str) -> None:
        super().__init__(f"--since: {quoted(text)} is no time", "write 2025-10-01, 30d or 2w")


@dataclass(frozen=True, slots=True)
class LogWish:
    """What is asked for: fields (all where there are none), since when, whose, at most how many."""

    fields: Sequence[str] = ()
    since: str | None = None
    author: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """Edits, newest first; `is_cut`: a shallow clone does not know what was before."""

    entries: tuple[Entry, ...]
    is_cut: bool


def log(workspace: Workspace, project: Project | None, reference: str | None, wish: LogWish) -> Log:
    """The edits of one ticket, which needs the `project`, or of all.

    The values that a ticket was created with are told where their field is asked for by name.

    Raises:
        UsageError: no such field, or no such time.
        NotFoundError: no ticket has or ever had that ID.
        JticketError: there is no repository, no git, or a clone that lacks what it takes.
    """
    now = workspace.surroundings.now()
    since = parse_since(wish.since, now) if wish.since is not None else None
    if wish.since is not None and since is None:
        raise NoMomentError(wish.since)
    found = past(workspace)
    if reference is not None and project is not None:
        names = found.names(project, reference)
        history = found.history(names)
        entries = tuple(history.entries_of(history.of(names[0])))
    else:
        history = found.history()
        entries = history.entries
    custom = [each.key for each in workspace.settings.fields]
    wanted = _wanted(wish.fields, entries, custom)
    kept = tuple(each for each in entries if _is_asked(each, wish, wanted, since))
    return Log(kept[: wish.limit], history.is_cut)


def _is_asked(entry: Entry, wish: LogWish, wanted: frozenset[str], since: datetime | None) -> bool:
    if (wanted or entry.is_first) and entry.edit.field not in wanted:
        return False
    if since is not None and entry.moment < since:
        return False
    who = f"{entry.author} <{entry.email}>".casefold()
    return wish.author is None or wish.author.casefold() in who


def _wanted(
    names: Sequence[str], entries: Iterable[Entry], custom: Iterable[str]
) -> frozenset[str]:
    """The fields that are meant: by name, by another name, by a section's heading."""
    if not names:
        return frozenset()
    told = {each.edit.field for each in entries}
    body = (CRITERIA, *TEXT_SECTIONS, DEVLOG, PREAMBLE)
    known = dict.fromkeys([*KEYS, *body, *PSEUDO_FIELDS, *custom, *sorted(told)])
    meant = {_plain(each): each for each in known}
    found = []
    for name in names:
        plain = _plain(name)
        plain = SHORT_NAMES.get(plain, plain)
        if plain not in meant:
            raise NoFieldError(name, known)
        found.append(meant[plain])
    return frozenset(found)


def _plain(name: str) -> str:
    return name.removeprefix(_HEADING).strip().casefold()
