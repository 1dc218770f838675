"""The options of every command, which stand before or after its name."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.cli.app import App

_FOLDER, _COLOR = "jticket.folder", "jticket.color"


def folder_named(ctx: click.Context) -> str | None:
    """Returns the tickets folder that the command line or the environment names."""
    named: str | None = ctx.meta.get(_FOLDER)
    return named or os.environ.get("JTICKET_DIR") or None


def color_asked(ctx: click.Context) -> str | None:
    """Returns when the command line asks for colours."""
    asked: str | None = ctx.meta.get(_COLOR)
    return asked


def _option(*names: str, **settings: object) -> click.Option:
    return click.Option(names, expose_value=False, **settings)  # type: ignore[arg-type]


def _enter(ctx: click.Context, _: click.Parameter, paths: Sequence[str]) -> None:
    """Changes to the folders, one after the other.

    Raises:
        NotFoundError: a folder can't be entered.
    """
    for path in paths:
        try:
            os.chdir(path)
        except (OSError, ValueError) as error:
            if ctx.resilient_parsing:
                return
            from jticket.errors import NotFoundError

            reason = getattr(error, "strerror", None) or str(error)
            raise NotFoundError(f"-C {path}: {reason}") from None


def _keep_folder(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value:
        ctx.meta[_FOLDER] = value
        _renew_app(ctx)


def _keep_color(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value:
        ctx.meta[_COLOR] = value
        _renew_app(ctx)


def _turn_pager_off(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        from jticket.cli.pager import turn_off

        turn_off(ctx)


def _renew_app(ctx: click.Context) -> None:
    """Gives the values to the app, which exists already where they stand after the command."""
    app: App | None = ctx.obj
    if app is not None:
        ctx.obj = replace(app, folder=folder_named(ctx), color=color_asked(ctx))


GENERAL = (
    _option(
        *("-C", "directory"),
        multiple=True,
        metavar="PATH",
        is_eager=True,
        callback=_enter,
        help="Run as if started in PATH; repeatable.",
    ),
    _option(
        *("--dir", "folder"),
        metavar="DIR",
        callback=_keep_folder,
        help="The tickets folder, or the one that holds .tickets (or JTICKET_DIR).",
    ),
    _option(
        *("--color", "color"),
        type=click.Choice(["auto", "always", "never"]),
        callback=_keep_color,
        help="Colours: auto unless your settings differ; NO_COLOR also turns them off.",
    ),
    _option(
        *("--no-pager", "no_pager"),
        is_flag=True,
        is_eager=True,
        callback=_turn_pager_off,
        help="Print long output at once.",
    ),
)
"""The options, which no command is passed: they change what its app is."""
