"""What changed of a ticket, as labelled values that each format lays out in its own way.

JSON is not among the formats: it has the comparison itself, without labels, order or limits.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeAlias

from jticket.model.compare.word_diff import RunKind, word_diff
from jticket.model.ticket import RawMapping
from jticket.render.ticket_view import value_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jticket.model.compare.changes import FieldChange
    from jticket.model.compare.comparison import Difference
    from jticket.model.compare.criteria import CriterionChange
    from jticket.model.compare.word_diff import Run
    from jticket.model.ticket import DevlogEntry, Raw, Ticket

_MOVED_WORDS = 8
_RUNS = 40


class Role(Enum):
    """What a piece of a line is; a format decides how that looks."""

    PLAIN = auto()
    OLD_VALUE = auto()
    NEW_VALUE = auto()
    NO_VALUE = auto()
    ARROW = auto()
    ITEM_REMOVED = auto()
    ITEM_ADDED = auto()
    WORDS_REMOVED = auto()
    WORDS_ADDED = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a line, and its role."""

    text: str
    role: Role = Role.PLAIN


@dataclass(frozen=True, slots=True)
class Line:
    """A change: what changed, "" for a remark, and how. `role` is that of the label."""

    label: str
    pieces: tuple[Piece, ...]
    role: Role = Role.PLAIN
    is_section: bool = False


@dataclass(frozen=True, slots=True)
class Description:
    """The description of a new ticket."""

    text: str


@dataclass(frozen=True, slots=True)
class NewCriterion:
    """A criterion of a new ticket."""

    text: str
    done: bool


@dataclass(frozen=True, slots=True)
class DiffEntry:
    """An entry of the devlog that was added, or is gone."""

    time_and_author: str
    text: str
    is_gone: bool


Item: TypeAlias = "Line | Description | NewCriterion | DiffEntry"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a ticket a format shows; None is all of it. `words` are those of one text."""

    words: int
    new_criteria: int
    criteria: int | None = None
    fields: int | None = None
    list_items: int | None = None
    sections: int | None = None
    entries: int | None = None


def ticket_items(difference: Difference, limits: Limits) -> Iterator[Item]:
    """Yields what changed of a ticket; of a new one what it is about, of a deleted one nothing."""
    if difference.is_created:
        yield from _new_ticket(difference.pair.latest.ticket, limits)
    changes = difference.changes
    fields = [change for change in changes.fields if change.key != "id"]
    for field in fields[: limits.fields]:
        yield Line(field.key, tuple(_field(field, limits)))
    criteria = [change for change in changes.criteria if change.change != "moved"]
    for criterion in criteria[: limits.criteria]:
        yield _criterion(criterion, limits)
    yield from _more_criteria(criteria, limits.criteria)
    if moved := [change.text for change in changes.criteria if change.change == "moved"]:
        texts = "; ".join(elided(text, _MOVED_WORDS) for text in moved)
        yield Line("criteria moved", (Piece(texts),))
    for section in difference.sections[: limits.sections]:
        heading = section.heading or "text before the sections"
        pieces = (*_words(section.words, limits),) or (Piece("only whitespace changed"),)
        yield Line(heading, pieces, is_section=True)
    for entry in changes.devlog_added[: limits.entries]:
        yield _entry(entry, is_gone=False)
    for entry in changes.devlog_dropped[: limits.entries]:
        yield _entry(entry, is_gone=True)


def elided(text: str, words: int) -> str:
    """Returns the text on one line, without its middle if it has more words than that."""
    parts = text.split()
    if len(parts) > words:
        parts = [*parts[: words // 2], "…", *parts[-(words // 2) :]]
    return " ".join(parts)


def _new_ticket(ticket: Ticket, limits: Limits) -> Iterator[Item]:
    if ticket.description:
        yield Description(elided(ticket.description, limits.words))
    for criterion in ticket.criteria[: limits.new_criteria]:
        yield NewCriterion(" ".join(criterion.text.split()), criterion.done)
    yield from _more_criteria(ticket.criteria, limits.new_criteria)


def _more_criteria(criteria: Sequence[object], limit: int | None) -> Iterator[Line]:
    if limit is not None and len(criteria) > limit:
        yield Line("", (Piece(f"and {len(criteria) - limit} more criteria"),))


def _field(change: FieldChange, limits: Limits) -> Iterator[Piece]:
    before, after = change.before, change.after
    if isinstance(before, RawMapping) or isinstance(after, RawMapping):
        yield Piece("changed")
    elif isinstance(before, str) and isinstance(after, str):
        yield Piece(before, Role.OLD_VALUE) if before.strip() else Piece("none", Role.NO_VALUE)
        yield Piece("→", Role.ARROW)
        yield Piece(after, Role.NEW_VALUE) if after.strip() else Piece("none", Role.NO_VALUE)
    else:
        yield from _list_changes(_list(before), _list(after), limits.list_items)


def _list_changes(before: list[str], after: list[str], limit: int | None) -> Iterator[Piece]:
    kept = {*before} & {*after}
    removed = [Piece(item, Role.ITEM_REMOVED) for item in before if item not in kept]
    added = [Piece(item, Role.ITEM_ADDED) for item in after if item not in kept]
    shown = [*removed[:limit], *added[:limit]]
    yield from shown or [Piece("reordered")]
    if more := len(removed) + len(added) - len(shown):
        yield Piece(f"and {more} more")


def _list(value: Raw) -> list[str]:
    """Returns the items of a list; a single value is a list of one."""
    if isinstance(value, tuple):
        return [value_words(item) for item in value]
    return [value_words(value)] if value else []


def _criterion(change: CriterionChange, limits: Limits) -> Line:
    label, text = f"criterion {change.change}", Piece(" ".join(change.text.split()))
    match change.change:
        case "reworded":
            return Line(label, (*_words(word_diff(change.was, change.text), limits),) or (text,))
        case "added" | "ticked":
            return Line(label, (text,), Role.WORDS_ADDED)
        case "dropped":
            return Line(label, (text,), Role.WORDS_REMOVED)
        case _:
            return Line(label, (text,))


def _words(runs: Iterable[Run], limits: Limits) -> Iterator[Piece]:
    roles = {RunKind.REMOVED: Role.WORDS_REMOVED, RunKind.ADDED: Role.WORDS_ADDED}
    for place, run in enumerate(runs):
        if place == _RUNS:
            yield Piece("… and more")
            return
        text = "…" if run.kind is RunKind.SKIPPED else elided(run.text, limits.words)
        yield Piece(text, roles.get(run.kind, Role.PLAIN))


def _entry(entry: DevlogEntry, *, is_gone: bool) -> DiffEntry:
    return DiffEntry(f"{entry.timestamp} {entry.author}", entry.text, is_gone)
