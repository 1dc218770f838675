"""`jticket stats`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jticket.cli.app import notice, print_drawn, print_json, print_lines
from jticket.cli.completers import complete_groupings
from jticket.cli.options import filter_options, json_option, pop_selection
from jticket.errors import UsageError
from jticket.ops.views.stats import grouping_keys, survey
from jticket.render.stats import statistics_json, statistics_lines, statistics_table

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App
    from jticket.model.stats.flow import Flow
    from jticket.model.stats.tally import Survey
    from jticket.ops.selection import Selection
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project


@click.command("stats", epilog="Example: jticket stats --by service --milestone MVP")
@click.option(
    "--by",
    "names",
    metavar="FIELD",
    multiple=True,
    shell_complete=complete_groupings,
    help="status, type, phase, tag, parent, ...; repeatable.",
)
@click.option("--since", metavar="WHEN", help="And how work flowed since a date, or 30d or 12w.")
@click.option("--plot", metavar="FILE", help="Draw the flow as well: .svg or .png.")
@filter_options
@click.option("--format", "form", type=click.Choice(["table", "tsv"]), help="table on a terminal.")
@json_option
@click.pass_obj
def command(
    app: App,
    /,
    names: tuple[str, ...],
    since: str | None,
    plot: str | None,
    form: str | None,
    *,
    as_json: bool,
    **options: Any,
) -> None:
    """Count tickets, hours and what is done.

    In all and by field. Closed tickets count too. Epics are counted apart, since their work is that
    of their children. --since tells from git's history how much was done and how long it took.
    """
    at = options.pop("at")
    _refuse_contradictions(since, plot, form, at, as_json=as_json)
    workspace = app.workspace()
    project = app.project_in(workspace, at)
    keys = grouping_keys(names, project.settings)
    selection = pop_selection(options, closed_too=True)
    found = survey(project, selection, keys, app.environment().now())
    flow = None if since is None else _flow(app, workspace, project, selection, since)
    if flow and plot:
        _draw(workspace, flow, Path(plot))
    if as_json:
        from jticket.render.flow import flow_json

        more = {"flow": flow_json(flow)} if flow else {}
        print_json({**statistics_json(found), **more})
    elif (form or ("table" if sys.stdout.isatty() else "tsv")) == "tsv":
        _print_lines(found, flow)
    else:
        _print_table(app, found, flow, project, every=bool(keys))


def _refuse_contradictions(
    since: str | None, plot: str | None, form: str | None, at: str | None, *, as_json: bool
) -> None:
    if as_json and form:
        raise UsageError("--json and --format exclude each other")
    if since is not None and at is not None:
        raise UsageError("--since and --at exclude each other", "--since tells up to now")
    if plot is not None:
        from jticket.render.plot import FORMATS

        if since is None:
            raise UsageError("--plot needs --since")
        if Path(plot).suffix.lower().removeprefix(".") not in FORMATS:
            raise UsageError(f"--plot: {plot} is neither .svg nor .png")


def _flow(
    app: App, workspace: Workspace, project: Project, selection: Selection, since: str
) -> Flow:
    """How work flowed; says on stderr what the figures leave out."""
    from jticket.model.dates import format_timestamp
    from jticket.ops.history.flow import flow_since, since_moment

    now = app.environment().now()
    found = flow_since(workspace, project, selection, since_moment(since, now), now)
    if found.known_since:
        moment = format_timestamp(found.known_since)
        notice(f"note: this shallow clone knows nothing before {moment} (git fetch --unshallow)")
    for count, what in ((found.deleted, "deleted since"), (found.uncommitted, "not committed")):
        if count:
            notice(f"note: the flow leaves out {count} ticket{'' if count == 1 else 's'} {what}")
    return found.flow


def _draw(workspace: Workspace, flow: Flow, file: Path) -> None:
    from jticket.ops.views.documents import write_document
    from jticket.render.plot import picture

    written = write_document(workspace, file, picture(flow, file.suffix.lower()[1:]))
    notice(f"{file}: {'written' if written else 'up to date'}")


def _print_lines(found: Survey, flow: Flow | None) -> None:
    print_lines(statistics_lines(found))
    if flow:
        from jticket.render.flow import flow_lines

        print_lines(flow_lines(flow))


def _print_table(
    app: App, found: Survey, flow: Flow | None, project: Project, *, every: bool
) -> None:
    columns, color = app.width, app.colored
    lines = statistics_table(found, project, columns=columns, color=color, every=every)
    if flow:
        from jticket.render.flow import flow_table

        lines += ["", *flow_table(flow, project.settings, columns=columns, color=color)]
    print_drawn(app, lines)
