"""`jticket graph`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.options import filter_options, format_options, pop_selection
from jticket.cli.output import (
    chosen_format,
    notice,
    on_terminal,
    print_drawn,
    print_json_view,
    print_view,
)
from jticket.ops.views.graph import dependency_graph
from jticket.render import graph
from jticket.render.graph_drawing import drawn_graph

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App


@click.command("graph", epilog="Example: jticket graph --milestone MVP --format mermaid")
@filter_options
@click.option("--all", "closed_too", is_flag=True, help="Closed tickets too.")
@format_options(graph.FORMATS, about="Text on a terminal, else mermaid.")
@click.pass_obj
def command(
    app: App,
    /,
    *,
    form: str | None,
    closed_too: bool,
    as_json: bool,
    at: str | None,
    **options: Any,
) -> None:
    """Draw which tickets wait for which.

    Mermaid is what the forges render in Markdown; DOT is for Graphviz.
    """
    project = app.project(at)
    selection = pop_selection(options, closed_too=closed_too)
    diagram = dependency_graph(project, selection, app.workspace().now())
    match chosen_format(form, as_json=as_json, terminal="text", pipe="mermaid"):
        case "json":
            print_json_view(graph.graph_json(diagram))
        case "text":
            if on_terminal():
                print_drawn(app, drawn_graph(diagram, columns=app.width, color=app.colored))
            else:
                print_view(graph.outline(diagram, color=app.colored))
        case "dot":
            print_view(graph.dot(diagram))
        case _:
            lines = list(graph.mermaid(diagram))
            if graph.is_too_large(diagram, lines):
                notice("note: the chart is too large for Mermaid; use a filter to make it smaller")
            print_view(lines)
