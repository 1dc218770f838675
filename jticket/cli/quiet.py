"""The option `--quiet`, which silences all but errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

Command = TypeVar("Command", bound="Callable[..., Any]")

_KEY: Final = "jticket.quiet"


def _remember(ctx: click.Context, _: click.Parameter, value: Any) -> None:
    ctx.meta[_KEY] = bool(value)


def quiet_option(command: Command) -> Command:
    """Adds `--quiet` to a command."""
    return click.option(
        "-q",
        "--quiet",
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_remember,
        help="Print nothing but errors.",
    )(command)


def is_quiet() -> bool:
    """Returns whether the command that runs was asked to be quiet."""
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.meta.get(_KEY))
