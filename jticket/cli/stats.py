"""`jticket stats`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from jticket.cli.app import print_drawn, print_json, print_lines
from jticket.cli.completion import complete_groupings
from jticket.cli.options import filter_options, json_option, taken_wish
from jticket.errors import UsageError
from jticket.ops.surveying import grouping_keys, survey
from jticket.render.statistics import statistics_json, statistics_lines, statistics_table

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App


@click.command("stats", epilog="Example: jticket stats --by service --milestone MVP")
@click.option(
    "--by",
    "names",
    metavar="FIELD",
    multiple=True,
    shell_complete=complete_groupings,
    help="status, type, phase, tag, parent, ...; repeatable.",
)
@filter_options
@click.option("--format", "form", type=click.Choice(["table", "tsv"]), help="table on a terminal.")
@json_option
@click.pass_obj
def command(
    app: App, /, names: tuple[str, ...], form: str | None, *, as_json: bool, **options: Any
) -> None:
    """Count tickets, hours and what is done.

    In all and by field. Closed tickets count too. Epics are counted apart, since their work is that
    of their children.
    """
    if as_json and form:
        raise UsageError("--json and --format exclude each other")
    project = app.project(options.pop("at"))
    keys = grouping_keys(names, project.settings)
    wish = taken_wish(options, closed_too=True)
    found = survey(project, wish, keys, app.surroundings().now())
    if as_json:
        print_json(statistics_json(found))
    elif (form or ("table" if sys.stdout.isatty() else "tsv")) == "tsv":
        print_lines(statistics_lines(found))
    else:
        lines = statistics_table(
            found, project, columns=app.width, color=app.colored, every=bool(keys)
        )
        print_drawn(app, lines)
