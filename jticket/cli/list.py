"""`jticket list`, and the lists of what can begin and what can't: `ready`, `blocked`."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from jticket.cli.app import notice, print_json, print_lines
from jticket.cli.options import filter_options, json_option, pop_selection
from jticket.errors import UsageError
from jticket.model.suggestions import one_of
from jticket.model.wording import quoted
from jticket.ops.selection import find_tickets
from jticket.render.payload import ticket_json
from jticket.render.ticket_list import COLUMNLESS, FORMATS, ListOptions, columns_of, listing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from jticket.cli.app import App
    from jticket.cli.options import Command
    from jticket.model.settings import Settings
    from jticket.ops.selection import Selection
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

_WAITING = "waiting_for"


def _look_options(command: Command) -> Command:
    """How a list is ordered, cut and shown."""
    for add in (
        click.option("--sort", metavar="KEY", help="By any key; -KEY the other way round."),
        click.option("--limit", metavar="N", type=click.IntRange(min=0), help="At most so many."),
        click.option("--columns", metavar="A,B,...", help="Keys, path, blocks, ready and more."),
        click.option("--format", "form", type=click.Choice(FORMATS), help="A table on a terminal."),
        click.option("--full", is_flag=True, help="With the body, in JSON and jsonl."),
        json_option,
    )[::-1]:
        command = add(command)
    return command


@click.command("list", epilog="Example: jticket list --status ready,review --tag '!later'")
@filter_options
@click.option("--all", "closed_too", is_flag=True, help="Closed tickets too.")
@click.option("--branches", "elsewhere", is_flag=True, help="What other branches made of them.")
@_look_options
@click.pass_obj
def command(app: App, /, *, closed_too: bool, elsewhere: bool, **options: Any) -> None:
    """List open tickets, by priority and then ID.

    Filters take A,B for any of these, !A for not, - for none, and can be repeated. One by status
    brings the closed tickets too, and so does a query that names status, open or closed.
    """
    at = options.pop("at")
    if elsewhere:
        from jticket.cli.list_branches import list_branches

        selection = _wish(options, closed_too=closed_too)
        list_branches(app, at, selection, options)
        return
    project = app.project(at)
    empty = "no ticket found" + ("" if closed_too else "; --all shows the closed ones too")
    _list(app, project, _found(app, project, options, closed_too=closed_too), options, empty)


@click.command("ready", epilog="Example: jticket ready --assignee - --limit 5")
@filter_options
@_look_options
@click.pass_obj
def ready(app: App, /, **options: Any) -> None:
    """List the tickets that can begin now, by priority and then ID.

    Those that are no epics, not begun, wait for nothing and have no open child.
    """
    project = app.project(options.pop("at"))
    graph = project.graph
    found = _found(
        app, project, options, only=lambda each: bool(each.ticket and graph.is_ready(each.ticket))
    )
    _list(app, project, found, options, "nothing is ready; `jticket blocked` tells what waits")


@click.command("blocked", epilog="Example: jticket blocked --priority high,critical")
@filter_options
@_look_options
@click.pass_obj
def blocked(app: App, /, **options: Any) -> None:
    """List the tickets that can't begin, and what each waits for."""
    project = app.project(options.pop("at"))
    graph = project.graph
    found = _found(
        app, project, options, only=lambda each: bool(each.ticket and graph.is_blocked(each.ticket))
    )
    _list(app, project, found, options, "nothing is blocked", more=(_WAITING,))


def _found(
    app: App,
    project: Project,
    options: dict[str, Any],
    *,
    closed_too: bool = False,
    only: Callable[[ValidFile], bool] | None = None,
) -> list[ValidFile]:
    """The tickets that the options ask for; `only` narrows them before they are counted."""
    selection = _wish(options, closed_too=closed_too)
    files = find_tickets(project, replace(selection, limit=None), app.environment().now())
    return [each for each in files if only is None or only(each)][: selection.limit]


def _wish(options: dict[str, Any], *, closed_too: bool = False) -> Selection:
    """What the options ask for, taken out of them."""
    sort, limit = options.pop("sort"), options.pop("limit")
    selection = pop_selection(options, closed_too=closed_too, sort=sort, limit=limit)
    _refuse_contradictions(options)
    return selection


def _refuse_contradictions(options: dict[str, Any]) -> None:
    """Refuses options of which one would be ignored.

    Raises:
        UsageError: two exclude each other.
    """
    as_json, form = options["as_json"], options["form"]
    if as_json and form:
        raise UsageError("--json and --format exclude each other")
    if options["columns"] is not None and (as_json or form in COLUMNLESS):
        given = "--json" if as_json else f"--format {form}"
        raise UsageError(f"--columns and {given} exclude each other", "columns: table, tsv or csv")
    if options["full"] and not as_json and form != "jsonl":
        raise UsageError("--full adds the body to JSON", "add --json or --format jsonl")


def _list(
    app: App,
    project: Project,
    files: Sequence[ValidFile],
    options: dict[str, Any],
    empty: str,
    *,
    more: tuple[str, ...] = (),
) -> None:
    """Shows a list as the options ask; `more` are columns behind those of the format."""
    chosen, full = _columns(options["columns"], project.settings), options["full"]
    waiting = _WAITING in more
    if options["as_json"]:
        print_json([ticket_json(each, project, full=full, waiting=waiting) for each in files])
        return
    form = options["form"] or ("table" if sys.stdout.isatty() else "tsv")
    if not files and form == "table":
        notice(empty)
        return
    now = app.environment().now()
    look = ListOptions(
        form, chosen, now, more, full=full, terminal_width=app.width, color=app.colored
    )
    print_lines(listing(files, project, look))


def _columns(text: str | None, settings: Settings) -> tuple[str, ...]:
    """The columns that are asked for; none stands for those of the format.

    Raises:
        UsageError: there is no such column.
    """
    names = tuple(name.strip() for name in text.split(",")) if text else ()
    known = columns_of(settings)
    for name in names:
        if name not in known:
            raise UsageError(f"no column {quoted(name)}", one_of(name, known))
    return names
