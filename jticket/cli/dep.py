"""`jticket dep add`, `dep rm`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.json_fields import changed_json_options
from jticket.cli.options import commit_options, writing_options
from jticket.cli.output import print_outcome
from jticket.cli.ticket_completers import complete_ids_for, complete_others
from jticket.ops.write.dependencies import add_dependencies, remove_dependencies
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from jticket.cli.app import App
    from jticket.ops.write.outcome import Outcome


@click.group("dep", epilog="Example: jticket dep add JJM-014 JJM-006 JJM-013")
def command() -> None:
    """Add and remove dependencies."""


def _add_command(name: str, summary: str, change: Callable[..., Outcome]) -> None:
    @command.command(name, help=summary, epilog=f"Example: jticket dep {name} JJM-014 JJM-006")
    @click.argument("reference", metavar="ID", shell_complete=complete_ids_for(f"dep {name}"))
    @click.argument("on", metavar="ON...", nargs=-1, required=True, shell_complete=complete_others)
    @commit_options()
    @changed_json_options
    @click.pass_obj
    def subcommand(
        app: App, /, reference: str, on: Sequence[str], *, as_json: bool, **options: Any
    ) -> None:
        with changing(app.workspace(), writing_options(**options)) as session:
            outcome = change(session, reference, on)
        print_outcome(outcome, as_json=as_json, single=True)


_add_command("add", "Make a ticket wait for others; refuses cycles.", add_dependencies)
_add_command("rm", "Let a ticket wait for others no more.", remove_dependencies)
