"""`jticket list --branches`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.cli.output import chosen_format, notice, print_json_view, print_view
from jticket.ops.branches.other_branches import branches
from jticket.render.other_branches import branches_json, branches_lines, branches_table
from jticket.text.printable import safe_line

if TYPE_CHECKING:
    from jticket.cli.app import App
    from jticket.ops.selection import Selection


def list_branches(
    app: App,
    at: str | None,
    selection: Selection,
    *,
    columns: None,
    group_by: None,
    form: str | None,
    full: bool,
    raw: bool,
    as_json: bool,
) -> None:
    """Prints the tickets that differ on other branches, as the options of `list` ask.

    Neither `columns` nor `group_by` can be chosen here.
    """
    project, workspace = app.project(at), app.workspace()
    differing = branches(workspace, project, selection, workspace.now(), at=at)
    tickets, current = differing.tickets, differing.current
    for gap in differing.gaps:
        notice(safe_line(gap))
    form = chosen_format(form, as_json=as_json)
    if form == "json":
        print_json_view([branches_json(ticket, project, full=full) for ticket in tickets])
    elif form != "table":
        print_view(branches_lines(tickets, project, form, current, full=full, raw=raw))
    elif not tickets:
        notice("no other branch has changed a ticket that is to be listed")
    else:
        width, color = app.width, app.colored
        print_view(branches_table(tickets, project, current, columns=width, color=color))
