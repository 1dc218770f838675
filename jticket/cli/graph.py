"""`jticket graph`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from jticket.cli.app import notice, print_json, print_lines
from jticket.cli.options import filter_options, json_option, pop_selection
from jticket.errors import UsageError
from jticket.ops.selection import find_tickets
from jticket.render import graph

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App


@click.command("graph", epilog="Example: jticket graph --milestone MVP --format mermaid")
@filter_options
@click.option("--all", "closed_too", is_flag=True, help="Closed tickets too.")
@click.option(
    "--format", "form", type=click.Choice(graph.FORMATS), help="Text on a terminal, else mermaid."
)
@json_option
@click.pass_obj
def command(
    app: App, /, form: str | None, *, closed_too: bool, as_json: bool, **options: Any
) -> None:
    """Draw which tickets wait for which.

    Mermaid is what the forges render in Markdown; DOT is for Graphviz.
    """
    if as_json and form:
        raise UsageError("--json and --format exclude each other")
    project = app.project(options.pop("at"))
    selection = pop_selection(options, closed_too=closed_too, sort="id")
    files = find_tickets(project, selection, app.environment().now())
    tickets = [each.ticket for each in files]
    drawn = graph.diagram(tickets, project.graph)
    if as_json:
        print_json(graph.graph_json(drawn))
        return
    on_terminal = sys.stdout.isatty()
    match form or ("text" if on_terminal else "mermaid"):
        case "text":
            columns = app.width if on_terminal else None
            print_lines(graph.outline(drawn, columns=columns, color=app.colored))
        case "dot":
            print_lines(graph.dot(drawn))
        case _:
            lines = list(graph.mermaid(drawn))
            if graph.is_too_large(drawn, lines):
                notice("note: that is more than Mermaid draws; a filter makes it smaller")
            print_lines(lines)
