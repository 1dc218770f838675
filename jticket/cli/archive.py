"""`jticket archive`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_ids
from jticket.cli.options import commit_options, json_option, writing_options
from jticket.cli.output import print_outcome
from jticket.errors import UsageError
from jticket.model.wording import quoted
from jticket.ops.write.archive import archive
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from jticket.cli.app import App


@click.command("archive", epilog="Example: jticket archive --older-than 90d")
@click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=complete_ids)
@click.option("--older-than", metavar="AGE", help="Closed at least so long: 90d, 12w.")
@commit_options()
@json_option
@click.pass_obj
def command(
    app: App, /, ids: Sequence[str], older_than: str | None, *, as_json: bool, **options: Any
) -> None:
    """Move closed tickets to archive/: those named, else all."""
    age = _age(older_than) if older_than is not None else None
    with changing(app.workspace(), writing_options(**options)) as session:
        outcome = archive(session, ids, age)
    print_outcome(outcome, as_json=as_json)


def _age(text: str) -> timedelta:
    """Returns an age in days or weeks.

    Raises:
        UsageError: the text is not one.
    """
    match = re.fullmatch(r"(\d{1,5})([dw])", text.strip())
    if match is None:
        raise UsageError(f"--older-than: {quoted(text)} is no age", "write 90d or 12w")
    return timedelta(days=int(match[1]) * (7 if match[2] == "w" else 1))
