"""Lists of tickets: a table for people, lines for programs."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.columns import AGE
from jticket.model.computed import COMPUTED, CriteriaCount
from jticket.model.dates import age, parse_timestamp
from jticket.model.parking import Parking
from jticket.model.schema import BY_KEY
from jticket.render.payload import dumped, ticket_json
from jticket.render.styles import ID, priority_style, status_style
from jticket.render.terminal import table
from jticket.render.ticket_view import value_words
from jticket.text.printable import safe, safe_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from jticket.model.computed import ComputedValue
    from jticket.model.marks import Mark
    from jticket.model.ticket import Ticket
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

PIPE_COLUMNS = ("id", "status", "priority", "ticket_type", "assignee", "title")
TABLE_COLUMNS = ("id", "status", "priority", "ticket_type", "assignee", "criteria", "age", "title")
COLUMNLESS = ("ids", "jsonl")
"""The formats whose content is fixed."""

# With the wide forms, which some spreadsheets read as the common ones.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_WIDE_TERMINAL = 100


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a terminal shows of a list besides its fields.

    `marks` are those of each ticket by ID; `total` is how many tickets there are without filters
    and limit.
    """

    marks: Mapping[str, tuple[Mark, ...]]
    total: int


@dataclass(frozen=True, slots=True)
class ListOptions:
    """How a list is shown: one of `FORMATS`; the columns, () for those of the format; its width.

    `more` are computed columns after those of the format, `hidden` some that a
    table leaves out; `raw` is that of `csv_lines`. With an `outlook`, a table is for a terminal.
    """

    form: str
    columns: tuple[str, ...]
    now: datetime
    more: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    full: bool = False
    raw: bool = False
    terminal_width: int = 80
    color: bool = False
    outlook: Outlook | None = None


def listing(files: Sequence[ValidFile], project: Project, options: ListOptions) -> list[str]:
    """Returns the lines of a list."""
    return _LAYOUTS[options.form](files, project, options)


def columns_shown(options: ListOptions) -> tuple[str, ...]:
    """Returns the columns that were chosen, else those of the format."""
    if options.columns:
        return options.columns
    if options.form != "table":
        return PIPE_COLUMNS + options.more
    shown = (column for column in TABLE_COLUMNS if column not in options.hidden)
    return (*shown, *options.more)


def _jsonl(files: Sequence[ValidFile], project: Project, options: ListOptions) -> list[str]:
    waiting = "waiting_for" in options.more
    return [
        dumped(ticket_json(file, project, full=options.full, waiting=waiting), indent=None)
        for file in files
    ]


def _ids(files: Sequence[ValidFile], _: Project, __: ListOptions) -> list[str]:
    return [safe_line(file.ticket.id) for file in files]


def _tsv(files: Sequence[ValidFile], project: Project, options: ListOptions) -> list[str]:
    return tsv_lines(rows_of(files, project, columns_shown(options), options.now))


def _csv(files: Sequence[ValidFile], project: Project, options: ListOptions) -> list[str]:
    columns = columns_shown(options)
    return csv_lines(columns, rows_of(files, project, columns, options.now), raw=options.raw)


def _table(files: Sequence[ValidFile], project: Project, options: ListOptions) -> list[str]:
    if options.outlook:
        from jticket.render.list_table import list_table

        return list_table(files, project, options, options.outlook)
    columns = columns_shown(options)
    rows = rows_of(files, project, columns, options.now)
    if not options.columns:
        kept = [
            place
            for place, column in enumerate(columns)
            if any(row[place] for row in rows) and _has_room(column, options.terminal_width)
        ]
        columns = tuple(columns[place] for place in kept)
        rows = [[row[place] for place in kept] for row in rows]
    return table(
        [header_of(column) for column in columns],
        rows,
        columns=options.terminal_width,
        color=options.color,
        styles=[styles_of(file.ticket, project, columns) for file in files],
    )


_LAYOUTS: dict[str, Callable[[Sequence[ValidFile], Project, ListOptions], list[str]]] = {
    "table": _table,
    "tsv": _tsv,
    "ids": _ids,
    "csv": _csv,
    "jsonl": _jsonl,
}
FORMATS: tuple[str, ...] = tuple(_LAYOUTS)


def tsv_lines(rows: Iterable[Sequence[str]]) -> list[str]:
    """Returns rows as cells separated by tabs, `-` for an empty one."""
    return ["\t".join(safe_line(cell) or "-" for cell in row) for row in rows]


def csv_lines(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, raw: bool = False
) -> list[str]:
    """Returns rows as comma-separated values below a header.

    A cell that a spreadsheet would take for a formula has a `'` before it, unless `raw`: what
    OWASP advises against CSV injection, https://owasp.org/www-community/attacks/CSV_Injection.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in (columns, *rows):
        cells = map(safe, row)
        writer.writerow(cells if raw else map(_without_formula, cells))
    return buffer.getvalue().splitlines()


def _without_formula(cell: str) -> str:
    is_formula = cell.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if is_formula else cell


def _has_room(column: str, terminal_width: int) -> bool:
    return column != "ticket_type" or terminal_width >= _WIDE_TERMINAL


def header_of(column: str) -> str:
    """Returns the heading of a column."""
    if column in BY_KEY:
        return BY_KEY[column].title
    header = COMPUTED[column].header if column in COMPUTED else ""
    return header or column.upper()


def rows_of(
    files: Iterable[ValidFile], project: Project, columns: Sequence[str], now: datetime
) -> list[list[str]]:
    """Returns the cells of a list, not yet escaped, "" for an empty one."""
    return [[_cell(file, project, column, now) for column in columns] for file in files]


def _cell(file: ValidFile, project: Project, column: str, now: datetime) -> str:
    ticket = file.ticket
    if column in BY_KEY:
        value = ticket.value(column)
        return value if isinstance(value, str) else ",".join(value)
    if column in COMPUTED:
        return _computed_cell(COMPUTED[column].value(file, project.graph))
    if column == AGE:
        created = parse_timestamp(ticket.created)
        return age(created, now) if created else ""
    return value_words(dict(ticket.fields).get(column, ""))


def _computed_cell(value: ComputedValue) -> str:
    match value:
        case str():
            return value
        case tuple():
            return ",".join(value)
        case bool():
            return "yes" if value else ""
        case Parking():
            return value.words
        case CriteriaCount(done, total):
            return f"{done}/{total}" if total else ""
        case None:
            return ""
        case _:
            return f"{value:g}"


def styles_of(ticket: Ticket, project: Project, columns: Sequence[str]) -> list[str | None]:
    """Returns the styles of a ticket's cells."""
    styles = {
        "status": status_style(ticket.status, project.settings),
        "age": "dim",
        "priority": priority_style(ticket.priority),
        "id": ID,
    }
    return [styles.get(column) for column in columns]
