"""`jticket claim`, `release`, `submit`, `complete`, `cancel`, `reopen`, `move`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_ids
from jticket.cli.options import checked_text, note_options, text_argument, writing_options
from jticket.cli.output import print_outcome
from jticket.cli.ticket_completers import complete_ids_for, complete_ids_then_statuses
from jticket.errors import UsageError
from jticket.ops.write import transitions
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from jticket.cli.app import App
    from jticket.cli.options import Command
    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session

    Transition = Callable[[Session, Sequence[str], str], Outcome]


def _ids(command: str) -> Callable[[Command], Command]:
    """Returns a decorator that adds the IDs of tickets that a command can take."""
    completer = complete_ids_for(command)
    return click.argument(
        "references", nargs=-1, required=True, metavar="ID...", shell_complete=completer
    )


def _run(
    app: App,
    references: Sequence[str],
    change: Transition,
    note: str | None,
    *,
    as_json: bool,
    **options: Any,
) -> None:
    text = text_argument(note or "", "--note")
    with changing(app.workspace(), writing_options(**options)) as session:
        outcome = change(session, references, text)
    print_outcome(outcome, as_json=as_json, single=len(references) == 1)


def _command(name: str, change: Transition, summary: str) -> click.Command:
    @click.command(name, help=summary, epilog=f"Example: jticket {name} JJM-014 --note 'see #12'")
    @_ids(name)
    @note_options(force=True)
    @click.pass_obj
    def command(app: App, /, references: Sequence[str], **options: Any) -> None:
        _run(app, references, change, **options)

    return command


claim = _command("claim", transitions.claim, "Take tickets: in progress, assigned to you.")
release = _command("release", transitions.release, "Give tickets back: ready, assigned to nobody.")
submit = _command("submit", transitions.submit, "Hand tickets over for review.")
complete = _command("complete", transitions.complete, "Close tickets as done.")
reopen = _command("reopen", transitions.reopen, "Open closed tickets again.")


@click.command("move", epilog="Example: jticket move JJM-014 JJM-015 review")
@click.argument(
    "arguments",
    nargs=-1,
    required=True,
    metavar="ID... STATUS",
    shell_complete=complete_ids_then_statuses,
)
@note_options(force=True)
@click.pass_obj
def move(app: App, /, arguments: Sequence[str], **options: Any) -> None:
    """Move tickets to any status that the workflow allows."""
    *references, status = arguments
    if not references:
        missing = "ID" if status in app.workspace().settings.statuses else "STATUS"
        hint = "write `jticket move ID... STATUS`; `jticket move --help` shows what it takes"
        raise UsageError(f"`jticket move` needs {missing}", hint)

    def change(session: Session, tickets: Sequence[str], note: str) -> Outcome:
        return transitions.move(session, tickets, status, note)

    _run(app, references, change, **options)


@click.command("cancel", epilog="Example: jticket cancel JJM-014 --duplicate-of JJM-006")
@_ids("cancel")
@click.option(
    "--duplicate-of",
    metavar="ID",
    shell_complete=complete_ids,
    help="The ticket that they duplicate.",
)
@note_options(force=True)
@click.pass_obj
def cancel(
    app: App, /, references: Sequence[str], duplicate_of: str | None, **options: Any
) -> None:
    """Close tickets that won't be done.

    Their IDs must be written out.
    """
    target = checked_text(duplicate_of, "--duplicate-of")

    def change(session: Session, tickets: Sequence[str], note: str) -> Outcome:
        return transitions.cancel(session, tickets, note, duplicate_of=target)

    _run(app, references, change, **options)
