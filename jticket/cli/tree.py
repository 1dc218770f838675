"""`jticket tree`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_ids
from jticket.cli.options import filter_options, json_option, pop_selection
from jticket.cli.output import (
    chosen_format,
    notice_no_tickets,
    on_terminal,
    print_drawn,
    print_view,
)
from jticket.ops.views.tree import ticket_tree
from jticket.render.tree import tree_json, tree_lines, tree_table

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App


@click.command("tree", epilog="Example: jticket tree JJM-066")
@click.argument("start", metavar="[ID]", required=False, shell_complete=complete_ids)
@filter_options
@click.option("--all", "closed_too", is_flag=True, help="Closed tickets too; so does an ID.")
@json_option
@click.pass_obj
def command(
    app: App,
    /,
    *,
    start: str | None,
    closed_too: bool,
    as_json: bool,
    at: str | None,
    **options: Any,
) -> None:
    """Show tickets below their parents, with effort and progress.

    A parent adds up everything below it, shown or not.
    """
    project = app.project(at)
    selection = pop_selection(options, closed_too=closed_too or bool(start))
    branches = ticket_tree(project, selection, app.workspace().now(), start=start)
    form = chosen_format(None, as_json=as_json)
    if form == "json":
        lines = tree_json(branches)
        print_view(lines if on_terminal() else ["".join(map(str.strip, lines))])
    elif form == "tsv":
        print_view(tree_lines(branches))
    elif branches:
        settings = project.settings
        print_drawn(app, tree_table(branches, settings, columns=app.width, color=app.colored))
    else:
        notice_no_tickets(closed_too=closed_too)
