"""`jticket render`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_templates
from jticket.cli.documents import deliver, output_option
from jticket.cli.options import filter_options, json_option, pop_selection
from jticket.errors import UsageError
from jticket.ops.views.documents import DocumentRequest, document_by_template

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from jticket.cli.app import App


@click.command("render", epilog="Example: jticket render changelog --set since=2025-10-01")
@click.argument("template", shell_complete=complete_templates)
@filter_options
@output_option
@click.option("--set", "pairs", metavar="KEY=VALUE", multiple=True, help="For `vars`; repeatable.")
@json_option
@click.pass_obj
def command(
    app: App,
    /,
    *,
    template: str,
    output: str | None,
    pairs: Sequence[str],
    as_json: bool,
    at: str | None,
    **options: Any,
) -> None:
    """Make a document of the tickets by a Jinja2 template.

    One of `.tickets/templates/`, a packaged one (changelog, overview, phases, plan, standup), or
    a file.
    """
    variables = dict(_pair(text) for text in pairs)
    file = Path(output) if output else None
    project, workspace = app.project(at), app.workspace()
    document = DocumentRequest(pop_selection(options, closed_too=True), file, variables=variables)
    text = document_by_template(workspace, project, template, document)
    deliver(workspace, file, text, template, as_json=as_json)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key.isidentifier():
        raise UsageError(f"--set {text}: write KEY=VALUE, the key a name")
    return key, value
