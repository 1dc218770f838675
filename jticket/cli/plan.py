"""`jticket plan` and `jticket next`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from jticket.cli.app import notice, print_json, print_lines
from jticket.cli.options import filter_options, json_option, pop_selection
from jticket.model.planning.next_ticket import next_ticket
from jticket.model.planning.parallel import from_scratch
from jticket.model.planning.plan import plan
from jticket.ops.selection import find_tickets
from jticket.render.payload import ticket_json
from jticket.render.plan import plan_json, plan_lines
from jticket.render.terminal import cut, safe_line, styled

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App

_UNBOUNDED = 10_000


@click.command("plan", epilog="Example: jticket plan --workers 2 --milestone MVP")
@click.option(
    "--workers", metavar="N", type=click.IntRange(1, 10_000), help="A schedule for so many."
)
@click.option("--share-files", is_flag=True, help="Tickets with the same files may run at once.")
@filter_options
@click.option("--all", "closed_too", is_flag=True, help="As if nothing were begun or done.")
@json_option
@click.pass_obj
def command(
    app: App,
    /,
    workers: int | None,
    *,
    share_files: bool,
    closed_too: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Plan the open tickets: critical path, slack, waves, an order.

    Weighted by effort, in hours from now. Epics add up their children and are not planned.
    """
    project = app.project(options.pop("at"))
    selection = pop_selection(options, closed_too=True)
    chosen = {each.ticket.id for each in find_tickets(project, selection, app.environment().now())}
    graph = from_scratch(project.graph) if closed_too else project.graph
    found = plan(graph, chosen, workers=workers, share_files=share_files)
    if as_json:
        print_json(plan_json(found))
        return
    columns = app.width if sys.stdout.isatty() else _UNBOUNDED
    print_lines(plan_lines(found, graph, columns=columns, color=app.colored))


@click.command("next", epilog="Example: jticket next --service jules-cli")
@filter_options
@json_option
@click.pass_obj
def next_command(app: App, /, *, as_json: bool, **options: Any) -> None:
    """Say what to do next, and why.

    The ready ticket of highest priority, then the one that holds up the most hours of other work.
    """
    project = app.project(options.pop("at"))
    files = find_tickets(project, pop_selection(options), app.environment().now())
    found = next_ticket(project.graph, [each.ticket for each in files])
    if found is None:
        if as_json:
            print_json(None)
        notice("nothing is ready; `jticket blocked` tells what waits")
        return
    ticket = found.ticket
    if as_json:
        file = project.find(ticket.id)
        print_json({**ticket_json(file, project, full=True), "why": found.why})
    elif sys.stdout.isatty():
        title = cut(f"{ticket.id}  {safe_line(ticket.title)}", app.width)
        print_lines([styled(title, "bold", color=app.colored), f"  {safe_line(found.why)}"])
    else:
        keys = ("id", "status", "priority", "ticket_type", "assignee", "title")
        cells = [safe_line(str(ticket.value(key))) or "-" for key in keys]
        print_lines(["\t".join([*cells, safe_line(found.why)])])
