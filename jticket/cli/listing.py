"""What `list`, `ready` and `blocked` share: how a list is sorted, cut and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_columns, complete_sort_keys
from jticket.cli.options import exclusive, json_option, requires
from jticket.cli.output import chosen_format, print_json, print_lines
from jticket.errors import UsageError
from jticket.model.columns import columns_of
from jticket.model.suggestions import one_of
from jticket.model.wording import quoted
from jticket.render.payload import ticket_json
from jticket.render.ticket_list import COLUMNLESS, FORMATS, ListOptions, listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.cli.app import App
    from jticket.cli.options import Command
    from jticket.model.settings import Settings
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

WAITING_FOR = "waiting_for"
_FIXED = tuple(f"--format {form}" for form in COLUMNLESS)


def listing_options(command: Command) -> Command:
    """Adds the options that say how a list is sorted, cut and printed."""
    for add in (
        click.option(
            "--sort",
            multiple=True,
            metavar="A,-B,...",
            shell_complete=complete_sort_keys,
            help="By columns; -B reverses one.",
        ),
        click.option("--limit", metavar="N", type=click.IntRange(min=0), help="At most so many."),
        click.option(
            "--columns",
            metavar="A,B,...",
            shell_complete=complete_columns,
            help="Keys, path, blocks, ready and more.",
        ),
        click.option("--format", "form", type=click.Choice(FORMATS), help="A table on a terminal."),
        click.option("--full", is_flag=True, help="With the body, in JSON and jsonl."),
        click.option("--raw", is_flag=True, help="In csv, formulas as they are."),
        json_option,
        exclusive("--json", "--format"),
        exclusive("--columns", "--json", *_FIXED, hint="columns: table, tsv or csv"),
        requires(
            *("--full", "--json", "--format jsonl"),
            message="--full adds the body to JSON",
            hint="add --json or --format jsonl",
        ),
        requires("--raw", "--format csv"),
    )[::-1]:
        command = add(command)
    return command


def print_listing(
    app: App,
    project: Project,
    files: Sequence[ValidFile],
    more: tuple[str, ...] = (),
    *,
    columns: str | None,
    form: str | None,
    full: bool,
    raw: bool,
    as_json: bool,
) -> bool:
    """Prints a list as `listing_options` ask; `more` are columns after those of the format.

    Returns whether something was printed: a table of no tickets is not.

    Raises:
        UsageError: there is no such column.
    """
    names = _columns(columns, project.settings)
    form = chosen_format(form, as_json=as_json)
    if form == "json":
        waiting = WAITING_FOR in more
        print_json([ticket_json(file, project, full=full, waiting=waiting) for file in files])
    elif form == "table" and not files:
        return False
    else:
        now, width = app.workspace().now(), app.width
        look = ListOptions(
            *(form, names, now, more),
            full=full,
            raw=raw,
            terminal_width=width,
            color=app.colored,
        )
        print_lines(listing(files, project, look))
    return True


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
