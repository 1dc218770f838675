"""`jticket criterion add`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.json_fields import changed_json_options
from jticket.cli.options import commit_options, text_argument, writing_options
from jticket.cli.output import print_outcome
from jticket.cli.ticket_completers import complete_ids_for
from jticket.ops.write.criteria import add_criterion
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App


@click.group("criterion", epilog="Example: jticket criterion add JJM-014 'tests pass'")
def command() -> None:
    """Add acceptance criteria."""


@command.command("add", epilog="Example: jticket criterion add JJM-014 'tests pass'")
@click.argument("reference", metavar="ID", shell_complete=complete_ids_for("criterion add"))
@click.argument("text", metavar="TEXT")
@commit_options()
@changed_json_options
@click.pass_obj
def add(app: App, /, reference: str, text: str, *, as_json: bool, **options: Any) -> None:
    """Append an acceptance criterion (TEXT, @FILE or @-)."""
    text = text_argument(text, "the text")
    with changing(app.workspace(), writing_options(**options)) as session:
        outcome = add_criterion(session, reference, text)
    print_outcome(outcome, as_json=as_json, single=True)
