"""`jticket show`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from jticket.cli.json_fields import json_options
from jticket.cli.options import at_option, exclusive
from jticket.cli.output import (
    SHALLOW_CLONE,
    notice,
    on_terminal,
    print_json_view,
    print_text,
    print_view,
)
from jticket.cli.ticket_completers import complete_ids_for
from jticket.cli.watch import watchable
from jticket.ops.lookup import resolve_ticket
from jticket.render.payload import ticket_json
from jticket.render.rich_text import markdown
from jticket.render.ticket_view import ticket_view
from jticket.text.printable import safe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from jticket.cli.app import App
    from jticket.model.history.ticket_history import TicketHistory
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile


@click.command("show", epilog="Example: jticket show JJM-014")
@click.argument(
    "references", nargs=-1, required=True, metavar="ID...", shell_complete=complete_ids_for()
)
@click.option("--raw", is_flag=True, help="The file itself.")
@click.option("--history", "past", is_flag=True, help="What git knows of it, and its commits.")
@at_option
@json_options("history")
@exclusive("--raw", "--json", "--fields", "--history")
@watchable("--at", "--history", "--json", "--raw")
@click.pass_obj
def command(
    app: App, references: Sequence[str], at: str | None, *, raw: bool, past: bool, as_json: bool
) -> None:
    """Show tickets, with what they block and their progress."""
    project = app.project(at)
    if raw:
        _print_raw(app, project, references, is_past=at is not None)
        return
    resolved = (resolve_ticket(project, reference) for reference in references)
    files = list({file.path: file for file in resolved}.values())
    histories = _histories(app, project, files, at) if past else [None] * len(files)
    pairs = list(zip(files, histories, strict=True))
    if as_json:
        print_json_view([_ticket_json(file, project, history) for file, history in pairs])
    else:
        style = _terminal_style(app) if on_terminal() else {}
        print_view(["\n\n".join(_ticket_text(app, *pair, project, style) for pair in pairs)])
    if any(history and history.is_cut for history in histories):
        notice(SHALLOW_CLONE)


def _print_raw(app: App, project: Project, references: Sequence[str], *, is_past: bool) -> None:
    from jticket.ops.views.show import raw_text

    workspace = None if is_past else app.workspace()
    texts = dict.fromkeys(raw_text(workspace, project, reference) for reference in references)
    print_text("".join(map(safe, texts)))


def _histories(
    app: App, project: Project, files: Sequence[ValidFile], at: str | None
) -> Sequence[TicketHistory | None]:
    from jticket.ops.history.show import ticket_histories

    return ticket_histories(app.workspace(), project, files, at)


def _ticket_json(
    file: ValidFile, project: Project, history: TicketHistory | None
) -> dict[str, object]:
    payload: dict[str, object] = dict(ticket_json(file, project, full=True))
    if history is not None:
        from jticket.render.ticket_history import history_json

        payload["history"] = history_json(history)
    return payload


def _ticket_text(
    app: App,
    file: ValidFile,
    history: TicketHistory | None,
    project: Project,
    style: dict[str, Any],
) -> str:
    text = ticket_view(file, project, color=app.colored, **style)
    if history is None:
        return text
    from jticket.render.ticket_history import history_lines

    columns, now = style.get("columns"), style.get("now")
    lines = history_lines(history, color=app.colored, columns=columns, now=now)
    return "\n".join([text, "", *lines])


def _terminal_style(app: App) -> dict[str, Any]:
    """Returns how a terminal shows a ticket: with its Markdown rendered and its age."""
    rendered = partial(markdown, columns=app.width, color=app.colored)
    return {"columns": app.width, "markdown": rendered, "now": app.workspace().now()}
