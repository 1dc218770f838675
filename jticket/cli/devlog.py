"""`jticket devlog`."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_ids
from jticket.cli.json_fields import changed_json_options
from jticket.cli.options import (
    actor_option,
    commit_options,
    read_text,
    text_argument,
    writing_options,
)
from jticket.cli.output import print_outcome
from jticket.ops.write.devlog import append_devlog
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from typing import Any

    from jticket.cli.app import App


@click.command("devlog", epilog="Example: jticket devlog JJM-014 'Parser in place.'")
@click.argument("reference", metavar="ID", shell_complete=complete_ids)
@click.argument("text", metavar="[TEXT|@FILE|@-]", required=False)
@actor_option
@commit_options()
@changed_json_options
@click.pass_obj
def command(
    app: App, /, reference: str, text: str | None, *, as_json: bool, **options: Any
) -> None:
    """Append an entry to a ticket's devlog.

    Without TEXT it comes from stdin in a pipe, else from your editor.
    """
    given = _text() if text is None else nullcontext(text_argument(text, "the text"))
    with given as entry, changing(app.workspace(), writing_options(**options)) as session:
        outcome = append_devlog(session, reference, entry)
    print_outcome(outcome, as_json=as_json, single=True)


def _text() -> AbstractContextManager[str]:
    """Returns a context with the piped text, or the text that the user writes in the editor."""
    if sys.stdin is None or not sys.stdin.isatty():
        return nullcontext(read_text("-"))
    from jticket.cli.editor import written

    return written("devlog")
