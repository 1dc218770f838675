"""`jticket undo`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_own_commits
from jticket.cli.json_fields import changed_json_options
from jticket.cli.options import checked_text, commit_options, writing_options
from jticket.cli.output import print_json, print_outcome, result_of, say
from jticket.ops.write.transaction import changing
from jticket.ops.write.undo import undo
from jticket.text.printable import safe_line

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App
    from jticket.ops.write.undo import Undone


@click.command("undo", epilog="Example: jticket undo")
@click.argument("commit", required=False, metavar="[COMMIT]", shell_complete=complete_own_commits)
@commit_options()
@changed_json_options
@click.pass_obj
def command(app: App, /, commit: str | None, *, as_json: bool, **options: Any) -> None:
    """Undo your last commit on tickets, or the one that is named.

    It is reverted by a new commit, unless something changed the same lines since. To undo an undo
    does again what it undid.
    """
    revision = checked_text(commit, "COMMIT") or None
    with changing(app.workspace(), writing_options(**options)) as session:
        undone = undo(session, revision)
    with result_of(undone.outcome):
        if as_json:
            print_json(_undone_json(undone))
            return
        made = undone.commit
        when = f"{made.moment:%Y-%m-%d %H:%M} UTC"
        say(safe_line(f"undone: {made.id[:10]} {made.subject} ({made.author}, {when})"))
    print_outcome(undone.outcome, as_json=False)


def _undone_json(undone: Undone) -> dict[str, object]:
    from jticket.model.dates import format_timestamp
    from jticket.render.payload import ticket_json

    commit, outcome = undone.commit, undone.outcome
    present = {change.id for change in outcome.changes if change.after is not None}
    files = [file for file in outcome.project.valid if file.ticket.id in present]
    gone = {change.id for change in outcome.changes} - present
    return {
        "undone": {
            "commit": commit.id,
            "subject": commit.subject,
            "author": commit.author,
            "timestamp": format_timestamp(commit.moment),
        },
        "commit": outcome.committed.oid if outcome.committed else None,
        "tickets": [ticket_json(file, outcome.project, full=True) for file in files],
        "deleted": sorted(gone),
    }
