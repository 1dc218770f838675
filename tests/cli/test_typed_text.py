"""What the user typed in an editor outlives every error and interrupt after it."""

from __future__ import annotations

import os
import pty
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from commandline import Ran, command, environment
from interrupts import heed_interrupts, until

from jticket.store.lock import held

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo

TYPED = 'echo "My words." >> "$1"'
COMMANDS = [("devlog", "1"), ("edit", "1"), ("create", "One", "--edit")]


class Terminal:
    """A command at a terminal, with a shell script for an editor, that may be interrupted."""

    def __init__(self, repo: GitRepo, editor: str, *args: str) -> None:
        self.scratch = repo.path.parent / "scratch"
        self.scratch.mkdir()
        controlling, stdin = pty.openpty()
        self._ends = (controlling, stdin)
        self.process = subprocess.Popen(
            command(*args),
            cwd=repo.path,
            env=environment(
                EDITOR=str(repo.script(".git/editor", editor)), TMPDIR=str(self.scratch)
            ),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=heed_interrupts,
        )

    def interrupt(self) -> None:
        """Sends what Ctrl-C sends: to the command and everything it started."""
        subprocess.run(["kill", "-INT", "--", f"-{self.process.pid}"], check=True)

    def interrupt_until_it_ends(self) -> None:
        """Interrupts again if the first time was while the editor was still there."""
        while self.process.poll() is None:
            self.interrupt()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=5)

    def result(self) -> Ran:
        """Returns what came of the command."""
        out, err = self.process.communicate(timeout=120)
        for end in self._ends:
            os.close(end)
        return Ran(self.process.returncode, out, err)

    def kept(self) -> Path:
        """Returns the only file that was left."""
        (path,) = self.scratch.rglob("*.md")
        return path


def test_a_devlog_entry_is_kept_when_there_is_no_such_ticket(repo: GitRepo) -> None:
    terminal = Terminal(repo, TYPED, "devlog", "99")
    ran = terminal.result()
    assert ran.status == 1
    assert "no ticket '99'" in ran.err
    assert f"your text is in {terminal.kept()}" in ran.err
    assert terminal.kept().read_text() == "My words.\n"


def test_a_devlog_entry_leaves_no_file_when_it_is_committed(repo: GitRepo) -> None:
    terminal = Terminal(repo, TYPED, "devlog", "1")
    assert terminal.result().status == 0
    assert "My words." in repo.git("show", "HEAD:.tickets/JJM-001.md")
    assert list(terminal.scratch.iterdir()) == []


@pytest.mark.parametrize("arguments", COMMANDS)
def test_an_interrupt_while_waiting_for_the_lock_says_where_the_text_is(
    repo: GitRepo, arguments: tuple[str, ...]
) -> None:
    saved, release = repo.path.parent / "saved", repo.path.parent / "release"
    waits = f'touch "{saved}"; while [ ! -e "{release}" ]; do sleep 0.02; done'
    terminal = Terminal(repo, f"{TYPED}; {waits}; touch {saved}.too", *arguments)
    until(saved)
    with held(repo.path / ".git/jticket.lock"):
        release.touch()
        until(saved.with_suffix(".too"))
        terminal.interrupt_until_it_ends()
        ran = terminal.result()
    assert ran.status == 130
    assert f"your text is in {terminal.kept()}" in ran.err
    assert "My words." in terminal.kept().read_text()
    assert repo.status() == ""


@pytest.mark.parametrize("arguments", COMMANDS)
def test_an_editor_may_use_ctrl_c_itself(repo: GitRepo, arguments: tuple[str, ...]) -> None:
    mark = repo.path.parent / "interrupted"
    waits = f"while [ ! -e {mark} ]; do sleep 0.05; done; sleep 0.6"
    editor = f'trap "touch {mark}" INT; touch {mark}.ready; {waits}; {TYPED}'
    terminal = Terminal(repo, editor, *arguments)
    until(mark.with_suffix(".ready"))
    terminal.interrupt()
    ran = terminal.result()
    assert (ran.status, ran.err) == (0, "")
    assert "My words." in repo.git("show", "HEAD", "--", ".tickets")


@pytest.mark.parametrize("arguments", COMMANDS)
def test_an_editor_that_ctrl_c_ends_leaves_what_it_saved(
    repo: GitRepo, arguments: tuple[str, ...]
) -> None:
    mark = repo.path.parent / "saved"
    terminal = Terminal(repo, f"{TYPED}; touch {mark}; exec sleep 60", *arguments)
    until(mark)
    terminal.interrupt()
    ran = terminal.result()
    assert ran.status == 130
    assert f"your text is in {terminal.kept()}" in ran.err
    assert "My words." in terminal.kept().read_text()
    assert "Traceback" not in ran.err
