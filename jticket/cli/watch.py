"""`--watch`: a command's output, redrawn whenever a ticket or the config changes."""

from __future__ import annotations

import io
import os
import shutil
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, cast

import click

from jticket.cli.options import exclusive
from jticket.cli.output import on_terminal
from jticket.errors import JticketError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from jticket.cli.app import App
    from jticket.cli.options import Command

_SECONDS = 0.25
_IDLE_FACTOR = 30  # a look at the folder takes at most a thirtieth of the time
_FOOTER = "redrawn at every change; q quits"
_QUIT = (b"q", b"Q", b"\x04", b"")


def watchable(*excluded: str) -> Callable[[Command], Command]:
    """Returns a decorator that adds `--watch`, which the options named exclude.

    Write it below the decorators of those options, and above that which passes the app.
    """

    def add(command: Command) -> Command:
        @wraps(command)
        def watched(*, watch: bool, **options: Any) -> Any:
            if not watch:
                return command(**options)
            return _watch(click.get_current_context(), partial(command, **options))

        option = click.option("--watch", is_flag=True, help="Redraw at every change, until q.")
        return cast("Command", option(exclusive("--watch", *excluded)(watched)))

    return add


def _watch(ctx: click.Context, command: Callable[[], object]) -> None:
    """Draws what a command prints, and redraws it until the user quits.

    Raises:
        UsageError: this is not a terminal that can be drawn on.
        JticketError: the command fails at once; later errors are shown instead.
    """
    _require_terminal()
    from jticket.cli.pager import turn_off
    from jticket.cli.screen import key_pressed, screen, show
    from jticket.store.folder_state import folder_state

    turn_off(ctx)
    app: App = ctx.obj
    folder = app.workspace().location.folder
    state, size = folder_state(folder), shutil.get_terminal_size()
    text = _output(ctx, command)
    pause = _SECONDS
    with screen():
        show(text, _FOOTER, color=app.colored)
        while (key := key_pressed(pause)) not in _QUIT:
            began = time.perf_counter()
            state_now, size_now = folder_state(folder), shutil.get_terminal_size()
            pause = max(_SECONDS, _IDLE_FACTOR * (time.perf_counter() - began))
            if key is None and (state_now, size_now) == (state, size):
                continue
            state, size = state_now, size_now
            show(_output_or_error(ctx, command), _FOOTER, color=app.colored)


def _require_terminal() -> None:
    hint = "leave out --watch, and run the command again after a change"
    if not (on_terminal() and sys.stdin is not None and sys.stdin.isatty()):
        raise UsageError("--watch needs a terminal", hint)
    if os.name != "posix" or os.environ.get("TERM", "dumb") == "dumb":
        raise UsageError("--watch can't draw on this terminal", hint)


def _output_or_error(ctx: click.Context, command: Callable[[], object]) -> str:
    from jticket.cli.errors import hint_of, message_of
    from jticket.text.printable import safe

    try:
        return _output(ctx, command)
    except JticketError as error:
        hint = hint_of(error)
        return safe(f"error: {message_of(error)}" + (f"\nhint: {hint}" if hint else ""))
    except OSError as error:
        return safe(f"error: {error.filename or 'input or output'}: {error.strerror or error}")


def _output(ctx: click.Context, command: Callable[[], object]) -> str:
    """Returns what a command prints, its notices first, with all files looked at again."""
    ctx.obj = ctx.obj.again()
    results, notices = _Captured(), _Captured()
    with redirect_stdout(results), redirect_stderr(notices):
        command()
    return notices.text + results.text


class _Captured(io.TextIOWrapper):
    """Captures output meant for the terminal, and claims to be a terminal."""

    def __init__(self) -> None:
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        self._bytes = io.BytesIO()
        super().__init__(self._bytes, encoding=encoding, errors="backslashreplace", newline="")

    def isatty(self) -> bool:
        """Returns True: the output is for a terminal."""
        return True

    @property
    def text(self) -> str:
        """What was printed."""
        self.flush()
        return self._bytes.getvalue().decode(self.encoding)
