"""`jticket diff`."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from jticket.cli.app import notice, print_json, print_lines, print_notices
from jticket.cli.completers import complete_ranges
from jticket.cli.options import json_option
from jticket.errors import UsageError
from jticket.ops.branches.diff import review
from jticket.render.diff_text import TextCanvas, review_lines
from jticket.render.terminal import COMMIT_LENGTH, safe_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.cli.app import App
    from jticket.ops.branches.diff import Review
    from jticket.ops.branches.merge_base import End

_UNBOUNDED = 10_000
_LINK = re.compile(r"[\w:/?=&%.,~+@-]*", re.ASCII)


@click.command("diff", epilog="Example: jticket diff main --format markdown")
@click.argument(
    "revisions",
    required=False,
    metavar="[BASE | A..B | A...B]",
    shell_complete=complete_ranges,
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    help="How to print; text unless given.",
)
@click.option("--link-base", metavar="URL", default="", help="What links in Markdown begin with.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 where tickets differ.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    revisions: str | None,
    form: str | None,
    link_base: str,
    *,
    exit_code: bool,
    as_json: bool,
) -> None:
    """Say what a branch does to the tickets and to the plan.

    BASE: from its merge base with HEAD to the files as they are now, uncommitted ones too. A..B:
    the two ends. A...B: from their merge base to B. Each may be a date. Without any, BASE is the
    branch that work is merged into: origin's default branch, else main or master.
    """
    app: App = ctx.obj
    if as_json and form not in (None, "json"):
        raise UsageError(f"--json and --format {form} exclude each other")
    found = review(app.workspace(), revisions)
    print_notices(map(safe_line, found.notes))
    if as_json or form == "json":
        from jticket.render.diff_json import comparison_json

        ends = {"base": found.base.commit, "head": found.head.commit or None}
        unread = [
            {"path": each.path, "before": each.before or None, "after": each.after or None}
            for each in found.gaps
        ]
        for line in _unread(found):
            notice(f"left out: {line}")
        print_json({**ends, **comparison_json(found.comparison), "unreadable": unread})
    elif form == "markdown":
        from jticket.render.diff_markdown import Frame, review_markdown

        link_base = _checked_link(link_base)
        frame = Frame(_ends(found), found.notes, tuple(_unread(found)), link_base)
        print_lines([review_markdown(found.comparison, frame)])
    else:
        columns = app.width if sys.stdout.isatty() else _UNBOUNDED
        sheet = TextCanvas(columns, app.colored)
        print_lines(review_lines(found.comparison, sheet, ends=_ends(found), unread=_unread(found)))
    if exit_code and found.differs:
        ctx.exit(1)


def _checked_link(text: str) -> str:
    """What links begin with.

    Raises:
        UsageError: it can't stand in a link.
    """
    if not _LINK.fullmatch(text):
        raise UsageError(
            "--link-base is no address", "for example https://github.com/OWNER/NAME/blob/COMMIT"
        )
    return text


def _ends(found: Review) -> str:
    return f"{_named(found.base)} → {_named(found.head)}"


def _named(end: End) -> str:
    if not end.commit:
        return end.label
    if end.commit.startswith(end.label):
        return end.label[:COMMIT_LENGTH]
    return f"{end.label} ({end.commit[:COMMIT_LENGTH]})"


def _unread(found: Review) -> Iterator[str]:
    for gap in found.gaps:
        where = {
            (True, True): "on both sides",
            (True, False): f"at {found.base.label}",
            (False, True): f"at {found.head.label}",
        }[bool(gap.before), bool(gap.after)]
        yield f"{gap.path} can't be read {where}: {gap.after or gap.before}"
