"""`jticket show`."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from jticket.cli.app import CUT, notice, print_json, print_lines
from jticket.cli.completers import complete_ids
from jticket.cli.options import at_option, json_option
from jticket.errors import UsageError
from jticket.ops.selection import found, raw_text
from jticket.render.payload import ticket_json
from jticket.render.rich_text import markdown
from jticket.render.terminal import safe
from jticket.render.ticket_view import sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from jticket.cli.app import App
    from jticket.model.history.ticket_history import TicketHistory
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile


@click.command("show", epilog="Example: jticket show JJM-014")
@click.argument("ids", nargs=-1, required=True, metavar="ID...", shell_complete=complete_ids)
@click.option("--raw", is_flag=True, help="The file itself.")
@click.option("--history", "past", is_flag=True, help="What git knows of it, and its commits.")
@at_option
@json_option
@click.pass_obj
def command(
    app: App, ids: Sequence[str], at: str | None, *, raw: bool, past: bool, as_json: bool
) -> None:
    """Show tickets, with what they block and their progress."""
    if raw and (as_json or past):
        raise UsageError(f"--raw and --{'json' if as_json else 'history'} exclude each other")
    workspace = app.workspace()
    project = app.project_in(workspace, at)
    if raw:
        texts = dict.fromkeys(raw_text(None if at else workspace, project, each) for each in ids)
        click.echo("".join(map(safe, texts)), nl=False)
        return
    files = list({each.path: each for each in (found(project, one) for one in ids)}.values())
    histories = _histories(workspace, project, files, at) if past else [None] * len(files)
    pairs = list(zip(files, histories, strict=True))
    if as_json:
        print_json([_payload(each, project, history) for each, history in pairs])
    else:
        how = _for_people(app) if sys.stdout.isatty() else {}
        print_lines(["\n\n".join(_sheet(app, *pair, project, how) for pair in pairs)])
    if any(each and each.is_cut for each in histories):
        notice(CUT)


def _histories(
    workspace: Workspace, project: Project, files: Sequence[ValidFile], at: str | None
) -> Sequence[TicketHistory | None]:
    from jticket.ops.history.show import ticket_histories

    return ticket_histories(workspace, project, files, at)


def _payload(file: ValidFile, project: Project, history: TicketHistory | None) -> dict[str, object]:
    payload: dict[str, object] = dict(ticket_json(file, project, full=True))
    if history is not None:
        from jticket.render.ticket_history import history_json

        payload["history"] = history_json(history)
    return payload


def _sheet(
    app: App,
    file: ValidFile,
    history: TicketHistory | None,
    project: Project,
    how: dict[str, Any],
) -> str:
    text = sheet(file, project, color=app.colored, **how)
    if history is None:
        return text
    from jticket.render.ticket_history import history_lines

    lines = history_lines(history, color=app.colored, now=how.get("now"))
    return "\n".join([text, "", *lines])


def _for_people(app: App) -> dict[str, Any]:
    """How a terminal shows a ticket: its Markdown rendered, its age told."""
    drawn = partial(markdown, columns=app.width, color=app.colored)
    return {"drawn": drawn, "now": app.environment().now()}
