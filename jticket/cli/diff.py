"""`jticket diff`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_ranges
from jticket.cli.options import exclusive, json_option
from jticket.cli.output import notice, print_json_view, print_notices, print_view
from jticket.errors import UsageError
from jticket.ops.branches.diff import review
from jticket.render.diff_text import TextCanvas, review_lines
from jticket.render.terminal import COMMIT_LENGTH
from jticket.text.printable import safe_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.cli.app import App
    from jticket.ops.branches.diff import Review
    from jticket.ops.branches.merge_base import Endpoint

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
@exclusive("--json", "--format text", "--format markdown")
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
    compared = review(app.workspace(), revisions)
    print_notices(map(safe_line, compared.notes))
    match "json" if as_json else form:
        case "json":
            _print_json(compared)
        case "markdown":
            _print_markdown(compared, link_base)
        case _:
            canvas = TextCanvas(app.line_width, app.colored)
            ends, unread = _ends(compared), _unread(compared)
            print_view(review_lines(compared.comparison, canvas, ends=ends, unread=unread))
    if exit_code and compared.differs:
        ctx.exit(1)


def _checked_link(text: str) -> str:
    """Returns what links begin with.

    Raises:
        UsageError: it can't be part of a link.
    """
    if not _LINK.fullmatch(text):
        raise UsageError(
            "--link-base is not an address", "for example https://github.com/OWNER/NAME/blob/COMMIT"
        )
    return text


def _print_json(compared: Review) -> None:
    from jticket.render.diff_json import comparison_json

    ends = {"base": compared.base.commit, "head": compared.head.commit or None}
    unread = [
        {"path": gap.path, "before": gap.before or None, "after": gap.after or None}
        for gap in compared.gaps
    ]
    for line in _unread(compared):
        notice(f"left out: {line}")
    print_json_view({**ends, **comparison_json(compared.comparison), "unreadable": unread})


def _print_markdown(compared: Review, link_base: str) -> None:
    from jticket.render.diff_markdown import Frame, review_markdown

    frame = Frame(
        _ends(compared), compared.notes, tuple(_unread(compared)), _checked_link(link_base)
    )
    print_view([review_markdown(compared.comparison, frame)])


def _ends(compared: Review) -> str:
    return f"{_end(compared.base)} → {_end(compared.head)}"


def _end(end: Endpoint) -> str:
    if not end.commit:
        return end.label
    if end.commit.startswith(end.label):
        return end.label[:COMMIT_LENGTH]
    return f"{end.label} ({end.commit[:COMMIT_LENGTH]})"


def _unread(compared: Review) -> Iterator[str]:
    """Yields a sentence for each file that can't be read at one end or both."""
    for gap in compared.gaps:
        where = {
            (True, True): "on both sides",
            (True, False): f"at {compared.base.label}",
            (False, True): f"at {compared.head.label}",
        }[bool(gap.before), bool(gap.after)]
        yield f"{gap.path} can't be read {where}: {gap.after or gap.before}"
