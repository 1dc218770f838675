"""A list of tickets on a terminal: what differs, marks, and below it what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.marks import Mark
from jticket.render.columns import Column, fitting_table
from jticket.render.styles import WARNING
from jticket.render.ticket_list import columns_shown, header_of, rows_of, styles_of
from jticket.render.wrapping import StyledText, wrapped
from jticket.text.printable import safe_line, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.render.ticket_list import ListOptions, Outlook
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

SIGNS = {Mark.BLOCKED: "⊘", Mark.PARKED: "‖", Mark.OVERDUE: "!!", Mark.LATE: "!"}
MARK_STYLES = {
    Mark.BLOCKED: WARNING,
    Mark.PARKED: "dim magenta",
    Mark.OVERDUE: "bold red",
    Mark.LATE: "red",
}
_MARKS = "marks"
_NO_BREAK = "\xa0"
_FIXED = ("id", "title")
_NARROWEST_TITLE, _WIDEST_TITLE = 12, 40

_LEAST = {"assignee": 8, "waiting_for": 12, "parked": 12}
_RANKS = {
    "status": 1,
    "waiting_for": 2,
    "parked": 3,
    "priority": 4,
    "assignee": 5,
    "criteria": 6,
    "ticket_type": 7,
    "age": 8,
}
"""What gives way to the title, the last one first."""

_WORDS = {"priority": "{} priority", "age": "{} old", "criteria": "criteria {}"}


def list_table(
    files: Sequence[ValidFile], project: Project, options: ListOptions, outlook: Outlook
) -> list[str]:
    """Returns a heading, and a line per ticket.

    Unless columns were chosen, one with the same value for all tickets is left out, and where room
    is short the least important ones are.
    """
    names, rows, _ = _table(files, project, options)
    styles = [styles_of(file.ticket, project, names) for file in files]
    if not options.columns and any(outlook.marks.values()):
        place = names.index("title")
        names.insert(place, _MARKS)
        for file, row, row_styles in zip(files, rows, styles, strict=True):
            marks = outlook.marks[file.ticket.id]
            row.insert(place, "".join(SIGNS[mark] for mark in marks))
            row_styles.insert(place, MARK_STYLES[marks[-1]] if marks else None)
    columns = [_column(name, options) for name in names]
    room = options.terminal_width
    return fitting_table(columns, rows, room=room, color=options.color, styles=styles)


def list_notes(
    files: Sequence[ValidFile], project: Project, options: ListOptions, outlook: Outlook
) -> Iterator[str]:
    """Yields lines on what the table leaves out, and on what its signs mean."""
    parts: list[tuple[str, str | None]] = []
    if len(files) < outlook.total:
        parts.append((f"{len(files)} of {outlook.total} tickets shown", "dim"))
    if same := _table(files, project, options)[2]:
        parts.append((f"all {', '.join(same)}", "dim"))
    if not options.columns:
        present = {mark for marks in outlook.marks.values() for mark in marks}
        parts += [
            (f"{SIGNS[mark]}{_NO_BREAK}{mark.value}", MARK_STYLES[mark])
            for mark in Mark
            if mark in present
        ]
    if parts:
        yield ""
        last = len(parts) - 1
        spans = [
            StyledText(text + (";" if n < last else ""), style)
            for n, (text, style) in enumerate(parts)
        ]
        yield from wrapped(spans, columns=options.terminal_width, color=options.color)


def _table(
    files: Sequence[ValidFile], project: Project, options: ListOptions
) -> tuple[list[str], list[list[str]], list[str]]:
    """Returns the columns by name, the cells of each ticket, and what is the same for all."""
    names = [*columns_shown(options)]
    rows = rows_of(files, project, names, options.now)
    if options.columns:
        return names, rows, []
    kept = [n for n, name in enumerate(names) if name in _FIXED or not _is_same(rows, n)]
    same = [
        _WORDS.get(name, "{}").format(safe_line(rows[0][n]))
        for n, name in enumerate(names)
        if n not in kept and rows[0][n]
    ]
    return [names[n] for n in kept], [[row[n] for n in kept] for row in rows], same


def _is_same(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Returns whether all rows, if there are several, have the same cell, or no row has one."""
    values = {row[place] for row in rows}
    return values == {""} or (len(values) == 1 and len(rows) > 1)


def _column(name: str, options: ListOptions) -> Column:
    if name == _MARKS:
        return Column("")
    heading = header_of(name)
    if options.columns:
        return Column(heading, least=None if name == "id" else max(width(heading), 8))
    if name == "title":
        share = options.terminal_width * 3 // 8
        return Column(heading, least=min(max(share, _NARROWEST_TITLE), _WIDEST_TITLE))
    return Column(heading, least=_LEAST.get(name), rank=_RANKS.get(name, 0))
