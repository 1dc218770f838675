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
    from collections.abc import Sequence
    from typing import Any

    from jticket.cli.app import App


@click.command(
    "hold", epilog="Example: jticket hold JJM-014 'answer from legal' --until 2026-01-05"
)
@click.argument(
    "arguments",
    nargs=-1,
    required=True,
    metavar="ID... [TEXT|@FILE|@-]",
    shell_complete=complete_ids_for("hold"),
)
@click.option("--until", metavar="DATE", help="Park them until that day: 2025-10-31, friday, +2w.")
@note_options()
@click.pass_obj
def command(
    app: App,
    /,
    arguments: Sequence[str],
    *,
    until: str | None,
    note: str | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Put tickets on hold: TEXT says what they wait for.

    With --until they are parked until a day, and TEXT may be left out. `jticket resume` ends both.
    """
    references, text = _sorted(app, arguments, has_day=bool(until))
    reason, note = text_argument(text, "the text"), text_argument(note or "", "--note")
    day = checked_text(until, "--until")
    with changing(app.workspace(), writing_options(**options)) as session:
        outcome = hold(session, references, reason, day, note)
    print_outcome(outcome, as_json=as_json, single=len(references) == 1)


def _sorted(app: App, arguments: Sequence[str], *, has_day: bool) -> tuple[Sequence[str], str]:
    """Returns the IDs and the text, which is the last argument.

    With a day the text may be left out: then the last argument is an ID if it looks like one.
    """
    *references, last = arguments
    if not references:
        return arguments, ""
    if has_day:
        from jticket.model.ids import looks_like_id

        if looks_like_id(last, app.workspace().settings.prefix):
            return arguments, ""
    return references, last
