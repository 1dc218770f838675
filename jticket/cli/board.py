"""`jticket board`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from jticket.cli.app import notice, print_drawn, print_json, print_lines
from jticket.cli.completers import complete_groupings
from jticket.cli.options import filter_options, json_option, pop_selection
from jticket.errors import UsageError
from jticket.ops.views.stats import board, grouping_key_of
from jticket.render.board import board_json, board_lines, board_table

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App


@click.command("board", epilog="Example: jticket board --by assignee --milestone MVP")
@click.option(
    "--by",
    "name",
    metavar="FIELD",
    default="status",
    shell_complete=complete_groupings,
    help="status (the default), assignee, service, phase, ...",
)
@filter_options
@click.option("--all", "closed_too", is_flag=True, help="Closed tickets too.")
@click.option("--format", "form", type=click.Choice(["table", "tsv"]), help="table on a terminal.")
@json_option
@click.pass_obj
def command(
    app: App, /, name: str, form: str | None, *, closed_too: bool, as_json: bool, **options: Any
) -> None:
    """Show open tickets as cards in columns.

    By status or another field, side by side where the terminal has room, else one below the other.
    Epics are left out unless --type names them or nothing else is found.
    """
    if as_json and form:
        raise UsageError("--json and --format exclude each other")
    project = app.project(options.pop("at"))
    key = grouping_key_of(name, project.settings)
    now = app.environment().now()
    found = board(project, pop_selection(options, closed_too=closed_too), key, now)
    if as_json:
        print_json(board_json(found, project))
    elif (form or ("table" if sys.stdout.isatty() else "tsv")) == "tsv":
        print_lines(board_lines(found, project, now))
    elif not found.columns:
        notice("no ticket found" + ("" if closed_too else "; --all shows the closed ones too"))
    else:
        print_drawn(app, board_table(found, project, columns=app.width, color=app.colored))
