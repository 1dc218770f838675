"""`jticket tick`, `untick`, `criterion add`, `devlog`, `dep add`, `dep rm`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_ids, complete_people
from jticket.cli.options import (
    commit_options,
    json_option,
    read_text,
    text_argument,
    writing_options,
)
from jticket.cli.output import print_outcome
from jticket.ops.write import details
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from jticket.cli.app import App
    from jticket.ops.write.transaction import Outcome, Session

_id = click.argument("reference", metavar="ID", shell_complete=complete_ids)


def _run(app: App, act: Callable[[Session], Outcome], *, as_json: bool, **options: Any) -> None:
    workspace = app.workspace()
    with changing(workspace, writing_options(**options)) as session:
        outcome = act(session)
    print_outcome(workspace, outcome, as_json=as_json, one=True)


def _ticking(name: str, summary: str, *, done: bool) -> click.Command:
    @click.command(name, help=summary, epilog=f"Example: jticket {name} JJM-014 1 3")
    @_id
    @click.argument("numbers", metavar="N...", nargs=-1, required=True, type=click.IntRange(min=1))
    @commit_options()
    @json_option
    @click.pass_obj
    def command(app: App, /, reference: str, numbers: Sequence[int], **options: Any) -> None:
        _run(app, lambda session: details.tick(session, reference, numbers, done=done), **options)

    return command


tick = _ticking("tick", "Tick acceptance criteria, counted from 1.", done=True)
untick = _ticking("untick", "Untick acceptance criteria, counted from 1.", done=False)


@click.group("criterion", epilog="Example: jticket criterion add JJM-014 'tests pass'")
def criterion() -> None:
    """Add acceptance criteria."""


@criterion.command("add", epilog="Example: jticket criterion add JJM-014 'tests pass'")
@_id
@click.argument("text", metavar="TEXT")
@commit_options()
@json_option
@click.pass_obj
def criterion_add(app: App, /, reference: str, text: str, **options: Any) -> None:
    """Append an acceptance criterion (TEXT, @FILE or @-)."""
    given = text_argument(text, "the text")
    _run(app, lambda session: details.add_criterion(session, reference, given), **options)


@click.command("devlog", epilog="Example: jticket devlog JJM-014 'Parser in place.'")
@_id
@click.argument("text", metavar="[TEXT|@FILE|@-]", required=False)
@click.option("--as", "who", metavar="WHO", shell_complete=complete_people, help="Who you are.")
@commit_options()
@json_option
@click.pass_obj
def devlog(app: App, /, reference: str, text: str | None, who: str | None, **options: Any) -> None:
    """Append an entry to a ticket's devlog.

    Without TEXT it comes from stdin in a pipe, else from your editor.
    """
    given = _written() if text is None else text_argument(text, "the text")
    _run(app, lambda session: details.append_devlog(session, reference, who, given), **options)


def _written() -> str:
    """What is piped in, or what the user writes in the editor."""
    if not sys.stdin.isatty():
        return read_text("-")
    from jticket.cli.editor import written

    return written("devlog")


@click.group("dep", epilog="Example: jticket dep add JJM-014 JJM-006 JJM-013")
def dep() -> None:
    """Add and remove dependencies."""


def _depending(name: str, summary: str, act: Callable[..., Outcome]) -> None:
    @dep.command(name, help=summary, epilog=f"Example: jticket dep {name} JJM-014 JJM-006")
    @_id
    @click.argument("on", metavar="ON...", nargs=-1, required=True, shell_complete=complete_ids)
    @commit_options()
    @json_option
    @click.pass_obj
    def command(app: App, /, reference: str, on: Sequence[str], **options: Any) -> None:
        _run(app, lambda session: act(session, reference, on), **options)


_depending("add", "Make a ticket wait for others; refuses circles.", details.add_dependencies)
_depending("rm", "Let a ticket wait for others no more.", details.remove_dependencies)
