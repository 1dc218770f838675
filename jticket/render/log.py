"""The history of tickets: a table for people, lines for pipes, JSON, and a ticket's past."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from jticket.model.dates import format_timestamp
from jticket.model.history.timeline import CREATED, CRITERIA, DELETED, DEVLOG, PATH, PREAMBLE
from jticket.model.schema import TEXT_SECTIONS
from jticket.model.ticket import RawMapping
from jticket.render.terminal import COMMIT_LENGTH, cut, safe_line, table
from jticket.render.ticket_view import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.history.timeline import FieldEdit, HistoryEntry, Value
    from jticket.model.ticket import Raw
    from jticket.render.payload import Json

_NONE = "-"
_WHO = 14
_FIELD = 16
_SPACIOUS = 100
_TEXTS = (*TEXT_SECTIONS, PREAMBLE)
_BRIEF = 7


def log_json(entries: Sequence[HistoryEntry]) -> list[Json]:
    """The edits as JSON: lists as lists, the rest as the file says it, `null` for none."""
    return [
        {
            "id": each.id,
            "commit": each.commit,
            "author": each.author,
            "timestamp": format_timestamp(each.moment),
            "field": each.edit.field,
            "from": _json(each.edit.before),
            "to": _json(each.edit.after),
        }
        for each in entries
    ]


def log_lines(entries: Sequence[HistoryEntry]) -> Iterator[str]:
    """The edits, a line each: time, author, ID, field, from, to, commit, parted by tabs."""
    for each in entries:
        edit, moment = each.edit, format_timestamp(each.moment)
        values = (_joined(edit.before), _joined(edit.after))
        cells = (moment, each.author, each.id, edit.field, *values, each.commit[:COMMIT_LENGTH])
        yield "\t".join(safe_line(cell) or _NONE for cell in cells)


def log_table(
    entries: Sequence[HistoryEntry], *, one: bool, columns: int, color: bool = False
) -> list[str]:
    """The edits as a table; a commit says its time, author and ID once. `one`: of one ticket."""
    if not entries:
        return []
    timed = one or columns >= _SPACIOUS
    rows: list[list[str]] = []
    looks: list[list[str | None]] = []
    shown = ("", "")
    for each in entries:
        again = (each.commit, each.id) == shown
        same = each.commit == shown[0]
        shown = (each.commit, each.id)
        when = f"{each.moment:%Y-%m-%d %H:%M}" if timed else f"{each.moment:%Y-%m-%d}"
        row = ["", ""] if same else [when, cut(safe_line(each.author), _WHO)]
        row += [] if one else ["" if again else each.id]
        row += [cut(safe_line(each.edit.field), _FIELD), _words(each)]
        rows.append([*row, "" if same else each.commit[:_BRIEF]])
        looks.append([*(None for _ in row[2:]), "cyan", None, "dim"])
    ids = [] if one else ["ID"]
    header = ["WHEN", "WHO", *ids, "FIELD", "CHANGE", "COMMIT"]
    return table(header, rows, columns=columns, color=color, styles=looks)


def _words(entry: HistoryEntry) -> str:
    """The words of an edit; of a creation the title, for its time is that of the commit."""
    is_new = entry.edit.field == CREATED and entry.edit.before is None
    return entry.title if is_new and not entry.is_first else change_words(entry.edit)


def change_words(edit: FieldEdit) -> str:
    """What an edit did, in a few words: `ready → done`, `+cli -mvp`, `+3 -1 lines`."""
    before, after = edit.before, edit.after
    if isinstance(after, tuple) and isinstance(before, (tuple, type(None))):
        return _items(before or (), after)
    if edit.field in _TEXTS or edit.field.startswith("## "):
        old, new = (Counter(_joined(each).splitlines()) for each in (before, after))
        return f"+{(new - old).total()} -{(old - new).total()} lines"
    if edit.field == DEVLOG:
        sign, text = ("+", after) if before is None else ("-", before)
        said = _joined(text).partition("\n\n")[2]
        return f"{sign} {' '.join(said.split())}"
    if edit.field == CRITERIA:
        return _criterion(_joined(before), _joined(after))
    if before is None or edit.field == DELETED:
        return _joined(before) or _joined(after)
    if edit.field == PATH:
        return f"→ {_joined(after)}"
    return f"{_joined(before)} → {_joined(after) or _NONE}"


def _items(before: Sequence[Raw], after: Sequence[Raw]) -> str:
    words = [f"+{plain(each)}" for each in after if each not in before]
    words += [f"-{plain(each)}" for each in before if each not in after]
    return " ".join(words) or "reordered"


def _criterion(before: str, after: str) -> str:
    """A criterion that was ticked, added, dropped or reworded."""
    if not before or not after:
        return f"{'+' if after else '-'} {after or before}"
    return after if before[3:] == after[3:] else f"{before} → {after}"


def _joined(value: Value) -> str:
    """A value as text; a list's items are parted by commas."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ",".join(plain(each) for each in value)
    return plain(value)


def _json(value: Value) -> Json:
    if isinstance(value, RawMapping):
        return {key: _json(below) for key, below in value.pairs}
    return [_json(each) for each in value] if isinstance(value, tuple) else value
