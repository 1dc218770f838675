"""`jticket hold`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.options import checked_text, note_options, text_argument, writing_options
from jticket.cli.output import print_outcome
from jticket.cli.ticket_completers import complete_ids_for
from jticket.ops.write.parking import hold
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App


@click.command(
    "hold", epilog="Example: jticket hold JJM-014 'answer from legal' --until 2026-01-05"
)
@click.argument("reference", metavar="ID", shell_complete=complete_ids_for("hold"))
@click.argument("text", metavar="[TEXT|@FILE|@-]", required=False)
@click.option("--until", metavar="DATE", help="Park it until that day: 2025-10-31, friday, +2w.")
@note_options()
@click.pass_obj
def command(
    app: App,
    /,
    reference: str,
    text: str | None,
    *,
    until: str | None,
    note: str | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Put a ticket on hold: TEXT says what it waits for.

    With --until it is parked until a day. `jticket resume` ends both.
    """
    reason, note = text_argument(text or "", "the text"), text_argument(note or "", "--note")
    day = checked_text(until, "--until")
    with changing(app.workspace(), writing_options(**options)) as session:
        outcome = hold(session, reference, reason, day, note)
    print_outcome(outcome, as_json=as_json, single=True)
