"""`jticket check`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_revisions
from jticket.cli.options import exclusive, json_option, requires
from jticket.cli.output import notice, print_json, print_json_view, print_lines, print_view
from jticket.errors import UsageError
from jticket.lint.formats.report import counts, finding_json, report_json, summary
from jticket.ops.branches.check import Scope, check
from jticket.ops.workspace import open_workspace
from jticket.render.styles import WARNING
from jticket.render.terminal import styled
from jticket.text.printable import safe_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.cli.app import App
    from jticket.model.diagnostics import Diagnostic
    from jticket.ops.branches.check import Checked
    from jticket.ops.workspace import Workspace

_STALE_DAYS = 14
_STYLES = {"error": "red", "warning": WARNING, "advice": "dim"}


@click.command("check", epilog="Example: jticket check --base main --format github")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--base",
    metavar="REV",
    shell_complete=complete_revisions,
    help="Only what this branch did since it left REV.",
)
@click.option("--files", is_flag=True, help="Hold `files` against what the branch changed.")
@click.option("--hygiene", is_flag=True, help="Also report stale, forgotten and duplicate tickets.")
@click.option(
    "--stale-days",
    metavar="N",
    type=click.IntRange(min=1),
    help=f"How many days without a change make a ticket stale ({_STALE_DAYS}).",
)
@click.option("--fix", "applies_fixes", is_flag=True, help="Fix what has one right answer.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="How to print.",
)
@click.option("--strict", is_flag=True, help="Warnings and advice fail too.")
@json_option
@exclusive("--hygiene", "--base")
@requires("--stale-days", "--hygiene")
@click.pass_context
def command(
    ctx: click.Context,
    paths: Sequence[str],
    base: str | None,
    form: str,
    *,
    files: bool,
    hygiene: bool,
    stale_days: int | None,
    applies_fixes: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Check tickets and config; exits with 1 when there is an error."""
    app: App = ctx.obj
    workspace = open_workspace(app.environment())
    scope = Scope([_existing(path) for path in paths], base, files)
    form = "json" if as_json else form
    fixed: tuple[Diagnostic, ...] | None = None
    if applies_fixes:
        from jticket.ops.write.fix import fix

        outcome = fix(workspace, scope)
        checked, fixed = outcome.left, outcome.fixed
        for reason in outcome.refused:
            _notice(f"left as it is: {reason}", form)
    else:
        checked = check(workspace, scope)
    if hygiene:
        from jticket.ops.history.hygiene import with_hygiene

        days = stale_days or _STALE_DAYS
        checked = with_hygiene(workspace, checked, scope, stale_days=days)
    _print(checked, fixed, workspace, form, color=app.colored)
    if counts(checked.findings)["errors"] or (strict and checked.findings):
        ctx.exit(1)


def _existing(name: str) -> Path:
    """Returns the absolute path of a file or folder.

    Raises:
        UsageError: it doesn't exist.
    """
    path = Path(name)
    if not os.path.lexists(path):
        raise UsageError(f"no file or folder {name}")
    return path.resolve() if path.is_dir() else path.parent.resolve() / path.name


def _print(
    checked: Checked,
    fixed: tuple[Diagnostic, ...] | None,
    workspace: Workspace,
    form: str,
    *,
    color: bool,
) -> None:
    findings = checked.findings
    print_findings = print_view if fixed is None else print_lines
    print_report = print_json_view if fixed is None else print_json
    if form == "json":
        more = {} if fixed is None else {"fixed": [finding_json(finding) for finding in fixed]}
        print_report({**report_json(findings, checked.files), **more})
    elif form == "sarif":
        from jticket.lint.formats.sarif import as_sarif

        print_report(as_sarif(findings))
    elif form == "github":
        from jticket.lint.formats.github import annotation

        print_findings(safe_line(annotation(finding)) for finding in findings)
    else:
        print_findings(_line(finding, workspace, color=color) for finding in findings)
    for gap in checked.gaps:
        _notice(gap, form)
    if form != "json":
        for finding in fixed or ():
            _notice(f"fixed: {_line(finding, workspace, color=False)}", form)
    if form in ("text", "github"):
        notice(summary(findings, checked.files))
    if checked.elsewhere:
        noun = "finding" if checked.elsewhere == 1 else "findings"
        notice(f"{checked.elsewhere} old {noun} elsewhere: `jticket check` shows all")


def _notice(text: str, form: str) -> None:
    """Prints a notice that may quote tickets on stderr."""
    if form == "github":
        from jticket.lint.formats.github import inert_line

        text = inert_line(text)
    notice(safe_line(text))


def _line(finding: Diagnostic, workspace: Workspace, *, color: bool) -> str:
    """Returns a finding on a line, its path relative to here, so that terminals can open it."""
    path = os.path.relpath(workspace.location.root / finding.path, workspace.environment.cwd)
    place = f"{path}:{finding.start.line}:{finding.start.column}"
    severity = finding.severity.value
    styled_severity = styled(severity, _STYLES[severity], color=color)
    rest = safe_line(f"{finding.rule.code} {finding.sentence}")
    return f"{safe_line(place)}: {styled_severity} {rest}"
