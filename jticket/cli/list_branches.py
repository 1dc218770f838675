"""`jticket list --branches`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from jticket.cli.app import notice, print_json, print_lines
from jticket.errors import UsageError
from jticket.ops.branches.other_branches import branches
from jticket.render.other_branches import branches_json, branches_lines, branches_table
from jticket.render.terminal import safe_line

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App
    from jticket.ops.selection import Selection


def list_branches(app: App, at: str | None, selection: Selection, options: dict[str, Any]) -> None:
    """Shows the tickets that are different on other branches, as the options of `list` ask.

    Raises:
        UsageError: columns are asked for.
    """
    if options["columns"] is not None:
        raise UsageError("--branches and --columns exclude each other")
    workspace = app.workspace()
    project = app.project_in(workspace, at)
    found = branches(workspace, project, selection, app.environment().now(), at=at)
    for each in found.gaps:
        notice(safe_line(each))
    full, form = options["full"], options["form"]
    form = form or ("table" if sys.stdout.isatty() else "tsv")
    if options["as_json"]:
        print_json([branches_json(each, project, full=full) for each in found.tickets])
    elif form != "table":
        print_lines(branches_lines(found.tickets, project, form, found.current, full=full))
    elif not found.tickets:
        notice("no other branch has changed a ticket that is to be listed")
    else:
        width, color = app.width, app.colored
        print_lines(
            branches_table(found.tickets, project, found.current, columns=width, color=color)
        )
