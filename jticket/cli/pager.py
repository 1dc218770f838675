"""The pager: what is longer than the screen is read there, as git does it.

Only the environment names it. No file of a repository or of the user can name a program to run.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VARIABLES = ("JTICKET_PAGER", "PAGER")
"""What names the pager; the first that is set counts."""

_DEFAULT = "less"
_NONE = ("", "cat")
_LESS = {"LESS": "FRX", "LV": "-c"}
"""What git sets: colours, and the text stays on the screen at the end."""

_SHELL_SYNTAX = re.compile(r"[|&;<>()$`\\\"'*?\[#~=%{\n]")
_NOT_STARTED = (126, 127)  # a shell's exit codes for a program that is missing or can't be run
_OFF = "jticket.cli.pager.off"


def turn_off(ctx: click.Context) -> None:
    """Turns the pager off for this run of the program."""
    ctx.meta[_OFF] = True


def pager_of(variables: Mapping[str, str]) -> str:
    """Returns the command that the environment names, "" for none.

    On a terminal that can't move its cursor, less would stop and warn: it is not the default there.
    """
    named = [variables[name] for name in VARIABLES if name in variables]
    can_move = variables.get("TERM", "dumb") != "dumb"
    command = named[0].strip() if named else _DEFAULT if can_move else ""
    return "" if command in _NONE else command


def shown_in_pager(text: str) -> bool:
    """Shows a text in the pager, until the user quits it, if the text is longer than the screen.

    Returns False where it must be printed: it fits, there is no pager, or it could not be started.
    """
    from jticket.cli.screen import fitting

    ctx = click.get_current_context(silent=True)
    if ctx is not None and ctx.meta.get(_OFF):
        return False
    columns, rows = shutil.get_terminal_size()
    if not fitting(text.splitlines(), columns, rows - 1)[1]:
        return False
    command = pager_of(os.environ)
    return bool(command) and not _is_missing(command) and _ran(command, text)


def _is_missing(command: str) -> bool:
    """Returns whether the program can't be found; a shell decides where a command is complex."""
    if _SHELL_SYNTAX.search(command):
        return False
    return shutil.which(command.split()[0]) is None


def _ran(command: str, text: str) -> bool:
    """Runs a command that gets the text as its input; returns whether it could be started."""
    encoding = sys.stdout.encoding or "utf-8"
    charset = {"LESSCHARSET": "utf-8"} if encoding.lower().startswith("utf") else {}
    sys.stdout.flush()
    sys.stderr.flush()
    with _interrupts_ignored():
        try:
            running = subprocess.Popen(  # noqa: S603 - the user's own command, as for git
                ["/bin/sh", "-c", command],
                stdin=subprocess.PIPE,
                env={**_LESS, **charset, **os.environ},
            )
        except OSError:
            return False
        running.communicate(text.encode(encoding, "backslashreplace"))  # quitting early is fine
    return running.returncode not in _NOT_STARTED


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Leaves Ctrl-C to the pager, which gets it too."""
    try:
        # Unlike SIG_IGN, a function is not passed on to the program that is started.
        before = signal.signal(signal.SIGINT, lambda *_: None)
    except ValueError:  # not in the main thread, which gets no signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
