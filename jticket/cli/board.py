"""`jticket board`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_groupings
from jticket.cli.options import filter_options, format_options, pop_selection
from jticket.cli.output import (
    chosen_format,
    notice_no_tickets,
    print_drawn,
    print_json_view,
    print_view,
)
from jticket.cli.watch import watchable
from jticket.ops.views.board import board
from jticket.render.board import board_json, board_lines, board_table

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App


@click.command("board", epilog="Example: jticket board --by assignee --milestone MVP")
@click.option(
    "--by",
    metavar="FIELD",
    default="status",
    shell_complete=complete_groupings,
    help="status (the default), assignee, service, phase, ...",
)
@filter_options
@click.option("--all", "closed_too", is_flag=True, help="Closed tickets too.")
@format_options(["table", "tsv"], about="table on a terminal.")
@watchable("--at", "--format", "--json")
@click.pass_obj
def command(
    app: App,
    /,
    *,
    by: str,
    form: str | None,
    closed_too: bool,
    as_json: bool,
    at: str | None,
    **options: Any,
) -> None:
    """Show open tickets as cards in columns.

    By status or another field, side by side where the terminal has room, else one below the other.
    Epics are left out unless --type names them or nothing else is found.
    """
    project, now = app.project(at), app.workspace().now()
    selection = pop_selection(options, closed_too=closed_too, default_view=True)
    cards = board(project, selection, now, by=by)
    match chosen_format(form, as_json=as_json):
        case "json":
            print_json_view(board_json(cards, project))
        case "tsv":
            print_view(board_lines(cards, project, now))
        case _ if cards.columns:
            lines = board_table(
                cards,
                project,
                columns=app.width,
                color=app.colored,
                closed_option="--all",
                epics_option="--type epic",
            )
            print_drawn(app, lines)
        case _:
            notice_no_tickets(closed_too=closed_too)
