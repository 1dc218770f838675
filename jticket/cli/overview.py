"""`jticket overview` and `jticket render`: documents that are made, written, or held up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jticket.cli.app import notice, print_json
from jticket.cli.completers import complete_groupings, complete_templates
from jticket.cli.options import filter_options, json_option, pop_selection
from jticket.errors import UsageError
from jticket.ops.views.documents import (
    OVERVIEW,
    OVERVIEW_BY,
    Document,
    document_by_template,
    overview,
    read_document,
    write_document,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from jticket.cli.app import App
    from jticket.ops.workspace import Workspace

_output = click.option("-o", "--output", metavar="FILE", help="Write it there.")


@click.command("overview", epilog="Example: jticket overview -o TICKETS.md")
@click.argument("file", metavar="[FILE]", required=False)
@filter_options
@_output
@click.option("--check", "checked", is_flag=True, help="Exit with 1 and a diff if FILE is stale.")
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
    file: str | None,
    output: str | None,
    by: str | None,
    *,
    checked: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Make a document on all tickets: figures, phases, plan.

    The same tickets make the same bytes, so `--check` can hold a committed file up to date.
    """
    app: App = ctx.obj
    if file and (output or not checked):
        raise UsageError("FILE goes with --check", "-o FILE writes it")
    name = output or file
    if checked and not name:
        raise UsageError("--check needs a FILE")
    workspace = app.workspace()
    project = app.project_in(workspace, options.pop("at"))
    template = OVERVIEW_BY if by else OVERVIEW
    target = Path(name) if name else None
    document = Document(template, pop_selection(options, closed_too=True), target, by)
    text = overview(workspace, project, document)
    if checked and target:
        difference = _difference(workspace, target, text)
        click.echo("".join(difference), nl=False)
        if difference:
            ctx.exit(1)
    else:
        _deliver(workspace, target, text, template, as_json=as_json)


@click.command("render", epilog="Example: jticket render changelog --set since=2025-10-01")
@click.argument("template", shell_complete=complete_templates)
@filter_options
@_output
@click.option("--set", "pairs", metavar="KEY=VALUE", multiple=True, help="For `vars`; repeatable.")
@json_option
@click.pass_obj
def render(
    app: App,
    /,
    template: str,
    output: str | None,
    pairs: Sequence[str],
    *,
    as_json: bool,
    **options: Any,
) -> None:
    """Make a document of the tickets by a Jinja2 template.

    One of `.tickets/templates/`, a packaged one (changelog, overview, phases, standup), or a file.
    """
    variables = dict(_pair(each) for each in pairs)
    workspace = app.workspace()
    project = app.project_in(workspace, options.pop("at"))
    target = Path(output) if output else None
    selection = pop_selection(options, closed_too=True)
    document = Document(template, selection, target, variables=variables)
    text = document_by_template(workspace, project, document)
    _deliver(workspace, target, text, template, as_json=as_json)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key.isidentifier():
        raise UsageError(f"--set {text}: write KEY=VALUE, the key a name")
    return key, value


def _deliver(
    workspace: Workspace, target: Path | None, text: str, template: str, *, as_json: bool
) -> None:
    """Writes a document, or prints it."""
    written = write_document(workspace, target, text) if target else None
    if as_json:
        print_json({"template": template, "file": str(target) if target else None, "text": text})
    elif target is None:
        click.echo(text, nl=False, color=True)
    else:
        notice(f"{target}: {'written' if written else 'up to date'}")


def _difference(workspace: Workspace, file: Path, text: str) -> list[str]:
    """What would change in a file, as a unified diff; nothing where it is up to date."""
    from difflib import unified_diff

    from jticket.render.terminal import safe

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
