"""`jticket overview`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_groupings
from jticket.cli.documents import deliver, output_option
from jticket.cli.options import filter_options, json_option, pop_selection
from jticket.cli.output import print_text
from jticket.errors import UsageError
from jticket.ops.views.document_templates import OVERVIEW, OVERVIEW_BY
from jticket.ops.views.documents import DocumentRequest, overview, read_document

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App
    from jticket.ops.workspace import Workspace


@click.command("overview", epilog="Example: jticket overview -o TICKETS.md")
@click.argument("file", metavar="[FILE]", required=False)
@filter_options
@output_option
@click.option("--check", is_flag=True, help="Exit with 1 and a diff if FILE is stale.")
@click.option(
    "--by",
    metavar="FIELD",
    shell_complete=complete_groupings,
    help="By service, assignee, status, ...",
)
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    file: str | None,
    output: str | None,
    check: bool,
    by: str | None,
    as_json: bool,
    at: str | None,
    **options: Any,
) -> None:
    """Make a document on all tickets: figures, phases, plan.

    The same tickets make the same bytes, so `--check` can hold a committed file up to date.
    """
    app: App = ctx.obj
    target = _target(file, output, check=check)
    project, workspace = app.project(at), app.workspace()
    document = DocumentRequest(pop_selection(options, closed_too=True), target, by)
    text = overview(workspace, project, document)
    if check and target:
        difference = _difference(workspace, target, text)
        print_text("".join(difference))
        if difference:
            ctx.exit(1)
    else:
        deliver(workspace, target, text, OVERVIEW_BY if by else OVERVIEW, as_json=as_json)


def _target(file: str | None, output: str | None, *, check: bool) -> Path | None:
    """Returns the file to write or to check, None to print the document.

    Raises:
        UsageError: there is a file to check without `--check`, or the other way round.
    """
    if file and (output or not check):
        raise UsageError("FILE goes with --check", "-o FILE writes it")
    name = output or file
    if check and not name:
        raise UsageError("--check needs a FILE")
    return Path(name) if name else None


def _difference(workspace: Workspace, file: Path, text: str) -> list[str]:
    """Returns what would change in a file as a unified diff, nothing if it is up to date."""
    from difflib import unified_diff

    from jticket.text.printable import safe

    data = read_document(workspace, file)
    before = (data or b"").decode(errors="backslashreplace")
    if data is not None and data == text.encode():
        return []
    lines = unified_diff(
        before.splitlines(keepends=True),
        text.splitlines(keepends=True),
        f"{file}" if data is not None else "/dev/null",
        f"{file} (as it should be)",
    )
    return [f"{safe(line).rstrip(chr(10))}\n" for line in lines]
