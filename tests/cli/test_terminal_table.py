"""Output on a real terminal: tables that fit its width, and colours unless they are turned off."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import termios
from typing import TYPE_CHECKING

import pytest
from commandline import command, done, environment

if TYPE_CHECKING:
    from gitrepo import GitRepo


def on_terminal(repo: GitRepo, columns: int, *args: str, **env: str) -> tuple[str, str]:
    """Returns what a command prints to a terminal, and what it prints on stderr."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    variables = {**environment(), "TERM": "xterm", **env}
    del variables["COLUMNS"]
    if "NO_COLOR" not in env:
        del variables["NO_COLOR"]
    with subprocess.Popen(
        command(*args), cwd=repo.path, env=variables, stdout=slave, stderr=subprocess.PIPE
    ) as running:
        os.close(slave)
        chunks = []
        while True:
            try:
                chunk = os.read(master, 4096)
            except OSError:  # how Linux says that the other side is closed
                break
            if not chunk:
                break
            chunks.append(chunk)
        assert running.stderr is not None
        said = running.stderr.read().decode()
    os.close(master)
    assert running.returncode == 0
    return b"".join(chunks).decode().replace("\r\n", "\n"), said


def test_colours_are_used_only_on_terminals_that_allow_them(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "status=in_progress", "--no-commit")
    colored, _ = on_terminal(repo, 80, "list")
    assert "\x1b[1;35min_progress\x1b[0m" in colored
    for plain in (
        on_terminal(repo, 80, "list", NO_COLOR="1"),
        on_terminal(repo, 80, "list", TERM="dumb"),
        on_terminal(repo, 80, "--color", "never", "list"),
    ):
        assert "\x1b" not in plain[0]
    assert "\x1b[1;35m" in on_terminal(repo, 80, "--color", "always", "list", NO_COLOR="1")[0]


def test_an_empty_list_says_so_on_a_terminal(repo: GitRepo) -> None:
    out, said = on_terminal(repo, 80, "list", "--tag", "none-such")
    assert (out, said) == ("", "no ticket found; --all shows the closed ones too\n")
    _, said = on_terminal(repo, 80, "list", "--tag", "none-such", "--all")
    assert said == "no ticket found\n"


@pytest.mark.parametrize("form", ["tsv", "ids", "csv"])
def test_other_formats_are_the_same_on_a_terminal(repo: GitRepo, form: str) -> None:
    out, _ = on_terminal(repo, 80, "list", "--format", form)
    assert out == done(repo.path, "list", "--format", form).out


def test_a_board_uses_the_width_of_the_terminal(repo: GitRepo) -> None:
    narrow, _ = on_terminal(repo, 80, "board", NO_COLOR="1")
    assert narrow.splitlines()[:2] == ["backlog (2)", "  JJM-001  normal  First"]
    wide, _ = on_terminal(repo, 200, "board", NO_COLOR="1")
    assert wide.splitlines()[0].split("  ")[0] == "backlog (2)"
    assert wide.splitlines()[0].endswith("review (0)")


def test_figures_are_drawn_with_bars_on_a_terminal(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "status=done", "--force", "--no-commit")
    out, _ = on_terminal(repo, 80, "stats", "--by", "status")
    assert "\x1b[32m██████░░░░░░░  50%\x1b[0m" in out
    plain, _ = on_terminal(repo, 80, "stats", "--by", "status", NO_COLOR="1")
    assert "\x1b" not in plain
