"""Lists of tickets in groups by a field: headings for people, one more column for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.effort import format_hours
from jticket.model.stats.tally import tally
from jticket.model.wip_limits import counted
from jticket.render.styles import status_style
from jticket.render.terminal import is_right_to_left, styled
from jticket.render.ticket_list import columns_shown, csv_lines, listing, rows_of, tsv_lines
from jticket.text.printable import cut, safe_line, width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jticket.model.graph import Graph
    from jticket.model.stats.grouping import Group
    from jticket.render.payload import Json
    from jticket.render.ticket_list import ListOptions
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

NO_GROUP = "-"
"""The name of the group of tickets without a value, for people and in pipes."""

Piece = tuple[str, str | None]
"""A text and its style."""

_GROUP = "group"
"""The header of the group's name in CSV."""


def grouped_listing(
    groups: Sequence[Group[ValidFile]], key: str, project: Project, options: ListOptions
) -> list[str]:
    """Returns the lines of a list in groups by a key.

    A table has a heading before each group, and no column of that key unless it was asked for.
    In TSV and CSV the first column is the group's name.
    """
    files = [file for group in groups for file in group.items]
    if options.form == "table":
        return _grouped_table(groups, listing(files, project, options), key, project, options)
    names = [group.value for group in groups for _ in group.items]
    columns = columns_shown(options)
    rows = [
        [name, *row]
        for name, row in zip(names, rows_of(files, project, columns, options.now), strict=True)
    ]
    if options.form == "csv":
        return csv_lines((_GROUP, *columns), rows, raw=options.raw)
    return tsv_lines(rows)


def _grouped_table(
    groups: Sequence[Group[ValidFile]],
    lines: Sequence[str],
    key: str,
    project: Project,
    options: ListOptions,
) -> list[str]:
    """Returns the header of a table, then for each group its heading and its lines."""
    grouped, place = [*lines[:1]], 1
    for group in groups:
        heading = heading_of(key, group, project, options.terminal_width)
        shown = fitted(heading, options.terminal_width, color=options.color).rstrip()
        grouped += ["", shown, *lines[place : place + len(group.items)]]
        place += len(group.items)
    return grouped


def groups_json(
    groups: Sequence[Group[ValidFile]], ticket_json: Callable[[ValidFile], dict[str, Json]]
) -> list[Json]:
    """Returns groups as JSON; one named "" holds the tickets without a value."""
    return [
        {"name": group.value, "tickets": [ticket_json(file) for file in group.items]}
        for group in groups
    ]


def heading_of(key: str, group: Group[ValidFile], project: Project, room: int) -> list[Piece]:
    """Returns a group's name, its numbers of tickets and hours, and a parent's title."""
    parent = project.graph.tickets.get(group.value) if key == "parent_id" else None
    name = f"{parent.id} {parent.title}" if parent else group.value or NO_GROUP
    tickets = [file.ticket for file in group.items]
    hours = tally(tickets, project.settings).effort_hours
    count = _count(key, group, project.graph)
    facts = f"({count}, {format_hours(hours)})" if hours else f"({count})"
    status = status_style(name, project.settings) if key == "status" else None
    shown = cut(safe_line(name), max(room - len(facts) - 1, 1))
    pieces: list[Piece] = [(shown, status or "bold"), (facts, "dim")]
    return pieces[::-1] if is_right_to_left(name) else pieces


def _count(key: str, group: Group[ValidFile], graph: Graph) -> str:
    """Returns how many tickets a group has, and how many its status may have."""
    shown = str(len(group.items))
    limit = graph.settings.wip_limits.statuses.get(group.value) if key == "status" else None
    if limit is None:
        return shown
    all_of_it = len(counted(group.value, graph))
    return (
        f"{shown}/{limit}" if all_of_it == len(group.items) else f"{shown} of {all_of_it}/{limit}"
    )


def fitted(pieces: Sequence[Piece], columns: int, *, color: bool) -> str:
    """Returns pieces separated by spaces in exactly a number of columns; the rest is cut."""
    shown, used = [], 0
    for n, (text, style) in enumerate(pieces):
        space = 1 if n else 0
        if used + space + 1 > columns:
            break
        piece = cut(safe_line(text), columns - used - space)
        shown.append(" " * space + styled(piece, style, color=color))
        used += space + width(piece)
    return "".join(shown) + " " * (columns - used)
