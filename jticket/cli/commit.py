"""`jticket commit`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.json_fields import changed_json_options
from jticket.cli.options import writing_options
from jticket.cli.output import print_outcome
from jticket.cli.quiet import quiet_option
from jticket.cli.ticket_completers import complete_ids_for
from jticket.model.settings import CommitMode
from jticket.ops.write.commit import commit_edits
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.cli.app import App


@click.command("commit", epilog="Example: jticket commit JJM-014 -m 'scope agreed with ana'")
@click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=complete_ids_for())
@click.option("-m", "--message", metavar="MESSAGE", help="The subject after the ID.")
@click.option("--no-verify", is_flag=True, help="Skip the hooks pre-commit and commit-msg.")
@quiet_option
@changed_json_options
@click.pass_obj
def command(
    app: App, ids: Sequence[str], *, message: str | None, no_verify: bool, as_json: bool
) -> None:
    """Commit tickets that were edited by hand.

    Files that were edited, added, moved or deleted are checked first; the message says what
    changed.
    """
    options = writing_options(no_commit=False, message=message, no_verify=no_verify)
    with changing(app.workspace(), options, mode=CommitMode.AUTO) as session:
        outcome = commit_edits(session, ids)
    print_outcome(outcome, as_json=as_json)
