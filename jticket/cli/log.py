"""`jticket log`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_fields, complete_ids
from jticket.cli.options import checked_text, format_options
from jticket.cli.output import SHALLOW_CLONE, chosen_format, notice, print_json_view, print_view
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
@click.option("--since", metavar="D", help="Since a date or time: 2025-10-01, monday, 30d, 12h.")
@click.option("--author", metavar="A", help="By whose name or address holds this.")
@click.option("-n", "--limit", metavar="N", type=click.IntRange(min=0), help="At most so many.")
@format_options(["table", "tsv"], about="table on a terminal.")
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
    """Show the history of tickets field by field, newest first.

    Of one ticket, through moves and new IDs, or of all. Only commits count.
    """
    project = app.project() if reference is not None else None
    names = tuple(checked_text(name, "--field") for name in fields)
    query = LogQuery(names, since, checked_text(author, "--author") or None, limit)
    edits = log(app.workspace(), project, reference, query)
    match chosen_format(form, as_json=as_json):
        case "json":
            print_json_view(log_json(edits.entries))
        case "tsv":
            print_view(log_lines(edits.entries))
        case _:
            single, columns = reference is not None, app.width
            print_view(log_table(edits.entries, single=single, columns=columns, color=app.colored))
    if edits.is_cut:
        notice(SHALLOW_CLONE)
