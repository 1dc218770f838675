"""`jticket search`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.json_fields import asks_for_body, json_options
from jticket.cli.options import filter_options, pop_selection
from jticket.cli.output import on_terminal, print_json_view, print_view
from jticket.ops.views.search import search_tickets
from jticket.render.payload import ticket_json
from jticket.render.terminal import styled
from jticket.render.ticket_list import ListOptions, listing
from jticket.text.printable import cut, safe_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from jticket.cli.app import App
    from jticket.ops.views.search import Hit
    from jticket.render.payload import Json
    from jticket.text.project import Project

_SHOWN_LINES = 3


@click.command("search", epilog="Example: jticket search login oauth --all")
@click.argument("words", nargs=-1, required=True, metavar="TEXT...")
@filter_options
@click.option("--all", "closed_too", is_flag=True, help="Closed tickets too.")
@json_options("matches")
@click.pass_obj
def command(
    app: App,
    /,
    *,
    words: Sequence[str],
    closed_too: bool,
    as_json: bool,
    at: str | None,
    **options: Any,
) -> None:
    """Find tickets whose text holds all the words, best first."""
    project, now = app.project(at), app.workspace().now()
    hits = search_tickets(project, pop_selection(options, closed_too=closed_too), now, words)
    if as_json:
        print_json_view([_hit_json(hit, project) for hit in hits])
    elif on_terminal():
        print_view(line for hit in hits for line in _hit_lines(hit, app))
    else:
        files = [hit.file for hit in hits]
        print_view(listing(files, project, ListOptions("tsv", (), now)))


def _hit_json(hit: Hit, project: Project) -> dict[str, Json]:
    matches: list[Json] = [{"line": match.line, "text": match.text} for match in hit.matches]
    return {**ticket_json(hit.file, project, full=asks_for_body()), "matches": matches}


def _hit_lines(hit: Hit, app: App) -> Iterator[str]:
    """Yields a ticket's title, and its first lines that match."""
    ticket = hit.file.ticket
    title = cut(f"{ticket.id}  {safe_line(ticket.title)}", app.width)
    yield styled(title, "bold", color=app.colored)
    for match in hit.matches[:_SHOWN_LINES]:
        yield cut(f"  {match.line}: {safe_line(match.text)}", app.width)
    if len(hit.matches) > _SHOWN_LINES:
        yield f"  … {len(hit.matches) - _SHOWN_LINES} more lines"
