"""The pager: long views are read in it, as with git; what changes something never is."""

from __future__ import annotations

import shutil
import stat
import time
from typing import TYPE_CHECKING

import pytest
from commandline import Ran, done, jticket
from terminal import Shown, TerminalStream, shown, terminal

from jticket.cli.pager import pager_of

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo

USUAL = {"TERM": "xterm"}
READ = "the pager read this\n"


@pytest.fixture
def long_repo(repo: GitRepo) -> GitRepo:
    """Returns a repository whose list is longer than a screen."""
    for number in range(3, 43):
        front = f"id: JJM-{number:03}\ntitle: Title {number}\nstatus: ready\n"
        repo.write(f".tickets/JJM-{number:03}.md", f"---\n{front}---\n")
    repo.commit_all("many")
    return repo


@pytest.fixture
def pager(tmp_path: Path) -> Path:
    """Returns a pager that shows what it is given with marks, and keeps `LESS`."""
    return script(tmp_path / "pager", f'printf "[%s]\\n" "${{LESS-unset}}"; cat; printf "{READ}"')


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def without_pager(repo: GitRepo, *args: str) -> str:
    ran = shown(repo.path, *args)
    assert READ not in ran.plain
    return ran.plain


@pytest.mark.parametrize(
    ("variables", "pager"),
    [
        ({}, "less"),
        ({"PAGER": "more"}, "more"),
        ({"PAGER": "more", "JTICKET_PAGER": "less -S"}, "less -S"),
        ({"PAGER": "more", "JTICKET_PAGER": ""}, ""),
        ({"PAGER": "cat"}, ""),
        ({"PAGER": " "}, ""),
        ({"TERM": "dumb"}, ""),
        ({"TERM": "dumb", "PAGER": "more"}, "more"),
        ({"GIT_PAGER": "more"}, "less"),
    ],
)
def test_the_environment_names_the_pager(variables: dict[str, str], pager: str) -> None:
    assert pager_of({**USUAL, **variables}) == pager


@pytest.mark.parametrize("args", ["list", "guide format", "list --help", "--help"])
def test_long_views_are_read_in_the_pager(long_repo: GitRepo, pager: Path, args: str) -> None:
    plain = without_pager(long_repo, *args.split())
    ran = shown(long_repo.path, *args.split(), JTICKET_PAGER=str(pager))
    assert ran.plain == f"[FRX]\n{plain}{READ}"
    assert ran.status == 0


@pytest.mark.parametrize(
    "args",
    [
        *("list", "list --json", "list --format csv", "list --group-by status", "ready", "board"),
        *("search title", "search title --json", "plan", "plan --json", "log", "graph", "tree"),
        *("stats", "diff HEAD~1", "overview", "config", "show 1", "show 1 --json", "show 1 --raw"),
        *("next", "check", "check --json", "guide", "guide format", "log --help", "dep add --help"),
    ],
)
def test_every_view_is_offered_to_the_pager(
    long_repo: GitRepo, monkeypatch: pytest.MonkeyPatch, args: str
) -> None:
    long_repo.write(".tickets/JJM-043.md", "---\nid: JJM-043\n---\n")
    pages = pages_of(monkeypatch)
    ran = on_terminal(long_repo, monkeypatch, *args.split())
    assert ran.out == ""
    assert len(pages) == 1
    assert pages[0].endswith("\n")


@pytest.mark.parametrize(
    "args", ["set 1 priority=high --json", "create New", "claim 1", "check --fix", "config tags="]
)
def test_no_change_is_offered_to_the_pager(
    long_repo: GitRepo, monkeypatch: pytest.MonkeyPatch, args: str
) -> None:
    long_repo.write(".tickets/JJM-043.md", "---\nid: JJM-043\ntitle: T\nstatus: Ready\n---\n")
    pages = pages_of(monkeypatch)
    on_terminal(long_repo, monkeypatch, *args.split())
    assert pages == []


