"""`jticket set`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from jticket.cli.json_fields import changed_json_options
from jticket.cli.options import commit_options, text_argument, writing_options
from jticket.cli.output import print_outcome
from jticket.cli.set_completers import complete_assignments
from jticket.errors import UsageError
from jticket.ops.write.set_fields import Assignment, parse_assignment, set_fields
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.cli.app import App
    from jticket.model.settings import Settings


@click.command("set", epilog="Example: jticket set JJM-014 JJM-015 priority=high tags+=cli")
@click.argument(
    "arguments",
    nargs=-1,
    required=True,
    metavar="ID... KEY=VALUE...",
    shell_complete=complete_assignments,
)
@commit_options(force=True)
@changed_json_options
@click.pass_obj
def command(
    app: App,
    arguments: Sequence[str],
    *,
    no_commit: bool,
    message: str | None,
    no_verify: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Set fields of tickets.

    KEY=VALUE sets, KEY= clears, KEY+=A,B and KEY-=A,B add to lists and remove from them; KEY=@FILE
    and KEY=@- read the value from a file or stdin. KEY is a key of the front matter, a custom one,
    description or technical_notes. A new status must follow the workflow.
    """
    options = writing_options(
        no_commit=no_commit, message=message, no_verify=no_verify, force=force
    )
    workspace = app.workspace()
    ids, assignments = _sorted(arguments, workspace.settings)
    with changing(workspace, options) as session:
        outcome = set_fields(session, ids, assignments)
    print_outcome(outcome, as_json=as_json)


def _sorted(arguments: Sequence[str], settings: Settings) -> tuple[list[str], list[Assignment]]:
    """Returns the IDs and the assignments among the arguments.

    Raises:
        UsageError: there are no IDs, or no assignments.
    """
    ids: list[str] = []
    assignments: list[Assignment] = []
    for argument in arguments:
        assignment = parse_assignment(argument, settings)
        if assignment is None:
            ids.append(argument)
        else:
            if not assignment.names_asker:  # `@me` is not a file
                value = text_argument(assignment.value, assignment.key)
                assignment = replace(assignment, value=value)
            assignments.append(assignment)
    if not ids:
        raise UsageError("no ID is given", "jticket set ID... KEY=VALUE...")
    if not assignments:
        raise UsageError("nothing is given to set", "jticket set ID... KEY=VALUE...")
    return ids, assignments
