"""`jticket list`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.listing import listing_options, print_listing
from jticket.cli.options import exclusive, filter_options, pop_selection
from jticket.cli.output import notice_no_tickets
from jticket.cli.watch import watchable
from jticket.ops.views.list import list_tickets

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App


@click.command("list", epilog="Example: jticket list --status ready,review --tag '!later'")
@filter_options
@click.option("--all", "closed_too", is_flag=True, help="Closed tickets too.")
@click.option("--branches", is_flag=True, help="What other branches made of them.")
@listing_options
@exclusive("--branches", "--columns", "--group-by")
@watchable("--at", "--branches", "--format", "--json")
@click.pass_obj
def command(
    app: App, /, *, at: str | None, closed_too: bool, branches: bool, **options: Any
) -> None:
    """List open tickets, by priority and then ID.

    Filters take A,B for any of these, !A for not, - for none, and can be repeated. One by status
    brings the closed tickets too, and so does a query that names status, open or closed.
    """
    selection = pop_selection(options, closed_too=closed_too, default_view=not branches)
    if branches:
        from jticket.cli.list_branches import list_branches

        list_branches(app, at, selection, **options)
        return
    project = app.project(at)
    files = list_tickets(project, selection, app.workspace().now())
    if not print_listing(app, project, files, selection=selection, **options):
        notice_no_tickets(closed_too=closed_too)
