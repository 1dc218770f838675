"""The edits from one version of a ticket to the next, field by field, and its statuses.

A field is a key of the front matter, `criteria`, `devlog`, `description`, `technical_notes`, the
heading of another section after `## `, or one of `PSEUDO_FIELDS`, which describe the file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from jticket.model.compare.changes import changes
from jticket.model.schema import TEXT_SECTIONS
from jticket.model.ticket import Raw, Ticket

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from jticket.model.compare.changes import Changes
    from jticket.model.ticket import Criterion, DevlogEntry

CREATED = "created"
DELETED = "deleted"
PATH = "path"
UNREADABLE = "unreadable"
CRITERIA = "criteria"
DEVLOG = "devlog"
PREAMBLE = "preamble"
PSEUDO_FIELDS = (DELETED, PATH, UNREADABLE)
"""Fields that are not in the front matter; a creation is a change of `created` from none."""

Value: TypeAlias = "Raw | None"
"""A field's value as text, None for none."""

_NO_TICKET = Ticket("", status="", ticket_type="", priority="")
_FIELD_OF = {heading: key for key, heading in TEXT_SECTIONS.items()} | {"": PREAMBLE}


@dataclass(frozen=True, slots=True)
class FileState:
    """A version of a ticket file: its path and its ticket.

    `unreadable` is why the file can't be read; `ticket` is then the last readable one.
    """

    path: str
    ticket: Ticket | None
    unreadable: str = ""


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """A changed field; an empty list is a value, not None."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """An edit with the commit that made it; `moment` is the committer's, in UTC.

    `id` and `title` are the ticket's last ones; `is_first` marks the values that a ticket was
    created with.
    """

    id: str
    title: str
    commit: str
    author: str
    email: str
    moment: datetime
    edit: FieldEdit
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class StatusStep:
    """The moment, in UTC, when a ticket got a status; None: it was deleted."""

    moment: datetime
    status: str | None
    commit: str
    author: str


@dataclass(frozen=True, slots=True)
class StatusHistory:
    """The statuses of a ticket in order, the last one as of HEAD.

    `begins`: the first step is its creation, not the first one in a shallow clone.
    """

    id: str
    steps: tuple[StatusStep, ...]
    begins: bool = True


def edits(before: FileState | None, after: FileState | None) -> Iterator[FieldEdit]:
    """Yields the edits from one version to another; None where there is none."""
    if after is None:
        if before is not None:
            yield FieldEdit(DELETED, before.path, None)
        return
    if before is None:
        yield FieldEdit(CREATED, None, (after.ticket.created if after.ticket else "") or None)
    was = before.unreadable if before else ""
    if was != after.unreadable:
        yield FieldEdit(UNREADABLE, was or None, after.unreadable or None)
    if before is not None and before.path != after.path:
        yield FieldEdit(PATH, before.path, after.path)
    if before is not None and before.ticket and after.ticket:
        yield from _ticket_edits(before.ticket, after.ticket)


def first_edits(state: FileState, *, is_new: bool = True) -> Iterator[FieldEdit]:
    """Yields every value of a ticket's first version as an edit from none.

    Of a file that `is_new` its path as well, but not `created`, which `edits` yields.
    """
    if is_new:
        yield FieldEdit(PATH, None, state.path)
    if state.ticket:
        for edit in _ticket_edits(_NO_TICKET, state.ticket):
            if not is_new or edit.field != CREATED:
                yield FieldEdit(edit.field, None, edit.after)


def merged_edits(parents: Sequence[FileState], after: FileState | None) -> Iterator[FieldEdit]:
    """Yields what a merge itself changed: values that none of its parents had.

    A merge changes a list if the list has an item that no parent had, or lacks one that all of them
    had: joining the additions of two sides is not a change.
    """
    if not parents:
        yield from edits(None, after)
        return
    others = [list(edits(parent, after)) for parent in parents[1:]]
    for edit in edits(parents[0], after):
        same = [
            next((candidate for candidate in parent_edits if _same(candidate, edit)), None)
            for parent_edits in others
        ]
        befores = [edit.before, *(parent_edit.before for parent_edit in same if parent_edit)]
        if None not in same and not _only_joined(befores, edit.after):
            yield edit


def _same(first: FieldEdit, second: FieldEdit) -> bool:
    """Returns whether two parents differ from a merge in the same way."""
    if first.field != second.field or first.after != second.after:
        return False
    return first.after is not None or first.field == DELETED or first.before == second.before


def _only_joined(befores: Sequence[Value], after: Value) -> bool:
    if not isinstance(after, tuple):
        return False
    sets = [{*value} for value in befores if isinstance(value, tuple)]
    return bool(sets) and set.intersection(*sets) <= {*after} <= set.union(*sets)


def _ticket_edits(before: Ticket, after: Ticket) -> Iterator[FieldEdit]:
    differences = changes(before, after)
    for change in differences.fields:
        yield FieldEdit(change.key, _value(change.before), _value(change.after))
    yield from _criterion_edits(before.criteria, after.criteria, differences)
    yield from _section_edits(before, after, differences.sections)
    if differences.devlog_rewritten:
        for entry in (Counter(before.devlog) - Counter(after.devlog)).elements():
            yield FieldEdit(DEVLOG, _entry_text(entry), None)
    for entry in differences.devlog_added:
        yield FieldEdit(DEVLOG, None, _entry_text(entry))


def _value(raw: Raw) -> Value:
    return None if raw == "" else raw


def _criterion_edits(
    before: Sequence[Criterion], after: Sequence[Criterion], differences: Changes
) -> Iterator[FieldEdit]:
    old = {criterion.text: criterion.done for criterion in before}
    new = {criterion.text: criterion.done for criterion in after}
    for change in differences.criteria:
        if change.change in ("ticked", "unticked"):
            is_done = change.change == "ticked"
            yield FieldEdit(CRITERIA, _box(change.text, not is_done), _box(change.text, is_done))
        elif change.change == "reworded":
            was_done = old[change.was]
            yield FieldEdit(CRITERIA, _box(change.was, was_done), _box(change.text, was_done))
        elif change.change == "added":
            yield FieldEdit(CRITERIA, None, _box(change.text, new[change.text]))
        elif change.change == "dropped":
            yield FieldEdit(CRITERIA, _box(change.text, old[change.text]), None)


def _box(text: str, done: bool) -> str:
    return f"[{'x' if done else ' '}] {text}"


def _section_edits(before: Ticket, after: Ticket, headings: Sequence[str]) -> Iterator[FieldEdit]:
    if not headings:
        return
    old, new = _texts(before), _texts(after)
    for heading in headings:
        key = _FIELD_OF.get(heading, f"## {heading}")
        yield FieldEdit(key, old.get(heading) or None, new.get(heading) or None)


def _texts(ticket: Ticket) -> dict[str, str]:
    """Returns the text of each section by its heading."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for section in ticket.sections:
        texts[section.heading].append(section.text)
    joined = {heading: "\n\n".join(parts) for heading, parts in texts.items()}
    known = {heading: ticket.text(key) for key, heading in TEXT_SECTIONS.items()}
    return joined | known


def _entry_text(entry: DevlogEntry) -> str:
    """Returns a devlog entry with its heading, as in the file."""
    return f"{entry.timestamp} {entry.author}".rstrip() + f"\n\n{entry.text}"
