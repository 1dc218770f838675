"""`jticket tree`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from jticket.cli.app import notice, print_lines
from jticket.cli.completers import complete_ids
from jticket.cli.options import filter_options, json_option, pop_selection
from jticket.model.stats.tree import tree
from jticket.ops.selection import find_tickets, found
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
    app: App, /, start: str | None, *, closed_too: bool, as_json: bool, **options: Any
) -> None:
    """Show tickets below their parents, with effort and progress.

    A parent adds up all that stands below it, shown or not.
    """
    project = app.project(options.pop("at"))
    top = found(project, start).ticket if start else None
    selection = pop_selection(options, closed_too=closed_too or top is not None)
    files = find_tickets(project, selection, app.environment().now())
    chosen = [each.ticket.id for each in files if each.ticket]
    branches = list(tree(project.graph, chosen, top.id if top else None))
    if as_json:
        print_lines(tree_json(branches))
    elif not sys.stdout.isatty():
        print_lines(tree_lines(branches))
    elif branches:
        settings = project.settings
        print_lines(tree_table(branches, settings, columns=app.width, color=app.colored))
    else:
        notice("no ticket found" + ("" if closed_too else "; --all shows the closed ones too"))
