"""What a command prints: results on stdout, notices on stderr, and the choice of a format."""

from __future__ import annotations

import shutil
import sys
from contextlib import contextmanager, nullcontext
from itertools import chain
from typing import TYPE_CHECKING

import click

from jticket.cli.outcome import outcome_lines
from jticket.cli.quiet import is_quiet
from jticket.errors import JticketError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from jticket.cli.app import App
    from jticket.ops.write.outcome import Outcome

SHALLOW_CLONE = (
    "note: this clone is shallow, what was before is not known (`git fetch --unshallow`)"
)
"""The notice after a history that a shallow clone cuts off."""

_PATIENCE = 1.0
"""How many seconds something is read or computed before a notice says so."""


class NotPrintedError(JticketError):
    """Raised when a change was made, but its result can't be printed."""

    code = "io_error"

    def __init__(self, error: OSError, outcome: Outcome) -> None:
        ids = ", ".join(dict.fromkeys(change.id for change in outcome.changes if change.differs))
        commit = f" and committed [{outcome.committed.short}]" if outcome.committed else ""
        super().__init__(
            f"can't print the result: {error.strerror or error}",
            f"{ids} is written{commit}: don't run the command again" if ids else None,
        )


@contextmanager
def result_of(outcome: Outcome) -> Iterator[None]:
    """Prints a change's result inside; if that fails, the error says that the change was made."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise NotPrintedError(error, outcome) from None


def on_terminal() -> bool:
    """Returns whether results go to a terminal."""
    return sys.stdout.isatty()


def chosen_format(
    form: str | None, *, as_json: bool = False, terminal: str = "table", pipe: str = "tsv"
) -> str:
    """Returns the format of a result: `json`, the one that was asked for, or a default.

    `terminal` and `pipe` are the defaults for where the result goes. The user's own settings may
    replace a table on a terminal; in a pipe they don't count, for scripts.
    """
    if as_json:
        return "json"
    if form or not on_terminal():
        return form or pipe
    app: App = click.get_current_context().obj
    own = app.user_settings.format if terminal == "table" else None
    return own.value if own else terminal


def print_lines(lines: Iterable[str]) -> None:
    """Prints what a change made, which must be escaped for a terminal already."""
    text = "\n".join(lines)
    if text:
        click.echo(text, color=True)


def print_view(lines: Iterable[str]) -> None:
    """Prints a view, which must be escaped for a terminal already, through the pager if it is long.

    `print_text` is where it happens.
    """
    text = "\n".join(lines)
    if text:
        print_text(f"{text}\n")


def print_text(text: str) -> None:
    """Prints a view's finished text: here and nowhere else views meet the pager."""
    if on_terminal():
        from jticket.cli.pager import shown_in_pager

        if shown_in_pager(text):
            return
    click.echo(text, nl=False, color=True)


def say(*lines: str) -> None:
    """Prints what a change did, escaped for a terminal already, unless the command is quiet."""
    if not is_quiet():
        print_lines(lines)


def print_drawn(app: App, lines: Iterable[str]) -> None:
    """Prints a view with bars and rules in it, in ASCII if stdout takes nothing else."""
    from jticket.render.terminal import in_ascii

    print_view(lines if app.draws else map(in_ascii, lines))


def print_json(value: object) -> None:
    """Prints as JSON what a change made."""
    click.echo(_as_json(value))


def print_json_view(value: object) -> None:
    """Prints a view as JSON, through the pager if it is long."""
    print_text(f"{_as_json(value)}\n")


def _as_json(value: object) -> str:
    """Returns JSON: indented for a terminal, else one line; `--fields` narrows it."""
    from typing import cast

    from jticket.cli.json_fields import narrowed
    from jticket.render.payload import Json, dumped

    return dumped(narrowed(cast("Json", value)), indent=2 if on_terminal() else None)


def notice(text: str) -> None:
    """Prints a text that is not part of the result to stderr, unless the command is quiet."""
    from jticket.text.printable import safe

    if not is_quiet():
        click.echo(safe(text), err=True)


def waiting_for(name: str) -> AbstractContextManager[None]:
    """Prints a notice to stderr, once, if reading inside takes longer than a second."""
    return _noticed_after_a_second(f"waiting for {name}")


def computing(what: str) -> AbstractContextManager[None]:
    """Prints a notice to a terminal, once, if computing inside takes longer than a second."""
    return _noticed_after_a_second(f"computing {what}…") if sys.stderr.isatty() else nullcontext()


@contextmanager
def _noticed_after_a_second(text: str) -> Iterator[None]:
    from threading import Timer

    timer = Timer(_PATIENCE, notice, [text])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def print_notices(texts: Iterable[str]) -> None:
    """Prints notes to stderr."""
    for text in texts:
        notice(f"note: {text}")


def notice_no_tickets(*, closed_too: bool) -> None:
    """Prints to stderr that no ticket is selected, and how to see the closed ones."""
    notice("no ticket found" + ("" if closed_too else "; --all shows the closed ones too"))


def print_outcome(outcome: Outcome, *, as_json: bool, single: bool = False) -> None:
    """Prints what a change did, a line for each ticket, or the changed tickets as JSON."""
    with result_of(outcome):
        if as_json:
            present = [change.id for change in outcome.changes if change.after is not None]
            print_tickets(outcome, present, single=single)
        else:
            say(*_within_the_screen(outcome_lines(outcome)))
    print_notices(outcome.notices)


def _within_the_screen(lines: Sequence[str]) -> Iterable[str]:
    """Returns lines, on a terminal wrapped between words."""
    if not on_terminal():
        return lines
    from jticket.render.wrapping import paragraph

    columns = shutil.get_terminal_size().columns
    return chain.from_iterable(paragraph(line, columns=columns, color=False) for line in lines)


def print_tickets(outcome: Outcome, ids: Iterable[str], *, single: bool = False) -> None:
    """Prints tickets after a change as JSON: a list, or the ticket itself if it is `single`."""
    from jticket.render.payload import ticket_json

    changed = {summary.id for summary in outcome.summaries}
    commit = outcome.committed.oid if outcome.committed else None
    tickets = [
        {
            **ticket_json(outcome.project.find(ticket_id), outcome.project, full=True),
            "commit": commit if ticket_id in changed else None,
        }
        for ticket_id in dict.fromkeys(ids)
    ]
    print_json(tickets[0] if single else tickets)
