"""`jticket delete`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.json_fields import json_options
from jticket.cli.options import commit_options, writing_options
from jticket.cli.output import print_json, print_outcome, result_of
from jticket.cli.ticket_completers import complete_ids_for
from jticket.ops.write.delete import delete
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from jticket.cli.app import App
    from jticket.ops.write.outcome import Outcome


@click.command("delete", epilog="Example: jticket delete JJM-014")
@click.argument(
    "ids", nargs=-1, required=True, metavar="ID...", shell_complete=complete_ids_for("delete")
)
@click.option("--force", is_flag=True, help="Even if other tickets refer to them.")
@commit_options()
@json_options(keys=("id", "path", "commit"))
@click.pass_obj
def command(app: App, /, ids: Sequence[str], *, as_json: bool, **options: Any) -> None:
    """Delete tickets that no other ticket refers to.

    Their IDs must be written out. Git keeps the text, and no ID is given out again.
    """
    with changing(app.workspace(), writing_options(**options)) as session:
        outcome = delete(session, ids)
    if not as_json:
        print_outcome(outcome, as_json=False)
        return
    with result_of(outcome):
        print_json(_deleted(outcome))


def _deleted(outcome: Outcome) -> list[dict[str, str | None]]:
    """Returns the tickets that are gone, which have no JSON of their own any more."""
    commit = outcome.committed.oid if outcome.committed else None
    return [
        {"id": change.id, "path": change.before.path, "commit": commit}
        for change in outcome.changes
        if change.before
    ]
