"""A terminal's alternate screen; the terminal is restored however the program ends."""

from __future__ import annotations

import os
import select
import shutil
import signal
import sys
import termios
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

from jticket.render.terminal import styled
from jticket.text.printable import width

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType
    from typing import Any

_ENTER = "\x1b[?1049h\x1b[?25l"
_LEAVE = "\x1b[?25h\x1b[?1049l"
_CLEAR = "\x1b[H\x1b[2J"
_LOCAL_FLAGS, _CHARACTERS = 3, 6  # places in what tcgetattr returns
_ENDING = (signal.SIGTERM, signal.SIGHUP)


class EndedBySignal(BaseException):
    """Raised when a signal asks the program to end while a screen is open."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def screen() -> Iterator[None]:
    """Opens the alternate screen without a cursor, where keys are read at once and not shown.

    The terminal is restored at the end, before a signal ends the program.
    """
    keyboard = sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)
    heeded = [number for number in _ENDING if signal.getsignal(number) is signal.SIG_DFL]
    for number in heeded:
        signal.signal(number, _end)
    ended = 0
    try:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, _single_keys(before))
        _write(_ENTER)
        yield
    except EndedBySignal as error:
        ended = error.number
    finally:
        with suppress(OSError):  # the terminal may be gone
            _write(_LEAVE)
        with suppress(termios.error):
            termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
        for number in heeded:
            signal.signal(number, signal.SIG_DFL)
    if ended:
        signal.raise_signal(ended)


def show(text: str, footer: str, *, color: bool) -> None:
    """Shows a text from the top, as far as it fits, and a footer, which counts the lines left out.

    The text must be escaped for a terminal already.
    """
    columns, rows = shutil.get_terminal_size()
    lines, left_out = fitting(text.splitlines(), columns, rows - 2)
    more = f"… {left_out} more line{'s'[: left_out > 1]}; " if left_out else ""
    bottom = styled(f"{more}{footer}"[:columns], "dim", color=color)
    _write(_CLEAR + "\n".join([*lines, "", bottom]))


def fitting(lines: list[str], columns: int, rows: int) -> tuple[list[str], int]:
    """Returns the first lines that fit into a number of rows, and how many lines are left out.

    A line that is wider than the terminal takes several rows.
    """
    used = 0
    for count, line in enumerate(lines):
        used += max(1, -(-width(click.unstyle(line)) // columns))
        if used > rows:
            return lines[:count], len(lines) - count
    return lines, 0


def key_pressed(seconds: float) -> bytes | None:
    """Returns the keys typed within a time in seconds; None for none, b"" if the terminal ends."""
    keyboard = sys.stdin.fileno()
    ready, _, _ = select.select([keyboard], [], [], seconds)
    if not ready:
        return None
    try:
        return os.read(keyboard, 64)
    except OSError:  # how Linux says that the terminal is gone
        return b""


def _single_keys(settings: list[Any]) -> list[Any]:
    """Returns a terminal's settings without echo, lines, and the key that suspends.

    A suspended program would leave its screen to the shell.
    """
    changed, keys = [*settings], [*settings[_CHARACTERS]]
    keys[termios.VSUSP], keys[termios.VMIN], keys[termios.VTIME] = b"\0", 1, 0
    changed[_LOCAL_FLAGS] &= ~(termios.ECHO | termios.ICANON)
    changed[_CHARACTERS] = keys
    return changed


def _end(number: int, _: FrameType | None) -> None:
    raise EndedBySignal(number)


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
