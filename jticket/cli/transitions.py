"""`jticket claim`, `release`, `submit`, `complete`, `cancel`, `reopen`, `move`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_ids, complete_people, complete_statuses
from jticket.cli.options import commit_options, json_option, text_argument, writing_options
from jticket.cli.output import print_outcome
from jticket.ops.write import transitions
from jticket.ops.write.transaction import changing
from jticket.ops.write.transitions import Step

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from jticket.cli.app import App
    from jticket.ops.write.transaction import Outcome, Session

    Take = Callable[[Session, str, Step], Outcome]


def _run(
    app: App, reference: str, take: Take, note: str | None, who: str | None, **options: Any
) -> None:
    as_json = options.pop("as_json")
    step = Step(who, text_argument(note or "", "--note"))
    workspace = app.workspace()
    with changing(workspace, writing_options(**options)) as session:
        outcome = take(session, reference, step)
    print_outcome(workspace, outcome, as_json=as_json, one=True)


def _step(name: str, take: Take, summary: str) -> click.Command:
    """A command that takes one step of the workflow."""

    @click.command(name, help=summary, epilog=f"Example: jticket {name} JJM-014 --note 'see #12'")
    @click.argument("reference", metavar="ID", shell_complete=complete_ids)
    @click.option("--note", metavar="TEXT", help="A devlog entry in the same commit (@FILE, @-).")
    @click.option("--as", "who", metavar="WHO", shell_complete=complete_people, help="Who you are.")
    @commit_options(force=True)
    @json_option
    @click.pass_obj
    def command(app: App, /, reference: str, **options: Any) -> None:
        _run(app, reference, take, **options)

    return command


claim = _step("claim", transitions.claim, "Take a ticket: in progress, assigned to you.")
release = _step("release", transitions.release, "Give a ticket back: ready, assigned to nobody.")
submit = _step("submit", transitions.submit, "Hand a ticket over for review.")
complete = _step("complete", transitions.complete, "Close a ticket as done.")
cancel = _step("cancel", transitions.cancel, "Close a ticket that won't be done.")
reopen = _step("reopen", transitions.reopen, "Open a closed ticket again.")


@click.command("move", epilog="Example: jticket move JJM-014 review")
@click.argument("reference", metavar="ID", shell_complete=complete_ids)
@click.argument("status", metavar="STATUS", shell_complete=complete_statuses)
@click.option("--note", metavar="TEXT", help="A devlog entry in the same commit (@FILE, @-).")
@click.option("--as", "who", metavar="WHO", shell_complete=complete_people, help="Who you are.")
@commit_options(force=True)
@json_option
@click.pass_obj
def move(app: App, /, reference: str, status: str, **options: Any) -> None:
    """Move a ticket to any status that the workflow allows."""
    _run(app, reference, partial(_move, status), **options)


def _move(status: str, session: Session, reference: str, step: Step) -> Outcome:
    return transitions.move(session, reference, status, step)
