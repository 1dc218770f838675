"""`jticket search`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from jticket.cli.app import print_json, print_lines
from jticket.cli.options import filter_options, json_option, pop_selection
from jticket.ops.selection import find_tickets
from jticket.ops.views.search import search
from jticket.render.payload import ticket_json
from jticket.render.terminal import cut, safe_line, styled
from jticket.render.ticket_list import ListOptions, listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from jticket.cli.app import App
    from jticket.ops.views.search import Hit
    from jticket.render.payload import Json
    from jticket.text.project import Project

_LINES = 3


@click.command("search", epilog="Example: jticket search login oauth --all")
@click.argument("words", nargs=-1, required=True, metavar="TEXT...")
@filter_options
@click.option("--all", "closed_too", is_flag=True, help="Closed tickets too.")
@json_option
@click.pass_obj
def command(
    app: App, /, words: Sequence[str], *, closed_too: bool, as_json: bool, **options: Any
) -> None:
    """Find tickets whose text holds all the words, best first."""
    project = app.project(options.pop("at"))
    selection = pop_selection(options, closed_too=closed_too)
    now = app.environment().now()
    parts = [part for word in words for part in word.split()]
    hits = search(find_tickets(project, selection, now), parts)
    if as_json:
        print_json([_payload(hit, project) for hit in hits])
        return
    if sys.stdout.isatty():
        print_lines(line for hit in hits for line in _shown(app, hit))
        return
    files = [hit.file for hit in hits]
    look = ListOptions("tsv", (), now)
    print_lines(listing(files, project, look))


def _payload(hit: Hit, project: Project) -> dict[str, Json]:
    matches: list[Json] = [{"line": each.line, "text": each.text} for each in hit.matches]
    return {**ticket_json(hit.file, project, full=False), "matches": matches}


def _shown(app: App, hit: Hit) -> Iterator[str]:
    """A ticket, and the first lines of it that match."""
    ticket = hit.file.ticket
    title = cut(f"{ticket.id}  {safe_line(ticket.title)}", app.width)
    yield styled(title, "bold", color=app.colored)
    for match in hit.matches[:_LINES]:
        yield cut(f"  {match.line}: {safe_line(match.text)}", app.width)
    if len(hit.matches) > _LINES:
        yield f"  … {len(hit.matches) - _LINES} more lines"