def pages_of(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Returns the texts that a pager shows, which takes every one."""
    pages: list[str] = []

    def shown_in_pager(text: str) -> bool:
        pages.append(text)
        return True

    monkeypatch.setattr("jticket.cli.pager.shown_in_pager", shown_in_pager)
    return pages


def on_terminal(repo: GitRepo, monkeypatch: pytest.MonkeyPatch, *args: str) -> Ran:
    monkeypatch.setattr("commandline._stream", TerminalStream)
    return jticket(repo.path, *args)


def test_the_own_variable_counts_before_the_common_one(long_repo: GitRepo, pager: Path) -> None:
    folder, script = long_repo.path, str(pager)
    assert READ in shown(folder, "list", JTICKET_PAGER=script, PAGER="cat").plain
    assert READ in shown(folder, "list", JTICKET_PAGER=None, PAGER=script).plain
    assert READ not in shown(folder, "list", JTICKET_PAGER="", PAGER=script).plain
    command = f"{pager} | sed s/Title/Heading/"
    ran = shown(long_repo.path, "list", JTICKET_PAGER=command)
    assert "Heading 42" in ran.plain


def test_the_variable_of_less_is_left_as_it_is(long_repo: GitRepo, pager: Path) -> None:
    for own in ("-S", ""):
        ran = shown(long_repo.path, "list", JTICKET_PAGER=str(pager), LESS=own)
        assert ran.plain.startswith(f"[{own}]\nID")


@pytest.mark.parametrize(
    "args",
    [
        "list --limit 3",
        "--no-pager list",
        "--no-pager --help",
        "set 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 priority=high",
        "check --fix",
    ],
)
def test_what_is_short_or_changes_something_is_printed(
    long_repo: GitRepo, pager: Path, args: str
) -> None:
    for number in range(3, 43) if "check" in args else ():
        long_repo.write(f".tickets/JJM-{number:03}.md", f"---\nid: JJM-{number:03}\ntitle:\n---\n")
    ran = shown(long_repo.path, *args.split(), JTICKET_PAGER=str(pager))
    assert ran.plain
    assert READ not in ran.plain


def test_in_a_pipe_there_is_no_pager(long_repo: GitRepo, pager: Path) -> None:
    ran = done(long_repo.path, "list", JTICKET_PAGER=str(pager))
    assert len(ran.lines) == 42
    assert READ not in ran.out


def test_lines_that_wrap_count_as_several(repo: GitRepo, pager: Path) -> None:
    repo.write(".tickets/JJM-001.md", f"---\nid: JJM-001\ntitle: T\n---\n\n{'word ' * 200}\n")
    for columns, is_long in ((40, True), (200, False)):
        ran = shown(repo.path, "show", "1", "--raw", columns=columns, JTICKET_PAGER=str(pager))
        assert (READ in ran.plain) is is_long


@pytest.mark.parametrize("command", ["no-such-pager", 'no-such-pager "$HOME"', "/etc/passwd"])
def test_a_pager_that_can_not_be_started_fails_nothing(long_repo: GitRepo, command: str) -> None:
    ran = shown(long_repo.path, "list", JTICKET_PAGER=command)
    assert ran.status == 0
    assert ran.plain.endswith(without_pager(long_repo, "list"))


def test_a_pager_that_quits_early_fails_nothing(long_repo: GitRepo, tmp_path: Path) -> None:
    front = "---\nid: JJM-001\ntitle: T\n---\n"
    long_repo.write(".tickets/JJM-001.md", front + "long\n" * 100_000)
    for text in ("exit 0", "exit 3", "head -n 1"):
        quitting = script(tmp_path / "quits", text)
        ran = shown(long_repo.path, "show", "1", "--raw", JTICKET_PAGER=str(quitting))
        assert (ran.status, ran.plain) == (0, "---\n" if "head" in text else "")


def test_errors_and_exit_codes_are_kept(long_repo: GitRepo, pager: Path) -> None:
    for number in range(3, 43):
        long_repo.write(f".tickets/JJM-{number:03}.md", f"---\nid: JJM-{number:03}\n---\n")
    ran = shown(long_repo.path, "check", JTICKET_PAGER=str(pager))
    assert ran.status == 1
    assert READ in ran.plain
    assert "checked" in ran.plain.split(READ)[1]
    ran = shown(long_repo.path, "show", "99", JTICKET_PAGER=str(pager))
    assert ran.status == 1
    assert READ not in ran.plain


def test_a_repository_can_not_name_a_pager(long_repo: GitRepo, pager: Path) -> None:
    long_repo.write(".tickets/config.yml", f"pager: {pager}\n")
    long_repo.git("config", "core.pager", str(pager))
    ran = shown(long_repo.path, "list", JTICKET_PAGER=None, TERM="dumb")
    assert READ not in ran.plain
    assert "Title 42" in ran.plain


class TestRealLess:
    """With the pager that most people have."""

    pytestmark = pytest.mark.skipif(shutil.which("less") is None, reason="less is missing")

    def read(self, repo: GitRepo, *args: str, keys: str = "q", less: str | None = None) -> Shown:
        with terminal(repo.path, *args, JTICKET_PAGER=None, LESS=less) as opened:
            opened.read_until("\n:")
            opened.press(keys)
            return opened.ended()

    def test_a_long_list_waits_for_a_key(self, long_repo: GitRepo) -> None:
        ran = self.read(long_repo, "list")
        assert ran.status == 0
        assert "Title 3\n" in ran.plain
        assert "Title 42" not in ran.plain
        assert "\x1b[?1049h" not in ran.out  # it stays on the screen
        assert "Title 42" in self.read(long_repo, "list", keys=" q").plain

    def test_colours_are_shown_as_colours(self, long_repo: GitRepo) -> None:
        ran = self.read(long_repo, "--color", "always", "guide", "commands")
        assert "ESC[" not in ran.out
        assert "\x1b[1m" in ran.out

    def test_the_own_options_of_less_count(self, long_repo: GitRepo) -> None:
        ran = self.read(long_repo, "list", less="R")
        assert ran.status == 0
        assert "\x1b[?1049h" in ran.out  # without X it has a screen of its own

    def test_an_interrupt_is_left_to_it(self, long_repo: GitRepo) -> None:
        with terminal(long_repo.path, "list", JTICKET_PAGER=None) as opened:
            opened.read_until("\n:", 1)
            opened.press("\x03")
            for _ in range(100):  # less drops keys that come while it takes the interrupt
                time.sleep(0.2)
                if opened.process.poll() is not None:
                    break
                opened.press("q")
            ran = opened.ended()
        assert ran.status == 0
        assert "interrupted" not in ran.plain

    def test_what_fits_is_printed_at_once(self, repo: GitRepo) -> None:
        assert shown(repo.path, "list", JTICKET_PAGER=None).plain.startswith("ID")
