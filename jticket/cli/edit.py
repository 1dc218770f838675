"""`jticket edit`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_ids
from jticket.cli.editor import UsersEditor
from jticket.cli.json_fields import changed_json_options
from jticket.cli.options import commit_options, writing_options
from jticket.cli.output import print_outcome
from jticket.ops.write.edit import edit_ticket

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App


@click.command("edit", epilog="Example: EDITOR='code --wait' jticket edit JJM-014")
@click.argument("reference", metavar="ID", shell_complete=complete_ids)
@commit_options(force=True)
@changed_json_options
@click.pass_obj
def command(app: App, /, reference: str, *, as_json: bool, **options: Any) -> None:
    """Edit a ticket in your editor; it is checked, then committed.

    The editor is $VISUAL, else $EDITOR.
    """
    outcome = edit_ticket(app.workspace(), writing_options(**options), reference, UsersEditor())
    print_outcome(outcome, as_json=as_json, single=True)
