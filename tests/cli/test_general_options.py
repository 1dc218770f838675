"""The general options, before and after the command; short forms; what is mine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from commandline import done, jticket
from stress.argument_lists import commands

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo

SHORT = {
    "--status": "-s",
    "--type": "-t",
    "--priority": "-p",
    "--assignee": "-a",
    "--tag": "-l",
    "--limit": "-n",
    "--where": "-w",
    "--output": "-o",
    "--message": "-m",
    "--quiet": "-q",
}


def test_general_options_work_before_and_after_the_command(repo: GitRepo, tmp_path: Path) -> None:
    listed = done(repo.path, "list")
    folder = str(repo.path / ".tickets")
    assert done(tmp_path, "--dir", folder, "list") == listed
    assert done(tmp_path, "list", "--dir", folder) == listed
    assert done(tmp_path, "-C", str(repo.path), "list") == listed
    assert done(tmp_path, "list", f"-C{repo.path}") == listed
    assert "\x1b[" in done(repo.path, "show", "1", "--color", "always").out
    assert done(repo.path, "--color", "always", "show", "1", "--color", "never") == done(
        repo.path, "show", "1"
    )


def test_general_options_work_everywhere_in_a_group(repo: GitRepo, tmp_path: Path) -> None:
    place = ("-C", str(repo.path))
    done(tmp_path, *place, "dep", "add", "2", "1")
    done(tmp_path, "dep", *place, "rm", "2", "1")
    done(tmp_path, "dep", "add", "2", *place, "1")
    assert "JJM-001" in done(repo.path, "show", "2").out


def test_folders_to_enter_are_entered_one_after_the_other(repo: GitRepo, tmp_path: Path) -> None:
    (repo.path / "a/b").mkdir(parents=True)
    (repo.path / "a/b/text").write_text("From a file.")
    line = ["-C", str(repo.path), "-C", "a", "devlog", "1", "@text", "-C", "b"]
    done(tmp_path, *line, "--as", "ana")
    assert "From a file." in done(repo.path, "show", "1").out
    done(tmp_path, "-C", str(repo.path), "--dir", "../.tickets", "show", "1", "-C", "a")


def test_a_folder_that_cannot_be_entered_is_an_error(repo: GitRepo) -> None:
    ran = jticket(repo.path, "-C", "nope", "list")
    assert (ran.status, ran.err) == (1, "error: -C nope: No such file or directory\n")
    assert jticket(repo.path, "list", "-C", "a\x1b[31m").err.startswith("error: -C a\\x1b[31m: ")


def test_the_top_of_a_repository_stands_for_the_tickets_folder_in_it(
    repo: GitRepo, tmp_path: Path
) -> None:
    listed = done(repo.path, "list")
    assert done(tmp_path, "--dir", str(repo.path), "list") == listed
    assert done(tmp_path, "list", JTICKET_DIR=str(repo.path)) == listed
    (repo.path / "config.yml").write_text("other: thing\n")
    assert done(tmp_path, "--dir", str(repo.path), "list") == listed


def test_in_a_new_repository_init_makes_the_folder_in_it(empty_repo: GitRepo) -> None:
    top, above = empty_repo.path, empty_repo.path.parent
    ran = jticket(above, "--dir", top.name, "list")
    hint = f"hint: `jticket --dir {top.name} init` makes one"
    assert (ran.status, ran.err) == (1, f"error: no .tickets folder in {top.name}\n{hint}\n")
    done(above, "--dir", top.name, "init", "--prefix", "JJM")
    assert (top / ".tickets/config.yml").exists()
    assert not (top / "config.yml").exists()
    assert done(above, "--dir", top.name, "create", "First").out == "JJM-001\n"


def test_short_forms_exist_wherever_the_long_ones_do() -> None:
    for name, command in commands().items():
        for parameter in command.params:
            for option in parameter.opts if isinstance(parameter, click.Option) else ():
                if option in SHORT:
                    assert SHORT[option] in parameter.opts, f"{name} {option}"


def test_short_forms_filter_as_the_long_ones_do(repo: GitRepo) -> None:
    done(repo.path, "create", "Third", "-t", "bug", "-p", "high", "-l", "cli", "-s", "ready")
    done(repo.path, "create", "Fourth", "-t", "bug", "-l", "core")
    short = done(
        repo.path, "list", "-t", "bug", "-p", "high", "-l", "cli", "-s", "ready", "-n", "5"
    )
    assert [line.split("\t")[0] for line in short.lines] == ["JJM-003"]
    assert done(repo.path, "list", "-w", "tag = core", "--format", "ids").lines == ["JJM-004"]


def test_mine_is_what_is_assigned_to_me(repo: GitRepo) -> None:
    done(repo.path, "claim", "2", "--as", "ana")
    for option in (["--mine"], ["-a", "me"], ["-a", "@me"]):
        ran = done(repo.path, "list", *option, "--format", "ids", JTICKET_USER="ana")
        assert ran.lines == ["JJM-002"], option
    assert "JJM-002" in done(repo.path, "board", "--mine", JTICKET_USER="ana").out
    ran = jticket(repo.path, "list", "--mine", "-a", "ben")
    assert (ran.status, ran.err.splitlines()[0]) == (
        2,
        "error: --mine and --assignee exclude each other",
    )
