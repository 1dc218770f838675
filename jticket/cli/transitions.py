"""`jticket claim`, `release`, `submit`, `complete`, `cancel`, `reopen`, `move`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_ids
from jticket.cli.options import checked_text, note_options, text_argument, writing_options
from jticket.cli.output import print_outcome
from jticket.cli.ticket_completers import complete_ids_for, complete_next_statuses
from jticket.ops.write import transitions
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from jticket.cli.app import App
    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session

    Transition = Callable[[Session, Sequence[str], str], Outcome]


def _run(
    app: App, reference: str, change: Transition, note: str | None, *, as_json: bool, **options: Any
) -> None:
    text = text_argument(note or "", "--note")
    with changing(app.workspace(), writing_options(**options)) as session:
        outcome = change(session, [reference], text)
    print_outcome(outcome, as_json=as_json, single=True)


def _command(name: str, change: Transition, summary: str) -> click.Command:
    @click.command(name, help=summary, epilog=f"Example: jticket {name} JJM-014 --note 'see #12'")
    @click.argument("reference", metavar="ID", shell_complete=complete_ids_for(name))
    @note_options(force=True)
    @click.pass_obj
    def command(app: App, /, reference: str, **options: Any) -> None:
        _run(app, reference, change, **options)

    return command


claim = _command("claim", transitions.claim, "Take a ticket: in progress, assigned to you.")
release = _command("release", transitions.release, "Give a ticket back: ready, assigned to nobody.")
submit = _command("submit", transitions.submit, "Hand a ticket over for review.")
complete = _command("complete", transitions.complete, "Close a ticket as done.")
reopen = _command("reopen", transitions.reopen, "Open a closed ticket again.")


@click.command("move", epilog="Example: jticket move JJM-014 review")
@click.argument("reference", metavar="ID", shell_complete=complete_ids)
@click.argument("status", metavar="STATUS", shell_complete=complete_next_statuses)
@note_options(force=True)
@click.pass_obj
def move(app: App, /, reference: str, status: str, **options: Any) -> None:
    """Move a ticket to any status that the workflow allows."""

    def change(session: Session, tickets: Sequence[str], note: str) -> Outcome:
        return transitions.move(session, tickets, status, note)

    _run(app, reference, change, **options)


@click.command("cancel", epilog="Example: jticket cancel JJM-014 --duplicate-of JJM-006")
@click.argument("reference", metavar="ID", shell_complete=complete_ids_for("cancel"))
@click.option(
    "--duplicate-of",
    metavar="ID",
    shell_complete=complete_ids,
    help="The ticket that it duplicates.",
)
@note_options(force=True)
@click.pass_obj
def cancel(app: App, /, reference: str, duplicate_of: str | None, **options: Any) -> None:
    """Close a ticket that won't be done."""
    target = checked_text(duplicate_of, "--duplicate-of")

    def change(session: Session, tickets: Sequence[str], note: str) -> Outcome:
        return transitions.cancel(session, tickets, note, duplicate_of=target)

    _run(app, reference, change, **options)
