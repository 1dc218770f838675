"""`jticket board`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_groupings
from jticket.cli.options import filter_options, format_options, pop_selection
from jticket.cli.output import (
    chosen_format,
    notice_no_tickets,
    on_terminal,
    print_drawn,
    print_json_view,
    print_view,
)
from jticket.cli.watch import watchable
from jticket.ops.views.board import board
from jticket.render.board import BoardOptions, board_json, board_lines, board_table, limited

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
@click.option("--all", "closed_too", is_flag=True, help="Closed tickets too, and all cards.")
@click.option(
    "-n",
    "--limit",
    metavar="N",
    type=click.IntRange(min=0),
    help="At most so many cards in a column; on a terminal as many as fit, else all.",
)
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
    limit: int | None,
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
            print_json_view(board_json(limited(cards, limit), project))
        case "tsv":
            print_view(board_lines(limited(cards, limit), project, now))
        case _ if cards.columns:
            layout = BoardOptions(
                app.width,
                app.colored,
                closed_option="--all",
                epics_option="--type epic",
                limit_option="--limit N, --all",
                limit=limit,
                rows=app.height if on_terminal() and not closed_too else None,
            )
            print_drawn(app, board_table(cards, project, layout))
        case _:
            notice_no_tickets(closed_too=closed_too)
