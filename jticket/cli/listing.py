"""What `list`, `ready` and `blocked` share: how a list is sorted, cut and printed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_columns, complete_groupings, complete_sort_keys
from jticket.cli.json_fields import asks_for_body, json_options
from jticket.cli.options import exclusive, requires
from jticket.cli.output import chosen_format, on_terminal, print_drawn, print_json_view, print_view
from jticket.errors import UsageError
from jticket.model.columns import columns_of
from jticket.model.suggestions import one_of
from jticket.model.wording import quoted
from jticket.ops.views.grouping import grouped
from jticket.render.grouped_list import grouped_listing, groups_json
from jticket.render.payload import ticket_json
from jticket.render.ticket_list import COLUMNLESS, FORMATS, ListOptions, Outlook, listing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from jticket.cli.app import App
    from jticket.cli.options import Command
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket
    from jticket.ops.selection import Selection
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

WAITING_FOR, PARKED = "waiting_for", "parked"
_FIXED = tuple(f"--format {form}" for form in COLUMNLESS)


def listing_options(command: Command) -> Command:
    """Adds the options that say how a list is sorted, cut and printed."""
    for add in (
        click.option(
            "--sort",
            multiple=True,
            metavar="A,-B,...",
            shell_complete=complete_sort_keys,
            help="Sort by columns; -B reverses one.",
        ),
        click.option(
            "--group-by",
            metavar="FIELD",
            shell_complete=complete_groupings,
            help="Group by status, assignee, phase, ...",
        ),
        click.option(
            "-n", "--limit", metavar="N", type=click.IntRange(min=0), help="At most so many."
        ),
        click.option(
            "--columns",
            metavar="A,B,...",
            shell_complete=complete_columns,
            help="Keys, path, blocks, ready and more.",
        ),
        click.option("--format", "form", type=click.Choice(FORMATS), help="A table on a terminal."),
        click.option("--full", is_flag=True, help="With the body, in JSON and jsonl."),
        click.option("--raw", is_flag=True, help="In csv, print formulas unchanged."),
        json_options(WAITING_FOR),
        exclusive("--json", "--format"),
        exclusive("--fields", "--format", "--columns"),
        exclusive("--columns", "--json", *_FIXED, hint="columns: table, tsv or csv"),
        requires(
            *("--full", "--json", "--fields", "--format jsonl"),
            message="--full adds the body to JSON",
            hint="add --json or --format jsonl",
        ),
        requires("--raw", "--format csv"),
        exclusive("--group-by", *_FIXED, hint="groups: table, tsv, csv or --json"),
    )[::-1]:
        command = add(command)
    return command


def print_listing(
    app: App,
    project: Project,
    files: Sequence[ValidFile],
    more: tuple[str, ...] = (),
    *,
    selection: Selection,
    only: Callable[[Ticket], bool] | None = None,
    columns: str | None,
    group_by: str | None,
    form: str | None,
    full: bool,
    raw: bool,
    as_json: bool,
) -> bool:
    """Prints a list as `listing_options` ask; `more` are columns after those of the format.

    The columns of the view count unless others are given. Returns whether something was printed: a
    table of no tickets is not.

    Raises:
        UsageError: there is no such column, or no such field to group by.
    """
    names = _columns(columns, project.settings) or (
        selection.view.columns if selection.view else ()
    )
    key, groups = grouped(files, project, by=group_by) if group_by else ("", ())
    form = chosen_format(form, as_json=as_json)
    if form == "json":
        full = full or asks_for_body()
        look = partial(ticket_json, project=project, full=full, waiting=WAITING_FOR in more)
        print_json_view(groups_json(groups, look) if group_by else [look(file) for file in files])
        return True
    if form == "table" and not files:
        return False
    options = ListOptions(
        *(form, names, app.workspace().now(), more),
        hidden=(key,),
        full=full,
        raw=raw,
        terminal_width=app.width,
        color=app.colored,
    )
    if form == "table" and on_terminal():
        outlook = _outlook(project, selection, files, more, options.now, only)
        options = replace(options, outlook=outlook)
    if group_by:
        lines = grouped_listing(groups, key, project, options)
    else:
        lines = listing(files, project, options)
    if options.outlook is None:
        print_view(lines)
        return True
    from jticket.render.list_table import list_notes

    print_drawn(app, [*lines, *list_notes(files, project, options, options.outlook)])
    return True


def _outlook(
    project: Project,
    selection: Selection,
    files: Sequence[ValidFile],
    more: Collection[str],
    now: datetime,
    only: Callable[[Ticket], bool] | None,
) -> Outlook:
    """Returns what a terminal shows besides the fields, and besides the columns that are added."""
    from jticket.model.marks import Mark
    from jticket.ops.views.outlook import list_marks, unfiltered_count

    marks = list_marks(project, files, now)
    if WAITING_FOR in more:
        said = (Mark.BLOCKED, Mark.PARKED)
        marks = {
            ticket_id: tuple(mark for mark in own if mark not in said)
            for ticket_id, own in marks.items()
        }
    return Outlook(marks, unfiltered_count(project, selection, files, now, only=only))


def _columns(text: str | None, settings: Settings) -> tuple[str, ...]:
    """Returns the columns that are asked for; none for those of the format.

    Raises:
        UsageError: there is no such column.
    """
    names = tuple(name.strip() for name in text.split(",")) if text else ()
    known = columns_of(settings)
    for name in names:
        if name not in known:
            raise UsageError(f"no column {quoted(name)}", one_of(name, known))
    return names
