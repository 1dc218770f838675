"""`jticket archive`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.json_fields import changed_json_options
from jticket.cli.options import commit_options, writing_options
from jticket.cli.output import print_outcome
from jticket.cli.ticket_completers import complete_ids_for
from jticket.ops.write.archive import archive
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from jticket.cli.app import App


@click.command("archive", epilog="Example: jticket archive --older-than 90d")
@click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=complete_ids_for("archive"))
@click.option(
    "--older-than", metavar="WHEN", help="Only those closed that long ago, or before a day."
)
@commit_options()
@changed_json_options
@click.pass_obj
def command(
    app: App, /, ids: Sequence[str], older_than: str | None, *, as_json: bool, **options: Any
) -> None:
    """Move closed tickets to archive/: those named, else all."""
    with changing(app.workspace(), writing_options(**options)) as session:
        outcome = archive(session, ids, older_than)
    print_outcome(outcome, as_json=as_json)
