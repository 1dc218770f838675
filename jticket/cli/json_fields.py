"""`--json` of commands that print tickets, and `--fields`, which narrows it and implies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.errors import UsageError
from jticket.model.computed import COMPUTED
from jticket.model.schema import FIELDS, SECTIONS
from jticket.model.suggestions import one_of
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.shell_completion import CompletionItem

    from jticket.cli.options import Command
    from jticket.render.payload import Json

_CHOSEN = "jticket.json_fields"
_BODY = frozenset({*(section.key for section in SECTIONS), "sections"})


_TICKET = (
    *(field.key for field in FIELDS),
    "fields",
    *(computed.key for computed in COMPUTED.values() if not computed.on_request),
    *(section.key for section in SECTIONS),
    "sections",
)


def json_options(*more: str, keys: tuple[str, ...] = _TICKET) -> Callable[[Command], Command]:
    """Returns a decorator that adds `--json` and `--fields`.

    `more` are keys that this command prints beside `keys`, which are those of every ticket.
    """
    known = (*keys, *more)

    def choose(ctx: click.Context, _param: click.Parameter, text: str | None) -> None:
        if text is None:
            return
        names = tuple(name.strip() for name in text.split(","))
        for name in names:
            if name not in known:
                raise UsageError(f"no JSON field {quoted(name)}", one_of(name, known))
        ctx.meta[_CHOSEN] = names

    def complete(
        _ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from jticket.cli.completers import explained, items_of

        begun, comma, last = incomplete.rpartition(",")
        names = explained(name for name in known if name.startswith(last))
        return items_of((f"{begun}{comma}{name}", text) for name, text in names)

    def add(command: Command) -> Command:
        command = click.option(
            "--fields",
            metavar="A,B,...",
            is_eager=True,
            expose_value=False,
            callback=choose,
            shell_complete=complete,
            help="Print only these keys, as JSON.",
        )(command)
        return click.option(
            "--json", "as_json", is_flag=True, callback=_or_fields, help="Print JSON."
        )(command)

    return add


changed_json_options = json_options("commit")
"""Adds them to a command that prints tickets as they are after a change."""


def _or_fields(ctx: click.Context, _param: click.Parameter, given: bool) -> bool:
    return given or _CHOSEN in ctx.meta


def chosen_fields() -> tuple[str, ...]:
    """Returns the keys that `--fields` of the running command names; none without it."""
    ctx = click.get_current_context(silent=True)
    return ctx.meta.get(_CHOSEN, ()) if ctx else ()


def asks_for_body() -> bool:
    """Returns whether `--fields` names a part of the body."""
    return not _BODY.isdisjoint(chosen_fields())


def narrowed(value: Json) -> Json:
    """Returns tickets, alone, in a list or in groups, with the keys of `--fields` alone."""
    fields = chosen_fields()
    if not fields:
        return value
    if isinstance(value, list):
        return [narrowed(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "id" not in value and "tickets" in value:
        return {**value, "tickets": narrowed(value["tickets"])}
    return {key: value.get(key) for key in fields}
