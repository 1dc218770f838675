"""`jticket list`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from jticket.cli.app import notice, print_json, print_lines
from jticket.cli.options import filter_options, json_option, taken_filters
from jticket.errors import UsageError
from jticket.model.validation import quoted
from jticket.model.words import one_of
from jticket.ops.finding import Wish, find_tickets
from jticket.render.listing import FORMATS, Look, columns_of, listing
from jticket.render.payload import ticket_json

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App
    from jticket.model.settings import Settings


@click.command("list", epilog="Example: jticket list --status ready,review --tag '!later'")
@filter_options
@click.option("--all", "closed_too", is_flag=True, help="Closed tickets too.")
@click.option("--sort", metavar="KEY", help="By any key; -KEY the other way round.")
@click.option("--limit", metavar="N", type=click.IntRange(min=0), help="At most so many.")
@click.option("--columns", metavar="A,B,...", help="Keys, path, blocks, ready and more.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How; table on a terminal.")
@click.option("--full", is_flag=True, help="With the body, in JSON and jsonl.")
@json_option
@click.pass_obj
def command(
    app: App,
    /,
    sort: str | None,
    limit: int | None,
    columns: str | None,
    form: str | None,
    *,
    closed_too: bool,
    full: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """List open tickets, by priority and then ID.

    Filters take A,B for any of these, !A for not, - for none, and can be repeated. One by status
    brings the closed tickets too.
    """
    wish = Wish(taken_filters(options), closed_too, sort, limit)
    if as_json and form:
        raise UsageError("--json and --format exclude each other")
    project = app.project()
    chosen = _columns(columns, project.settings)
    readings = find_tickets(project, wish)
    if as_json:
        print_json([ticket_json(each, project, full=full) for each in readings])
        return
    form = form or ("table" if sys.stdout.isatty() else "tsv")
    if not readings and form == "table":
        notice("no ticket found" + ("" if closed_too else "; --all shows the closed ones too"))
        return
    now = app.surroundings().now()
    look = Look(form, chosen, now, full=full, terminal_width=app.width, color=app.colored)
    print_lines(listing(readings, project, look))


def _columns(text: str | None, settings: Settings) -> tuple[str, ...]:
    """The columns that are asked for; none stands for those of the format.

    Raises:
        UsageError: there is no such column.
    """
    names = tuple(name.strip() for name in text.split(",")) if text else ()
    known = columns_of(settings)
    for name in names:
        if name not in known:
            raise UsageError(f"no column {quoted(name)}", one_of(name, known))
    return names
