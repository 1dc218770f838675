"""`--watch` on a real terminal: drawn again at changes, and the terminal left as it was."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from commandline import command, environment, jticket

from jticket.cli.screen import fitting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gitrepo import GitRepo

CLEAR, ENTER, LEAVE = "\x1b[H\x1b[2J", "\x1b[?1049h", "\x1b[?1049l"
PATIENCE = 60.0


def _heed_hangups() -> None:
    """Undoes what `nohup` leaves to its children: signals that were ignored stay ignored."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Watched:
    """A command that runs on a terminal of its own."""

    def __init__(self, repo: GitRepo, *args: str, rows: int = 24, **env: str) -> None:
        self._master, self._slave = pty.openpty()
        self.resize(rows, 80)
        self.before = termios.tcgetattr(self._slave)
        variables = {**environment(), "TERM": "xterm", **env}
        for name in ("COLUMNS", "LINES"):
            variables.pop(name, None)
        self.process = subprocess.Popen(
            command(*args),
            cwd=repo.path,
            env=variables,
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            preexec_fn=_heed_hangups,
        )
        self.out = ""

    def resize(self, rows: int, columns: int) -> None:
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def press(self, key: str) -> None:
        os.write(self._master, key.encode())

    @property
    def settings(self) -> list[object]:
        return [*termios.tcgetattr(self._slave)]

    @property
    def screen(self) -> list[str]:
        """The lines that were drawn last."""
        frame = self.out.rpartition(CLEAR)[2].partition("\x1b[?25h")[0]
        return [line.rstrip() for line in frame.splitlines()]

    def read_until(self, holds: Callable[[], bool]) -> None:
        """Reads what is drawn until a condition holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, self.out
            ready, _, _ = select.select([self._master], [], [], 0.2)
            if ready:
                self.out += os.read(self._master, 65536).decode()

    def read_until_shown(self, text: str) -> None:
        """Reads until a text and the footer, which comes last, are drawn."""
        self.read_until(
            lambda: text in "\n".join(self.screen) and self.screen[-1].endswith("q quits")
        )

    def ended(self) -> int:
        """Returns the exit status, having read all the output."""
        self.read_until(lambda: self.process.poll() is not None)
        while select.select([self._master], [], [], 0)[0]:
            self.out += os.read(self._master, 65536).decode()
        return self.process.wait()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._slave)
        os.close(self._master)


@contextmanager
def watching(repo: GitRepo, *args: str, rows: int = 24, **env: str) -> Iterator[Watched]:
    watched = Watched(repo, *args, rows=rows, **env)
    try:
        yield watched
    finally:
        watched.close()


def write_ticket(repo: GitRepo, title: str, number: int = 1) -> None:
    front = f"id: JJM-{number:03}\ntitle: {title}\nstatus: ready\n"
    repo.write(f".tickets/JJM-{number:03}.md", f"---\n{front}---\n")


@pytest.mark.parametrize("args", ["list", "board", "next", "show 1"])
def test_a_change_is_drawn_and_q_quits(repo: GitRepo, args: str) -> None:
    write_ticket(repo, "First title")
    with watching(repo, *args.split(), "--watch") as watched:
        watched.read_until_shown("First title")
        assert watched.out.startswith(ENTER)
        assert watched.settings != watched.before
        write_ticket(repo, "Second title")
        watched.read_until_shown("Second title")
        assert "First title" not in "\n".join(watched.screen)
        watched.press("q")
        assert watched.ended() == 0
        assert watched.out.endswith(LEAVE)
        assert watched.settings == watched.before


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM), (signal.SIGHUP, -signal.SIGHUP)],
)
def test_a_signal_ends_it_and_the_terminal_is_restored(
    repo: GitRepo, number: signal.Signals, status: int
) -> None:
    with watching(repo, "list", "--watch") as watched:
        watched.read_until_shown("JJM-001")
        watched.process.send_signal(number)
        assert watched.ended() == status
        assert "\x1b[?25h" + LEAVE in watched.out
        assert watched.settings == watched.before


def test_lines_that_do_not_fit_are_counted_and_a_larger_window_shows_them(repo: GitRepo) -> None:
    for number in range(1, 10):
        write_ticket(repo, f"Title {number}", number)
    with watching(repo, "list", "--watch", rows=8) as watched:
        watched.read_until_shown(" more lines; ")
        assert len(watched.screen) == 8
        assert "Title 6" not in "\n".join(watched.screen)
        watched.resize(30, 80)
        watched.read_until_shown("Title 9")
        watched.press("q")
        assert watched.ended() == 0


def test_an_error_is_shown_until_it_is_over(repo: GitRepo) -> None:
    write_ticket(repo, "First title")
    with watching(repo, "show", "1", "--watch") as watched:
        watched.read_until_shown("First title")
        (repo.path / ".tickets/JJM-001.md").unlink()
        watched.read_until_shown("error: no ticket '1'")
        write_ticket(repo, "Third title")
        watched.read_until_shown("Third title")
        watched.press("q")
        assert watched.ended() == 0


def test_what_fails_at_once_fails_without_a_screen(repo: GitRepo) -> None:
    with watching(repo, "show", "99", "--watch") as watched:
        assert watched.ended() == 1
        assert watched.out.startswith("error: no ticket '99'")
    with watching(repo, "list", "--watch", TERM="dumb") as watched:
        assert watched.ended() == 2
        assert watched.out.startswith("error: --watch can't draw on this terminal")


@pytest.mark.parametrize("args", ["list", "board", "next", "show 1"])
def test_a_pipe_can_not_be_watched(repo: GitRepo, args: str) -> None:
    ran = jticket(repo.path, *args.split(), "--watch")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: --watch needs a terminal\nhint: leave out --watch")


@pytest.mark.parametrize(
    ("args", "option"),
    [
        ("list --json", "--json"),
        ("list --branches", "--branches"),
        ("board --format tsv", "--format"),
        ("next --at HEAD", "--at"),
        ("show 1 --raw", "--raw"),
        ("show 1 --history", "--history"),
    ],
)
def test_only_what_is_for_people_can_be_watched(repo: GitRepo, args: str, option: str) -> None:
    ran = jticket(repo.path, *args.split(), "--watch")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == f"error: --watch and {option} exclude each other"


def test_a_line_that_is_too_wide_takes_several_rows() -> None:
    wide = "\x1b[1m" + "x" * 25 + "\x1b[0m"
    assert fitting([wide, "a", "b", "c"], 10, 5) == ([wide, "a", "b"], 1)
    assert fitting([wide, "a"], 10, 4) == ([wide, "a"], 0)
    assert fitting(["日本語日本語", "a"], 10, 2) == (["日本語日本語"], 1)
