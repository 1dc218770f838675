"""`jticket next`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.json_fields import json_options
from jticket.cli.options import filter_options, pop_selection
from jticket.cli.output import notice, on_terminal, print_json_view, print_view
from jticket.cli.watch import watchable
from jticket.ops.views.next import next_ticket
from jticket.render.payload import ticket_json
from jticket.render.ticket_list import PIPE_COLUMNS
from jticket.render.wrapping import StyledText, wrapped
from jticket.text.printable import safe_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from jticket.cli.app import App
    from jticket.model.ticket import Ticket
    from jticket.ops.views.next import Offer


@click.command("next", epilog="Example: jticket next --service jules-mcp")
@filter_options
@json_options("why")
@watchable("--at", "--json")
@click.pass_obj
def command(app: App, /, *, as_json: bool, at: str | None, **options: Any) -> None:
    """Show the ticket to do next, and why.

    It is available, and unassigned or yours. Tickets that must start by today to meet their
    deadline come first; then the order is by priority, the day to start by, and the hours of other
    work held up.
    """
    project = app.project(at)
    offer = next_ticket(project, pop_selection(options), app.workspace().now())
    chosen = offer.ticket
    if chosen is None:
        if as_json:
            print_json_view(None)
        notice(_nothing(offer))
        return
    ticket, why = chosen.ticket, chosen.why
    if chosen.limit:
        notice(f"note: {safe_line(chosen.limit.words)}")
    if as_json:
        print_json_view({**ticket_json(project.find(ticket.id), project, full=True), "why": why})
    elif on_terminal():
        print_view(_lines(ticket, why, app))
    else:
        cells = [safe_line(str(ticket.value(key))) or "-" for key in PIPE_COLUMNS]
        print_view(["\t".join([*cells, safe_line(why)])])


def _lines(ticket: Ticket, why: str, app: App) -> Iterator[str]:
    """Yields the ticket's title, and below it why it is the next one."""
    columns, color = app.width, app.colored
    start, title = f"{ticket.id}  ", StyledText(ticket.title, "bold")
    indent = " " * len(start)
    yield from wrapped(
        [title], columns=columns, start=start, start_style="bold", indent=indent, color=color
    )
    yield from wrapped([StyledText(why)], columns=columns, start="  ", indent="  ", color=color)


def _nothing(offer: Offer) -> str:
    """Returns why nothing is offered, and what lists the tickets that are not."""
    if not offer.others:
        return "no ticket is available; `jticket blocked` shows what the open ones wait for"
    count = len(offer.others)
    rest = "1 is assigned to someone else" if count == 1 else f"{count} are assigned to others"
    whom = f"for {safe_line(offer.who)}" if offer.who else "without an assignee"
    return f"no ticket is available {whom}; {rest}: `jticket ready`"
