"""`jticket config`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.completers import complete_settings
from jticket.cli.options import checked_text, commit_options, json_option, writing_options
from jticket.cli.output import (
    notice,
    on_terminal,
    print_json,
    print_json_view,
    print_view,
    say,
)
from jticket.errors import NotFoundError, UsageError
from jticket.model.settings_data import one_line, settings_data, value_at
from jticket.ops.write.config import change_config, change_user_config, setting_path
from jticket.ops.write.transaction import changing
from jticket.render.settings import cells, columns_of, plain_lines
from jticket.render.terminal import table
from jticket.text.printable import safe_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from jticket.cli.app import App

_EXAMPLE = "Example: jticket config hours_per_day=7 milestones.MVP.due=2026-01-31"
_FILE = "config.yml"


@click.command("config", epilog=_EXAMPLE)
@click.argument("arguments", nargs=-1, metavar="[KEY[=VALUE]...]", shell_complete=complete_settings)
@click.option("--user", is_flag=True, help="Your own settings, for all projects.")
@commit_options()
@json_option
@click.pass_obj
def command(
    app: App, /, arguments: Sequence[str], *, user: bool, as_json: bool, **options: Any
) -> None:
    """Show settings, or set them in config.yml.

    Without KEY, shows all settings and where each comes from. KEY prints one value. KEY=VALUE sets
    it and changes nothing else in the file; KEY= removes it. Commas separate the items of a list.
    """
    words = [checked_text(argument, "the setting") for argument in arguments]
    if any("=" in word for word in words):
        _set(app, words, user=user, as_json=as_json, **options)
    elif words:
        _show(app, words, user=user, as_json=as_json)
    else:
        _show_all(app, user=user, as_json=as_json)


def _set(app: App, words: Sequence[str], *, user: bool, as_json: bool, **options: Any) -> None:
    pairs = []
    for word in words:
        key, equals, value = word.partition("=")
        if not equals:
            raise UsageError(f"{word} has no value", f"{word}=VALUE sets it")
        pairs.append((key.strip(), value))
    if user:
        outcome = change_user_config(app.user_config, pairs)
    else:
        with changing(app.workspace(), writing_options(**options)) as session:
            outcome = change_config(session, pairs)
    commit = f" [{outcome.committed.short}]" if outcome.committed else ""
    if as_json:
        data = settings_data(outcome.settings)
        print_json({key: value_at(data, setting_path(key, user=user)) for key, _ in pairs})
    else:
        say(*(f"config: {change}{commit}" for change in outcome.changes))
    if not outcome.changes:
        notice("note: nothing to change")


def _show(app: App, keys: Sequence[str], *, user: bool, as_json: bool) -> None:
    data = settings_data(app.user_settings if user else app.workspace().settings)
    values = {key: value_at(data, setting_path(key, user=user)) for key in keys}
    for key, value in values.items():
        if value is None and "." in key:
            raise NotFoundError(f"{key} is not set")
    if as_json:
        print_json_view(next(iter(values.values())) if len(values) == 1 else values)
        return
    for value in values.values():
        if isinstance(value, dict) and value and on_terminal():
            columns = columns_of(value)
            rows = [[name, *cells(row, columns)] for name, row in value.items()]
            print_view(table(["NAME", *map(str.upper, columns)], rows, columns=app.width))
        else:
            print_view(plain_lines(value))


def _show_all(app: App, *, user: bool, as_json: bool) -> None:
    own = settings_data(app.user_settings)
    settings = [(key, value, "user" if value else "default") for key, value in own.items()]
    if not user:
        reading = app.workspace().settings_reading
        settings = [
            *(
                (key, value, _FILE if key in reading.keys else "default")
                for key, value in settings_data(reading.settings).items()
            ),
            *(setting for setting in settings if setting[1]),
        ]
    if as_json:
        print_json_view(
            [{"key": key, "value": value, "source": source} for key, value, source in settings]
        )
        return
    rows = [[key, one_line(value) or "-", source] for key, value, source in settings]
    if on_terminal():
        print_view(table(["KEY", "VALUE", "SOURCE"], rows, columns=app.width, color=app.colored))
    else:
        print_view("\t".join(map(safe_line, row)) for row in rows)
