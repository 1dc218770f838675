"""`jticket stats`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_groupings
from jticket.cli.options import (
    exclusive,
    filter_options,
    format_options,
    pop_selection,
    requires,
)
from jticket.cli.output import chosen_format, notice, print_drawn, print_json_view, print_view
from jticket.cli.pictures import picture_file, picture_format, write_picture
from jticket.ops.views.stats import count_tickets
from jticket.render.stats import statistics_json, statistics_lines, statistics_table

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App
    from jticket.model.stats.flow import Flow
    from jticket.model.stats.tally import Survey
    from jticket.ops.selection import Selection
    from jticket.text.project import Project


@click.command("stats", epilog="Example: jticket stats --by service --milestone MVP")
@click.option(
    "--by",
    metavar="FIELD",
    multiple=True,
    shell_complete=complete_groupings,
    help="status, type, phase, tag, parent, ...; repeatable.",
)
@click.option("--since", metavar="WHEN", help="Also how work flowed since a date: 2025-10-01, 12w.")
@click.option("--plot", metavar="FILE", help="Draw the flow as well: .svg or .png.")
@filter_options
@format_options(["table", "tsv"], about="table on a terminal.")
@exclusive("--since", "--at", hint="--since counts up to now")
@requires("--plot", "--since")
@click.pass_obj
def command(
    app: App,
    /,
    *,
    by: tuple[str, ...],
    since: str | None,
    plot: str | None,
    form: str | None,
    as_json: bool,
    at: str | None,
    **options: Any,
) -> None:
    """Count tickets, hours and what is done.

    In total and by field. Closed tickets count too. Epics are counted apart, since their work is
    that of their children. --since adds how much was done and how long it took, from git's history.
    """
    file = picture_file(plot)
    project = app.project(at)
    selection = pop_selection(options, closed_too=True)
    survey = count_tickets(project, selection, app.workspace().now(), by=by)
    flow = None if since is None else _flow(app, project, selection, since)
    if flow and file:
        from jticket.render.plot import picture

        write_picture(app, file, picture(flow, picture_format(file)))
    match chosen_format(form, as_json=as_json):
        case "json":
            _print_json(survey, flow)
        case "tsv":
            _print_lines(survey, flow)
        case _:
            _print_table(app, survey, flow, project, every=bool(by))


def _flow(app: App, project: Project, selection: Selection, since: str) -> Flow:
    """Returns the flow of work; reports on stderr what the figures leave out."""
    from jticket.errors import Argument
    from jticket.model.dates import format_timestamp
    from jticket.ops.dates import past_moment
    from jticket.ops.history.flow import flow_since

    workspace, now = app.workspace(), app.workspace().now()
    moment = past_moment(since, now, Argument.SINCE)
    figures = flow_since(workspace, project, selection, moment, now)
    if figures.known_since:
        known = format_timestamp(figures.known_since)
        notice(f"note: this shallow clone has no history before {known} (git fetch --unshallow)")
    for count, what in ((figures.deleted, "deleted since"), (figures.uncommitted, "not committed")):
        if count:
            notice(f"note: the flow leaves out {count} ticket{'' if count == 1 else 's'} {what}")
    return figures.flow


def _print_json(survey: Survey, flow: Flow | None) -> None:
    from jticket.render.flow import flow_json

    more = {"flow": flow_json(flow)} if flow else {}
    print_json_view({**statistics_json(survey), **more})


def _print_lines(survey: Survey, flow: Flow | None) -> None:
    print_view(statistics_lines(survey))
    if flow:
        from jticket.render.flow import flow_lines

        print_view(flow_lines(flow))


def _print_table(
    app: App, survey: Survey, flow: Flow | None, project: Project, *, every: bool
) -> None:
    columns, color = app.width, app.colored
    lines = statistics_table(survey, project, columns=columns, color=color, every=every)
    if flow:
        from jticket.render.flow import flow_table

        lines += ["", *flow_table(flow, project.settings, columns=columns, color=color)]
    print_drawn(app, lines)
