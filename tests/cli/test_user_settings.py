"""The user's own settings: read where they are needed, and never from a project."""

from __future__ import annotations

import os
import pty
import subprocess
from typing import TYPE_CHECKING

import pytest
from commandline import command, done, environment, jticket

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo

FOLDER = "XDG_CONFIG_HOME"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Returns the folder of the user's settings."""
    folder = tmp_path / "settings"
    (folder / "jticket").mkdir(parents=True)
    return folder


def write(home: Path, text: str) -> dict[str, str]:
    """Writes the user's settings, and returns the variable that leads to them."""
    (home / "jticket" / "config.yml").write_text(text)
    return {FOLDER: str(home)}


def on_terminal(repo: GitRepo, *args: str, **env: str) -> str:
    """Returns what a command prints to a terminal."""
    master, terminal = pty.openpty()
    ran = subprocess.Popen(
        command(*args),
        cwd=repo.path,
        stdout=terminal,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        env=environment(**env),
    )
    os.close(terminal)
    printed = b""
    try:
        while chunk := os.read(master, 4096):
            printed += chunk
    except OSError:  # the other end is closed
        pass
    os.close(master)
    assert ran.wait() == 0
    return printed.decode()


def assignee(repo: GitRepo) -> str:
    lines = repo.files()[".tickets/JJM-001.md"].decode().splitlines()
    return next(line.partition(":")[2].strip() for line in lines if line.startswith("assignee:"))


@pytest.mark.parametrize(
    ("args", "env", "name"),
    [
        ([], {}, "ben"),
        ([], {"JTICKET_USER": "cy"}, "cy"),
        (["--as", "dan"], {"JTICKET_USER": "cy"}, "dan"),
    ],
)
def test_me_is_the_person_at_work_before_git_and_after_the_variable(
    repo: GitRepo, home: Path, args: list[str], env: dict[str, str], name: str
) -> None:
    done(repo.path, "claim", "1", *args, **env, **write(home, "me: ben\n"))
    assert assignee(repo) == name


def test_the_settings_are_below_the_home_folder_where_nothing_else_is_named(
    repo: GitRepo, tmp_path: Path
) -> None:
    folder = tmp_path / ".config" / "jticket"
    folder.mkdir(parents=True)
    (folder / "config.yml").write_text("me: ben\n")
    done(repo.path, "claim", "1", HOME=str(tmp_path))
    assert assignee(repo) == "ben"


def test_a_project_can_not_bring_the_settings(repo: GitRepo) -> None:
    repo.write("config/jticket/config.yml", "me: mallory\n")
    repo.write("jticket/config.yml", "me: mallory\n")
    done(repo.path, "claim", "1", XDG_CONFIG_HOME="config")
    assert assignee(repo) == "Ana Author"
    done(repo.path, "release", "1", XDG_CONFIG_HOME="")
    repo.write(".tickets/config.yml", "prefix: JJM\nme: mallory\n")
    done(repo.path, "claim", "1")
    assert assignee(repo) == "Ana Author"


def test_a_mistake_is_a_notice_with_its_place_and_the_rest_counts(
    repo: GitRepo, home: Path
) -> None:
    env = write(home, "me: ben\nformat: tabel\ncolour: never\n")
    ran = done(repo.path, "claim", "1", **env)
    assert assignee(repo) == "ben"
    path = home / "jticket" / "config.yml"
    assert f"{path}:2:9: error JT402 unknown value 'tabel' (did you mean 'table'?)" in ran.err
    assert f"{path}:3:1: warning JT401 unknown key 'colour' (did you mean 'color'?)" in ran.err


@pytest.mark.parametrize("text", ["me: [", "me: \x00", "- me\n", "me: me\n"])
def test_a_file_that_can_not_be_read_is_a_notice_too(repo: GitRepo, home: Path, text: str) -> None:
    ran = done(repo.path, "claim", "1", **write(home, text))
    assert "config.yml:1:" in ran.err
    assert assignee(repo) == "Ana Author"


def test_a_folder_in_its_place_is_a_notice(repo: GitRepo, home: Path) -> None:
    (home / "jticket" / "config.yml").mkdir()
    ran = done(repo.path, "claim", "1", **{FOLDER: str(home)})
    assert "config.yml" in ran.err
    assert assignee(repo) == "Ana Author"


def test_what_needs_none_of_them_reads_none(repo: GitRepo, home: Path) -> None:
    assert not done(repo.path, "show", "1", "--json", **write(home, "me: [")).err


def test_the_own_view_is_shown_where_nothing_is_asked_and_own_views_have_names(
    repo: GitRepo, home: Path
) -> None:
    done(repo.path, "claim", "1")
    env = write(home, "view: mine\nviews:\n  mine: {where: assignee = me}\n")
    ran = done(repo.path, "list", "--format", "ids", **env)
    assert ran.lines == ["JJM-001"]
    assert "note: this is the view mine" in ran.err
    assert done(repo.path, "list", "--view", "mine", "--format", "ids", **env).lines == ["JJM-001"]
    everything = done(repo.path, "list", "--view", "-", "--format", "ids", **env)
    assert everything.lines == ["JJM-001", "JJM-002"]


def test_a_view_of_the_project_wins_over_an_own_one(repo: GitRepo, home: Path) -> None:
    repo.write(".tickets/config.yml", "prefix: JJM\nviews:\n  v: {where: id = 2}\n")
    env = write(home, "views:\n  v: {where: id = 1}\n")
    ran = done(repo.path, "list", "--view", "v", "--format", "ids", **env)
    assert ran.lines == ["JJM-002"]


def test_a_view_that_does_not_exist_is_named(repo: GitRepo, home: Path) -> None:
    ran = jticket(repo.path, "list", **write(home, "view: mien\nviews: {mine: {where: open}}\n"))
    assert ran.status == 2
    assert "did you mean 'mine'?" in ran.err


def test_the_format_counts_on_a_terminal_and_not_in_a_pipe(repo: GitRepo, home: Path) -> None:
    env = write(home, "format: json\n")
    assert on_terminal(repo, "list", **env).startswith("[")
    assert on_terminal(repo, "list", "--format", "ids", **env).startswith("JJM-001")
    assert done(repo.path, "list", **env).out.startswith("JJM-001")


def test_colours_follow_the_settings_where_no_option_says_otherwise(
    repo: GitRepo, home: Path
) -> None:
    env = write(home, "color: always\n")
    table = ["list", "--format", "table"]
    assert "\x1b[" in done(repo.path, *table, **env).out
    assert "\x1b[" not in done(repo.path, "--color", "never", *table, **env).out
    assert "\x1b[" not in done(repo.path, "--color", "auto", *table, **env).out
    assert "\x1b[" not in done(repo.path, *table).out
