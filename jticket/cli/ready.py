"""`jticket ready`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.listing import listing_options, print_listing
from jticket.cli.options import filter_options, pop_selection
from jticket.cli.output import notice
from jticket.model.wording import cancelled_dependency_words
from jticket.ops.views.list import ready_tickets

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App


@click.command("ready", epilog="Example: jticket ready --assignee - --limit 5")
@filter_options
@listing_options
@click.pass_obj
def command(app: App, /, *, at: str | None, **options: Any) -> None:
    """List the tickets that can be started now, by priority and ID.

    They are not epics, not started, not parked, and wait for no open ticket.
    """
    selection = pop_selection(options)
    project = app.project(at)
    files = ready_tickets(project, selection, app.workspace().now())
    for file in files:
        if cancelled := project.graph.cancelled_dependencies(file.ticket):
            words = cancelled_dependency_words(cancelled)
            notice(f"note: {file.ticket.id} is available, but {words}")
    if not print_listing(
        app, project, files, selection=selection, only=project.graph.is_ready, **options
    ):
        notice("no ticket is available; `jticket blocked` shows what the open ones wait for")
