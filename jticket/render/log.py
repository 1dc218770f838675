"""The history of tickets: a table for people, lines for pipes, and JSON."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from jticket.model.dates import format_timestamp
from jticket.model.history.timeline import CREATED, CRITERIA, DELETED, DEVLOG, PATH, PREAMBLE
from jticket.model.schema import TEXT_SECTIONS
from jticket.model.ticket import RawMapping
from jticket.render.columns import Column, fitting_table
from jticket.render.styles import ID
from jticket.render.terminal import COMMIT_LENGTH, styled
from jticket.render.ticket_view import value_words
from jticket.render.wrapping import StyledText, wrapped
from jticket.text.printable import cut, safe_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.history.timeline import FieldEdit, HistoryEntry, Value
    from jticket.model.ticket import Raw
    from jticket.render.payload import Json

_NONE = "-"
_WHO_COLUMNS = 14
_FIELD_COLUMNS = 16
_LEAST_WHO_COLUMNS = 8
_MINUTE = "%Y-%m-%d %H:%M"
_NARROW_TERMINAL, _WIDE_TERMINAL = 60, 100
_TEXTS = (*TEXT_SECTIONS, PREAMBLE)
_SHORT_COMMIT = 7


def log_json(entries: Sequence[HistoryEntry]) -> list[Json]:
    """Returns the edits as JSON: lists as lists, the rest as in the file, `null` for none."""
    return [
        {
            "id": entry.id,
            "commit": entry.commit,
            "author": entry.author,
            "timestamp": format_timestamp(entry.moment),
            "field": entry.edit.field,
            "from": _json(entry.edit.before),
            "to": _json(entry.edit.after),
        }
        for entry in entries
    ]


def log_lines(entries: Sequence[HistoryEntry]) -> Iterator[str]:
    """Yields a line per edit: time, author, ID, field, from, to, commit, separated by tabs."""
    for entry in entries:
        edit, moment = entry.edit, format_timestamp(entry.moment)
        values = (_joined(edit.before), _joined(edit.after))
        cells = (moment, entry.author, entry.id, edit.field, *values, entry.commit[:COMMIT_LENGTH])
        yield "\t".join(safe_line(cell) or _NONE for cell in cells)


def log_table(
    entries: Sequence[HistoryEntry], *, single: bool, columns: int, color: bool = False
) -> list[str]:
    """Returns the edits as a table; `single`: all are of one ticket, whose ID is left out.

    Time, author, ID and commit are given only where they change.
    """
    if not entries:
        return []
    if columns < _NARROW_TERMINAL:
        return [*_by_commit(entries, single=single, columns=columns, color=color)]
    form = _MINUTE if single or columns >= _WIDE_TERMINAL else "%Y-%m-%d"
    rows: list[list[str]] = []
    styles: list[list[str | None]] = []
    previous = ("", "")
    for entry in entries:
        same_ticket = (entry.commit, entry.id) == previous
        same_commit = entry.commit == previous[0]
        previous = (entry.commit, entry.id)
        when = format(entry.moment, form)
        row = ["", ""] if same_commit else [when, cut(safe_line(entry.author), _WHO_COLUMNS)]
        row += [] if single else ["" if same_ticket else entry.id]
        row += [cut(safe_line(entry.edit.field), _FIELD_COLUMNS), _words(entry)]
        rows.append([*row, "" if same_commit else entry.commit[:_SHORT_COMMIT]])
        styles.append([*(None for _ in row[2:]), ID, None, "dim"])
    ids = [] if single else [Column("ID")]
    layout = [
        Column("WHEN"),
        Column("WHO", least=_LEAST_WHO_COLUMNS, rank=1),
        *ids,
        Column("FIELD"),
        Column("CHANGE", least=columns // 4),
        Column("COMMIT", rank=2),
    ]
    return fitting_table(layout, rows, room=columns, color=color, styles=styles)


def _by_commit(
    entries: Sequence[HistoryEntry], *, single: bool, columns: int, color: bool
) -> Iterator[str]:
    """Yields a heading for each commit, and below it its edits, for a narrow terminal."""
    commit = ""
    for entry in entries:
        if entry.commit != commit:
            commit = entry.commit
            head = f"{commit[:_SHORT_COMMIT]} {format(entry.moment, _MINUTE)} {entry.author}"
            yield styled(cut(safe_line(head), columns), "dim", color=color)
        ids = [] if single else [StyledText(entry.id, ID)]
        spans = [*ids, StyledText(f"{entry.edit.field}:"), StyledText(_words(entry))]
        yield from wrapped(spans, columns=columns, start="  ", indent="    ", color=color)


def _words(entry: HistoryEntry) -> str:
    """Returns an edit in a few words; for a creation the title of the ticket."""
    is_new = entry.edit.field == CREATED and entry.edit.before is None
    return entry.title if is_new and not entry.is_first else change_words(entry.edit)


def change_words(edit: FieldEdit) -> str:
    """Returns what an edit did, in a few words: `ready → done`, `+cli -mvp`, `+3 -1 lines`."""
    before, after = edit.before, edit.after
    if isinstance(after, tuple) and isinstance(before, (tuple, type(None))):
        return _items(before or (), after)
    if edit.field in _TEXTS or edit.field.startswith("## "):
        old, new = (Counter(_joined(text).splitlines()) for text in (before, after))
        return f"+{(new - old).total()} -{(old - new).total()} lines"
    if edit.field == DEVLOG:
        sign, text = ("+", after) if before is None else ("-", before)
        words = _joined(text).partition("\n\n")[2]
        return f"{sign} {' '.join(words.split())}"
    if edit.field == CRITERIA:
        return _criterion(_joined(before), _joined(after))
    if before is None or edit.field == DELETED:
        return _joined(before) or _joined(after)
    if edit.field == PATH:
        return f"→ {_joined(after)}"
    return f"{_joined(before)} → {_joined(after) or _NONE}"


def _items(before: Sequence[Raw], after: Sequence[Raw]) -> str:
    words = [f"+{value_words(item)}" for item in after if item not in before]
    words += [f"-{value_words(item)}" for item in before if item not in after]
    return " ".join(words) or "reordered"


def _criterion(before: str, after: str) -> str:
    """Returns a criterion that was ticked, added, dropped or reworded."""
    if not before or not after:
        return f"{'+' if after else '-'} {after or before}"
    return after if before[3:] == after[3:] else f"{before} → {after}"


def _joined(value: Value) -> str:
    """Returns a value as text, a list's items separated by commas."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ",".join(value_words(item) for item in value)
    return value_words(value)


def _json(value: Value) -> Json:
    if isinstance(value, RawMapping):
        return {key: _json(item) for key, item in value.pairs}
    return [_json(item) for item in value] if isinstance(value, tuple) else value
