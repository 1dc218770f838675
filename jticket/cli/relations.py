"""`jticket link`, `unlink`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_ids, complete_relations
from jticket.cli.json_fields import changed_json_options
from jticket.cli.options import checked_text, commit_options, writing_options
from jticket.cli.output import print_outcome
from jticket.cli.ticket_completers import complete_others
from jticket.ops.write import relations
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from jticket.cli.app import App
    from jticket.ops.write.outcome import Outcome


def _command(
    name: str, summary: str, change: Callable[..., Outcome], *, required: bool
) -> click.Command:
    metavar = "OTHER..." if required else "[OTHER]..."

    @click.command(name, help=summary, epilog=f"Example: jticket {name} JJM-014 relates_to JJM-006")
    @click.argument("reference", metavar="ID", shell_complete=complete_ids)
    @click.argument("relation", metavar="RELATION", shell_complete=complete_relations)
    @click.argument(
        "others", metavar=metavar, nargs=-1, required=required, shell_complete=complete_others
    )
    @commit_options()
    @changed_json_options
    @click.pass_obj
    def command(
        app: App,
        /,
        reference: str,
        relation: str,
        others: Sequence[str],
        *,
        as_json: bool,
        **options: Any,
    ) -> None:
        name = checked_text(relation, "the relation")
        with changing(app.workspace(), writing_options(**options)) as session:
            outcome = change(session, reference, name, others)
        print_outcome(outcome, as_json=as_json)

    return command


link = _command("link", "Relate a ticket to others.", relations.link, required=True)
unlink = _command("unlink", "Remove a relation between tickets.", relations.unlink, required=False)
