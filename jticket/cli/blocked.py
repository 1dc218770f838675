"""`jticket blocked`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.listing import PARKED, WAITING_FOR, listing_options, print_listing
from jticket.cli.options import filter_options, pop_selection
from jticket.cli.output import notice
from jticket.ops.views.list import blocked_tickets

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App


@click.command("blocked", epilog="Example: jticket blocked --priority high,critical")
@filter_options
@listing_options
@click.pass_obj
def command(app: App, /, *, at: str | None, **options: Any) -> None:
    """List the tickets that can't begin, and what each waits for."""
    selection = pop_selection(options)
    project = app.project(at)
    files = blocked_tickets(project, selection, app.workspace().now())
    if not print_listing(
        app,
        project,
        files,
        (WAITING_FOR, PARKED),
        selection=selection,
        only=project.graph.is_blocked,
        **options,
    ):
        notice("nothing is blocked")
