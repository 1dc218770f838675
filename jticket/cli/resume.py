"""`jticket resume`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.options import note_options, text_argument, writing_options
from jticket.cli.output import print_outcome
from jticket.cli.ticket_completers import complete_ids_for
from jticket.ops.write.parking import resume
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from jticket.cli.app import App


@click.command("resume", epilog="Example: jticket resume JJM-014 --note 'legal agrees'")
@click.argument(
    "references",
    metavar="ID...",
    nargs=-1,
    required=True,
    shell_complete=complete_ids_for("resume"),
)
@note_options()
@click.pass_obj
def command(
    app: App, /, references: Sequence[str], *, note: str | None, as_json: bool, **options: Any
) -> None:
    """Remove the hold of tickets, and the day they wait for.

    The status of a ticket stays as it is.
    """
    text = text_argument(note or "", "--note")
    with changing(app.workspace(), writing_options(**options)) as session:
        outcome = resume(session, references, text)
    print_outcome(outcome, as_json=as_json, single=len(references) == 1)
