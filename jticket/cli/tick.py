"""`jticket tick`, `untick`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.criterion_numbers import numbers_of
from jticket.cli.json_fields import changed_json_options
from jticket.cli.options import commit_options, writing_options
from jticket.cli.output import print_outcome
from jticket.cli.ticket_completers import complete_criteria, complete_ids_for
from jticket.ops.write.criteria import tick as tick_criteria
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from jticket.cli.app import App


def _command(name: str, summary: str, *, done: bool) -> click.Command:
    @click.command(name, help=summary, epilog=f"Example: jticket {name} JJM-014 1 3-5")
    @click.argument("reference", metavar="ID", shell_complete=complete_ids_for(name))
    @click.argument(
        "numbers",
        metavar="N...|all",
        nargs=-1,
        required=True,
        shell_complete=complete_criteria(done=not done),
    )
    @commit_options()
    @changed_json_options
    @click.pass_obj
    def command(
        app: App, /, reference: str, numbers: Sequence[str], *, as_json: bool, **options: Any
    ) -> None:
        chosen = numbers_of(numbers)
        with changing(app.workspace(), writing_options(**options)) as session:
            outcome = tick_criteria(session, reference, chosen, done=done)
        print_outcome(outcome, as_json=as_json, single=True)

    return command


tick = _command("tick", "Tick acceptance criteria, counted from 1, or all.", done=True)
untick = _command("untick", "Untick acceptance criteria, counted from 1, or all.", done=False)
