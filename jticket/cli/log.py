"""`jticket log`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from jticket.cli.app import CUT, notice, print_json, print_lines
from jticket.cli.completers import complete_fields, complete_ids
from jticket.cli.options import checked_text, json_option
from jticket.ops.history.log import LogQuery, log
from jticket.render.log import log_json, log_lines, log_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.cli.app import App


@click.command("log", epilog="Example: jticket log JJM-014 --field status")
@click.argument("reference", metavar="[ID]", required=False, shell_complete=complete_ids)
@click.option(
    "--field",
    "fields",
    metavar="F",
    multiple=True,
    shell_complete=complete_fields,
    help="Of this field; repeatable.",
)
@click.option("--since", metavar="D", help="Since a date or time, or 30d, 2w, 12h ago.")
@click.option("--author", metavar="A", help="By whose name or address holds this.")
@click.option("--limit", metavar="N", type=click.IntRange(min=0), help="At most so many.")
@click.option("--format", "form", type=click.Choice(["table", "tsv"]), help="table on a terminal.")
@json_option
@click.pass_obj
def command(
    app: App,
    reference: str | None,
    fields: Sequence[str],
    since: str | None,
    author: str | None,
    limit: int | None,
    form: str | None,
    *,
    as_json: bool,
) -> None:
    """Tell the tickets' history field by field, newest first.

    Of one ticket, through moves and new IDs, or of all. Only commits count.
    """
    if as_json and form:
        raise click.UsageError("--json and --format exclude each other")
    workspace = app.workspace()
    project = app.project_in(workspace) if reference is not None else None
    names = tuple(checked_text(each, "--field") for each in fields)
    author = checked_text(author, "--author") or None
    found = log(workspace, project, reference, LogQuery(names, since, author, limit))
    if as_json:
        print_json(log_json(found.entries))
    elif (form or ("table" if sys.stdout.isatty() else "tsv")) == "tsv":
        print_lines(log_lines(found.entries))
    else:
        one = reference is not None
        print_lines(log_table(found.entries, one=one, columns=app.width, color=app.colored))
    if found.is_cut:
        notice(CUT)
