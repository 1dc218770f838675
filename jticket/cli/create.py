"""`jticket create`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_ids, completer_of
from jticket.cli.json_fields import changed_json_options
from jticket.cli.options import (
    checked_text,
    commit_options,
    option_names,
    read_text,
    text_argument,
    writing_options,
)
from jticket.cli.output import notice, print_lines, print_notices, print_tickets, result_of
from jticket.errors import UsageError
from jticket.model.field import Reference, Shape
from jticket.model.schema import OPTIONS
from jticket.ops.write.create import composed, create_tickets, create_written
from jticket.ops.write.create_like import like as like_another
from jticket.ops.write.drafts import BadTicketsError, Batch, draft_of
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from jticket.cli.app import App
    from jticket.cli.options import Command
    from jticket.ops.workspace import Workspace
    from jticket.ops.write.create import Created
    from jticket.ops.write.drafts import Draft
    from jticket.ops.write.options import Options


_MAX_JSON = 64 * 1024**2


def _field_options(command: Command) -> Command:
    """Adds the options of the fields, and those of the body at useful places among them."""
    for field in reversed(OPTIONS):
        option = field.option
        if option is None:
            continue
        if field.shape is Shape.PATHS:
            command = click.option(
                "--criterion",
                metavar="TEXT",
                multiple=True,
                help="An acceptance criterion; repeatable.",
            )(command)
        command = click.option(
            *option_names(field),
            field.key,
            metavar=option.metavar,
            multiple=field.shape.is_list,
            shell_complete=completer_of(field),
            help=option.help,
        )(command)
        if field.refers is Reference.PARENT:
            command = click.option(
                "-d", "--description", metavar="TEXT|@FILE|@-", help="Markdown text."
            )(command)
    return command


@click.command("create", epilog="Example: jticket create 'Fix the parser' -t bug -p high --tag cli")
@click.argument("words", nargs=-1, metavar="[TITLE]")
@_field_options
@click.option(
    "--like",
    metavar="ID",
    shell_complete=complete_ids,
    help="The ticket to take the fields, sections and criteria from.",
)
@click.option("--edit", is_flag=True, help="Open it in $VISUAL or $EDITOR first.")
@click.option("--from-json", metavar="FILE", help="One or many tickets as JSON; - is stdin.")
@commit_options()
@changed_json_options
@click.pass_obj
def command(
    app: App,
    /,
    words: Sequence[str],
    from_json: str | None,
    like: str | None,
    *,
    edit: bool,
    no_commit: bool,
    message: str | None,
    no_verify: bool,
    as_json: bool,
    **values: Any,
) -> None:
    """Write and commit a new ticket.

    Prints its ID. From JSON: all tickets or none, one ID per line.
    """
    options = writing_options(no_commit=no_commit, message=message, no_verify=no_verify)
    if len(words) > 1:
        raise UsageError("the title is several arguments", f"put it in quotes: '{' '.join(words)}'")
    workspace = app.workspace()
    if not words and from_json is None:
        words = _asked(workspace, values, as_json=as_json, is_like_another=bool(like))
    if bool(words) == (from_json is not None):
        raise UsageError("give either a title or --from-json FILE")
    if from_json is not None:
        if edit or like or any(values.values()):
            raise UsageError("--from-json takes all from the JSON: no other values go with it")
        created = _from_json(workspace, from_json, options)
    else:
        draft = _draft(words[0], values)
        other = checked_text(like, "--like")
        created = _from_options(workspace, draft, options, like_ticket=other, edit=edit)
    _print(created, as_json=as_json, single=from_json is None)


def _print(created: Created, *, as_json: bool, single: bool) -> None:
    with result_of(created.outcome):
        if as_json:
            print_tickets(created.outcome, created.ids, single=single)
        else:
            print_lines(created.ids)
    print_notices(created.outcome.notices)
    for ticket_id in created.dangling:
        notice(f"note: no ticket {ticket_id} here yet, though a new one refers to it")


def _asked(
    workspace: Workspace, values: dict[str, Any], *, as_json: bool, is_like_another: bool
) -> Sequence[str]:
    """Asks for a title and the values that no option gave, if someone is there to answer."""
    from jticket.cli.asking import may_ask, picked, typed

    if not may_ask(["--json"] if as_json else []):
        return ()
    title = typed("title")
    if is_like_another:
        return (title,)
    settings = workspace.settings
    choices = {
        "ticket_type": ("type", settings.ticket_types, settings.default_ticket_type),
        "priority": ("priority", settings.priorities, settings.default_priority),
    }
    for key, (question, names, default) in choices.items():
        if not values[key]:
            values[key] = picked(question, dict.fromkeys(names, ""), default=default)
    if not values["description"]:
        # What begins with @ would be read as a file.
        values["description"] = re.sub("^@", "@@", typed("description (may be empty)"))
    return (title,)


def _from_json(workspace: Workspace, name: str, options: Options) -> Created:
    from jticket.ops.write.json_import import read_batch

    text = read_text(name, limit=_MAX_JSON)
    batch = read_batch(text, "stdin" if name == "-" else name, workspace.settings)
    with changing(workspace, options) as session:
        return create_tickets(session, batch, has_user_text=False, dangling_ok=True)


def _from_options(
    workspace: Workspace, draft: Draft, options: Options, *, like_ticket: str, edit: bool
) -> Created:
    try:
        with changing(workspace, options) as session:
            if like_ticket:
                draft = like_another(session.project, like_ticket, draft)
            if not edit:
                return create_tickets(session, Batch((draft,)), has_user_text=True)
            ticket_id, text = composed(session, draft)
    except BadTicketsError as error:
        raise UsageError(error.parts, *error.hints) from None
    return _edited(workspace, options, ticket_id, text)


def _draft(title: str, values: dict[str, Any]) -> Draft:
    """Returns what the options say about a ticket.

    Raises:
        UsageError: a value is not text, or a criterion is empty.
    """
    given: dict[str, str | Sequence[str]] = {"title": checked_text(title, "the title")}
    for field in OPTIONS:
        name, value = f"--{field.name.replace('_', '-')}", values[field.key]
        if field.shape.is_list:
            given[field.key] = [checked_text(text, name) for text in value]
        else:
            given[field.key] = checked_text(value, name)
    description = text_argument(values["description"] or "", "--description")
    criteria = [checked_text(text, "--criterion") for text in values["criterion"]]
    return draft_of(given, texts={"description": description}, criteria=criteria)


def _edited(workspace: Workspace, options: Options, ticket_id: str, text: str) -> Created:
    """Creates a ticket from a text after the user edited it; the editor runs without the lock."""
    from jticket.cli.editor import kept_until_saved, revised

    written, kept = revised(ticket_id, text)
    with kept_until_saved(kept), changing(workspace, options) as session:
        return create_written(session, ticket_id, written, str(kept))
