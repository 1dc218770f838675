"""`jticket check`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jticket.cli.app import notice, print_json, print_lines
from jticket.cli.options import json_option
from jticket.errors import UsageError
from jticket.lint.formats import as_json as findings_json
from jticket.lint.formats import counts, summary
from jticket.ops.checking import check
from jticket.ops.workspace import open_workspace
from jticket.render.terminal import safe_line, styled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.cli.app import App
    from jticket.model.diagnostics import Diagnostic
    from jticket.ops.workspace import Workspace

_STYLES = {"error": "red", "warning": "yellow", "advice": "dim"}


@click.command("check", epilog="Example: jticket check --strict .tickets/JJM-014.md")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print."
)
@click.option("--strict", is_flag=True, help="Warnings and advice fail too.")
@json_option
@click.pass_context
def command(
    ctx: click.Context, paths: Sequence[str], form: str, *, strict: bool, as_json: bool
) -> None:
    """Check tickets and config; exits with 1 when there is an error."""
    app: App = ctx.obj
    workspace = open_workspace(app.surroundings())
    checked = check(workspace, [_existing(each) for each in paths])
    if as_json or form == "json":
        print_json(findings_json(checked.findings, checked.files))
    else:
        print_lines(_line(each, workspace, color=app.colored) for each in checked.findings)
        notice(summary(checked.findings, checked.files))
    if counts(checked.findings)["errors"] or (strict and checked.findings):
        ctx.exit(1)


def _existing(name: str) -> Path:
    """A path that is there.

    Raises:
        UsageError: it is not.
    """
    path = Path(name)
    if not os.path.lexists(path):
        raise UsageError(f"no file or folder {name}")
    return path.resolve() if path.is_dir() else path.parent.resolve() / path.name


def _line(found: Diagnostic, workspace: Workspace, *, color: bool) -> str:
    """A finding on a line, its path as it is from here, so that it is one click away."""
    path = os.path.relpath(workspace.location.root / found.path, workspace.surroundings.cwd)
    place = f"{path}:{found.place.line}:{found.place.column}"
    severity = found.severity.value
    styled_severity = styled(severity, _STYLES[severity], color=color)
    rest = safe_line(f"{found.kind.code} {found.sentence}")
    return f"{safe_line(place)}: {styled_severity} {rest}"
