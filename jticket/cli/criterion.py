"""`jticket criterion add`, `criterion edit`, `criterion rm`, `criterion mv`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.criterion_numbers import number_type, numbers_of
from jticket.cli.json_fields import changed_json_options
from jticket.cli.options import commit_options, text_argument, writing_options
from jticket.cli.output import print_outcome
from jticket.cli.ticket_completers import complete_criteria, complete_ids_for
from jticket.ops.write import criteria
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from jticket.cli.app import App
    from jticket.cli.options import Command
    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session


@click.group("criterion", epilog="Example: jticket criterion add JJM-014 'tests pass'")
def command() -> None:
    """Add, edit, remove and move acceptance criteria."""


def _reference(name: str) -> Callable[[Command], Command]:
    return click.argument("reference", metavar="ID", shell_complete=complete_ids_for(name))


_number = click.argument(
    "number", metavar="N", type=number_type, shell_complete=complete_criteria()
)


def _change(
    app: App, use_case: Callable[[Session], Outcome], *, as_json: bool, **options: Any
) -> None:
    with changing(app.workspace(), writing_options(**options)) as session:
        outcome = use_case(session)
    print_outcome(outcome, as_json=as_json, single=True)


@command.command("add", epilog="Example: jticket criterion add JJM-014 'tests pass'")
@_reference("criterion add")
@click.argument("texts", metavar="TEXT...", nargs=-1, required=True)
@commit_options()
@changed_json_options
@click.pass_obj
def add(app: App, /, reference: str, texts: Sequence[str], **options: Any) -> None:
    """Append acceptance criteria (each TEXT, @FILE or @-)."""
    written = [text_argument(text, "the text") for text in texts]
    _change(app, lambda session: criteria.add_criteria(session, reference, written), **options)


@command.command("edit", epilog="Example: jticket criterion edit JJM-014 2 'tests pass'")
@_reference("criterion edit")
@_number
@click.argument("text", metavar="TEXT")
@commit_options()
@changed_json_options
@click.pass_obj
def edit(app: App, /, reference: str, number: int, text: str, **options: Any) -> None:
    """Replace the text of a criterion (TEXT, @FILE or @-).

    Its tick stays, and so does what is nested below it.
    """
    written = text_argument(text, "the text")

    def use_case(session: Session) -> Outcome:
        return criteria.reword_criterion(session, reference, number, written)

    _change(app, use_case, **options)


@command.command("rm", epilog="Example: jticket criterion rm JJM-014 2 4-6")
@_reference("criterion rm")
@click.argument(
    "numbers", metavar="N...", nargs=-1, required=True, shell_complete=complete_criteria()
)
@commit_options()
@changed_json_options
@click.pass_obj
def rm(app: App, /, reference: str, numbers: Sequence[str], **options: Any) -> None:
    """Remove acceptance criteria, counted from 1.

    What is nested below them is removed, too.
    """
    chosen = numbers_of(numbers, all_allowed=False) or ()
    _change(app, lambda session: criteria.remove_criteria(session, reference, chosen), **options)


@command.command("mv", epilog="Example: jticket criterion mv JJM-014 4 1")
@_reference("criterion mv")
@_number
@click.argument("to", metavar="TO", type=number_type, shell_complete=complete_criteria())
@commit_options()
@changed_json_options
@click.pass_obj
def mv(app: App, /, reference: str, number: int, to: int, **options: Any) -> None:
    """Move an acceptance criterion to the place of another.

    What is nested below it moves along.
    """
    _change(app, lambda session: criteria.move_criterion(session, reference, number, to), **options)
