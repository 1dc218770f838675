"""A command on a terminal of its own, which is its controlling one: `from terminal import …`."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unittest.mock import patch

from commandline import command, done, environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 60.0
"""How many seconds a command may take."""

_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[=>])")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a command did: its exit status, and all that it wrote, stdout and stderr together."""

    status: int
    out: str

    @property
    def plain(self) -> str:
        """The text without what moves the cursor or sets colours."""
        return unstyled(self.out)


def unstyled(text: str) -> str:
    """Returns a text without what moves the cursor or sets colours."""
    return _SEQUENCE.sub("", text).replace("\r", "")


class Terminal:
    """A command that runs on a terminal."""

    def __init__(
        self, folder: Path, *args: str, rows: int, columns: int, **env: str | None
    ) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        given = {**environment(), "TERM": "xterm", "COLUMNS": None, **env}
        variables = {name: value for name, value in given.items() if value is not None}
        self.process = subprocess.Popen(
            command(*args),
            cwd=folder,
            env=variables,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=take_the_terminal,
        )
        os.close(slave)
        self.out = ""
        self._ended = False

    def press(self, keys: str) -> None:
        """Types keys."""
        os.write(self._master, keys.encode())

    def read_until(self, text: str, times: int = 1) -> None:
        """Reads until a text was shown, so many times."""
        end = time.monotonic() + PATIENCE
        while unstyled(self.out).count(text) < times:
            assert time.monotonic() < end, self.out
            assert not self._ended, self.out
            self._read()

    def ended(self) -> Shown:
        """Waits for the command, and returns what it did."""
        end = time.monotonic() + PATIENCE
        while not self._ended:
            assert time.monotonic() < end, self.out
            self._read()
        return Shown(self.process.wait(timeout=PATIENCE), self.out)

    def _read(self) -> None:
        if not select.select([self._master], [], [], 0.2)[0]:
            return
        try:
            chunk = os.read(self._master, 65536)
        except OSError:  # how Linux says that the other side is closed
            chunk = b""
        self._ended = not chunk
        self.out += chunk.decode(errors="replace")

    def close(self) -> None:
        """Ends the command, with all that it started."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self._master)


def take_the_terminal() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # under `nohup` it would be ignored
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@contextmanager
def terminal(
    folder: Path, *args: str, rows: int = 24, columns: int = 80, **env: str | None
) -> Iterator[Terminal]:
    """Runs a command on a terminal, where keys can be typed; None removes a variable."""
    opened = Terminal(folder, *args, rows=rows, columns=columns, **env)
    try:
        yield opened
    finally:
        opened.close()


class TerminalStream(io.TextIOWrapper):
    """Captured output that claims to go to a terminal."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="")

    def isatty(self) -> bool:
        """Returns True: there would be a terminal."""
        return True


def drawn(folder: Path, *args: str, columns: int = 80, **env: str) -> list[str]:
    """Returns the lines that a command of this process would print to a terminal, without pager."""
    variables = {"COLUMNS": str(columns), "JTICKET_PAGER": "", **env}
    with patch("commandline._stream", TerminalStream):
        return done(folder, *args, **variables).lines


def shown(folder: Path, *args: str, rows: int = 24, columns: int = 80, **env: str | None) -> Shown:
    """Runs a command on a terminal to its end; there is no pager unless `env` names one."""
    with terminal(folder, *args, rows=rows, columns=columns, **env) as opened:
        return opened.ended()
