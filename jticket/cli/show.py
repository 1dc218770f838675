"""`jticket show`."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from jticket.cli.app import print_json, print_lines
from jticket.cli.completion import complete_ids
from jticket.cli.options import at_option, json_option
from jticket.errors import UsageError
from jticket.ops.finding import found, raw_text
from jticket.render.payload import ticket_json
from jticket.render.rich_text import markdown
from jticket.render.sheet import sheet
from jticket.render.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from jticket.cli.app import App


@click.command("show", epilog="Example: jticket show JJM-014")
@click.argument("ids", nargs=-1, required=True, metavar="ID...", shell_complete=complete_ids)
@click.option("--raw", is_flag=True, help="The file itself.")
@at_option
@json_option
@click.pass_obj
def command(app: App, ids: Sequence[str], at: str | None, *, raw: bool, as_json: bool) -> None:
    """Show tickets, with what they block and their progress."""
    if raw and as_json:
        raise UsageError("--raw and --json exclude each other")
    workspace = app.workspace()
    project = app.project_in(workspace, at)
    if raw:
        texts = dict.fromkeys(raw_text(None if at else workspace, project, each) for each in ids)
        click.echo("".join(map(safe, texts)), nl=False)
        return
    readings = list({each.path: each for each in (found(project, one) for one in ids)}.values())
    if as_json:
        print_json([ticket_json(each, project, full=True) for each in readings])
    else:
        how = _for_people(app) if sys.stdout.isatty() else {}
        sheets = [sheet(each, project, color=app.colored, **how) for each in readings]
        print_lines(["\n\n".join(sheets)])


def _for_people(app: App) -> dict[str, Any]:
    """How a terminal shows a ticket: its Markdown rendered, its age told."""
    drawn = partial(markdown, columns=app.width, color=app.colored)
    return {"drawn": drawn, "now": app.surroundings().now()}
