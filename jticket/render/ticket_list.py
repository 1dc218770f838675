"""Lists of tickets: a table for people, lines for programs."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.dates import age, parse_timestamp
from jticket.model.schema import BY_KEY
from jticket.render.payload import dumped, ticket_json
from jticket.render.terminal import safe, safe_line, table
from jticket.render.ticket_view import PRIORITY_STYLES, STATUS_STYLES, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

PIPE_COLUMNS = ("id", "status", "priority", "ticket_type", "assignee", "title")
TABLE_COLUMNS = ("id", "status", "priority", "ticket_type", "assignee", "criteria", "age", "title")
COMPUTED_COLUMNS = (
    "path",
    "blocks",
    "children",
    "criteria",
    "effort_hours",
    "ready",
    "blocked",
    "waiting_for",
    "age",
)
FORMATS = ("table", "tsv", "ids", "csv", "jsonl")
COLUMNLESS = ("ids", "jsonl")
"""The formats whose content is fixed."""

_WIDE = 100
_COMPUTED_HEADERS = {"criteria": "DONE", "waiting_for": "WAITS FOR"}


@dataclass(frozen=True, slots=True)
class ListOptions:
    """How a list is shown: one of `FORMATS`; columns, none for the format's own; how wide.

    `more` are computed columns behind the format's own.
    """

    form: str
    columns: tuple[str, ...]
    now: datetime
    more: tuple[str, ...] = ()
    full: bool = False
    terminal_width: int = 80
    color: bool = False


def listing(files: Sequence[ValidFile], project: Project, look: ListOptions) -> list[str]:
    """The lines of a list."""
    if look.form == "jsonl":
        waiting = "waiting_for" in look.more
        found = (ticket_json(each, project, full=look.full, waiting=waiting) for each in files)
        return [dumped(each, indent=None) for each in found]
    if look.form == "ids":
        return [safe_line(each.ticket.id) for each in files if each.ticket]
    own = TABLE_COLUMNS if look.form == "table" else PIPE_COLUMNS
    columns = look.columns or own + look.more
    rows = [[_cell(each, project, column, look.now) for column in columns] for each in files]
    if look.form == "tsv":
        return ["\t".join(safe_line(cell) or "-" for cell in row) for row in rows]
    if look.form == "csv":
        return csv_lines(columns, rows)
    kept = [
        n for n, column in enumerate(columns) if look.columns or _is_shown(column, n, rows, look)
    ]
    header = [_header(columns[n]) for n in kept]
    styles = [_styles(each.ticket, project, columns) for each in files if each.ticket]
    return table(
        header,
        [[row[n] for n in kept] for row in rows],
        columns=look.terminal_width,
        color=look.color,
        styles=[[style[n] for n in kept] for style in styles],
    )


def _header(column: str) -> str:
    field = BY_KEY.get(column)
    return field.title if field else _COMPUTED_HEADERS.get(column, column.upper())


def _is_shown(column: str, place: int, rows: Sequence[Sequence[str]], look: ListOptions) -> bool:
    """Whether a column that nobody asked for has something to say, and room to say it."""
    if column == "ticket_type" and look.terminal_width < _WIDE:
        return False
    return any(row[place] for row in rows)


def columns_of(settings: Settings) -> tuple[str, ...]:
    """The columns that there are: the front matter's keys, what is computed, custom fields."""
    return (*BY_KEY, *COMPUTED_COLUMNS, *(each.key for each in settings.fields))


def csv_lines(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as comma-separated values below a header."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return buffer.getvalue().splitlines()


def _cell(file: ValidFile, project: Project, column: str, now: datetime) -> str:
    ticket = file.ticket
    if column in BY_KEY:
        value = ticket.value(column)
        return value if isinstance(value, str) else ",".join(value)
    if column not in COMPUTED_COLUMNS:
        return plain(dict(ticket.fields).get(column, ""))
    graph = project.graph
    match column:
        case "path":
            return file.path
        case "blocks":
            return ",".join(graph.blocks(ticket.id))
        case "children":
            return ",".join(graph.children(ticket.id))
        case "criteria":
            return f"{ticket.criteria_done}/{len(ticket.criteria)}" if ticket.criteria else ""
        case "effort_hours":
            return "" if ticket.effort_hours is None else f"{ticket.effort_hours:g}"
        case "age":
            created = parse_timestamp(ticket.created)
            return age(created, now) if created else ""
        case "waiting_for":
            return ",".join(graph.waiting_for(ticket))
        case "ready":
            return "yes" if graph.is_ready(ticket) else ""
        case _:
            return "yes" if graph.is_blocked(ticket) else ""


def _styles(ticket: Ticket, project: Project, columns: Sequence[str]) -> list[str | None]:
    status = STATUS_STYLES[project.settings.class_of(ticket.status)]
    looks = {
        "status": status,
        "age": "dim",
        "priority": PRIORITY_STYLES.get(ticket.priority),
        "id": "cyan",
    }
    return [looks.get(column) for column in columns]
