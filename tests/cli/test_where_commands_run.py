"""Where a command may run: subfolders, named folders, work trees, hooks, and without git at all."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from commandline import command, done, environment, jticket, process
from gitrepo import GitRepo, new_repo

if TYPE_CHECKING:
    from pathlib import Path

READING = (["list"], ["show", "1"], ["check"], ["list", "--json"], ["show", "1", "--raw"])


@pytest.fixture
def plain(repo: GitRepo) -> Path:
    """Returns the tickets without any repository around them."""
    shutil.rmtree(repo.path / ".git")
    return repo.path


@pytest.fixture
def no_git(tmp_path: Path) -> str:
    """Returns a PATH without git."""
    folder = tmp_path / "bin"
    folder.mkdir()
    return str(folder)


def test_reading_commands_work_outside_a_repository(plain: Path) -> None:
    for arguments in READING:
        done(plain, *arguments)


def test_outside_a_repository_changing_commands_say_what_to_do(plain: Path) -> None:
    for arguments in (["create", "T"], ["set", "1", "priority=high"]):
        ran = jticket(plain, *arguments)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err == (
            f"error: {plain} is not inside a git repository\n"
            "hint: run `git init` in the project's folder first;"
            " --no-commit only writes the file\n"
        )
    assert jticket(plain, "commit").status == 1


def test_no_commit_works_outside_a_repository(plain: Path) -> None:
    assert done(plain, "create", "T", "--no-commit").out == "JJM-003\n"
    done(plain, "set", "3", "priority=high", "--no-commit")
    assert done(plain, "show", "3", "--json").json[0]["priority"] == "high"
    (plain / ".tickets/config.yml").write_text("prefix: JJM\ncommit: off\n")
    assert done(plain, "create", "T").out == "JJM-004\n"


def test_without_git_reading_works_and_changing_says_what_to_do(repo: GitRepo, no_git: str) -> None:
    for arguments in READING:
        assert process(repo.path, *arguments, PATH=no_git).status == 0
    ran = process(repo.path, "create", "T", PATH=no_git)
    assert ran.status == 1
    assert ran.err == (
        "error: git is not installed, or not on PATH\n"
        "hint: install git 2.38 or newer; --no-commit only writes the file\n"
    )
    assert process(repo.path, "create", "T", "--no-commit", PATH=no_git).out == "JJM-003\n"
    assert process(repo.path, "set", "3", "title=U", "--no-commit", PATH=no_git).status == 0
    assert process(repo.path, "commit", PATH=no_git).status == 1


def test_an_old_git_is_an_error(repo: GitRepo, no_git: str, tmp_path: Path) -> None:
    fake = tmp_path / "bin/git"
    fake.write_text("#!/bin/sh\necho git version 2.30.1\n")
    fake.chmod(0o755)
    ran = process(repo.path, "create", "T", PATH=f"{no_git}:{os.environ['PATH']}")
    assert ran.status == 1
    assert ran.err.startswith("error: git 2.30.1 is too old\nhint: install git 2.38 or newer")


def test_commands_work_the_same_in_a_subfolder(repo: GitRepo) -> None:
    below = repo.path / "src/deep"
    below.mkdir()
    assert done(below, "list").out == done(repo.path, "list").out
    done(below, "create", "T")
    done(below, "set", "3", "priority=high")
    assert repo.git("log", "-1", "--format=%s") == "JJM-003: set priority=high"
    assert done(below, "show", "3", "--json").json[0]["path"] == ".tickets/JJM-003.md"


def test_the_folder_can_be_named_by_option_or_variable(repo: GitRepo) -> None:
    repo.write("work/items/WEB-001.md", "---\nid: WEB-001\ntitle: Other\n---\n")
    repo.write("work/items/config.yml", "prefix: WEB\n")
    repo.commit_all("other tickets")
    for options, env in (
        (["--dir", "work/items"], {}),
        ([], {"JTICKET_DIR": str(repo.path / "work/items")}),
        (["--dir", "work/items"], {"JTICKET_DIR": ".tickets"}),
    ):
        assert done(repo.path, *options, "list", "--format", "ids", **env).out == "WEB-001\n"
    done(repo.path / "src", "--dir", "../work/items", "create", "New")
    assert repo.git("show", "--format=%s", "--name-only").split("\n\n") == [
        "WEB-002: create: New",
        "work/items/WEB-002.md",
    ]
    ticket = done(repo.path, "--dir", "work/items", "show", "2", "--json").json[0]
    assert ticket["path"] == "work/items/WEB-002.md"
    assert done(repo.path, "list", "--format", "ids", JTICKET_DIR="").out == "JJM-001\nJJM-002\n"


def test_paths_in_a_named_folder_outside_a_repository_are_relative_to_its_parent(
    repo: GitRepo, tmp_path: Path
) -> None:
    folder = tmp_path / "notes/items"
    folder.mkdir(parents=True)
    (folder / "X-1.md").write_text("---\nid: X-1\ntitle: T\n---\n")
    listed = done(repo.path, "--dir", str(folder), "list", "--json").json
    assert [ticket["path"] for ticket in listed] == ["items/X-1.md"]


def test_a_folder_elsewhere_is_committed_to_its_own_repository(
    repo: GitRepo, tmp_path: Path
) -> None:
    elsewhere = new_repo(tmp_path / "other")
    elsewhere.write(".tickets/config.yml", "prefix: OTH\n")
    before = repo.head()
    done(repo.path, "--dir", str(elsewhere.path / ".tickets"), "create", "There")
    assert elsewhere.git("log", "--format=%s") == "OTH-001: create: There"
    assert repo.head() == before


def test_a_linked_work_tree_has_its_own_tickets_and_branch(repo: GitRepo) -> None:
    repo.git("worktree", "add", "-q", "../linked", "-b", "linked")
    linked = GitRepo(repo.path.parent / "linked")
    assert done(linked.path, "create", "There").out == "JJM-003\n"
    assert linked.git("log", "-1", "--format=%s") == "JJM-003: create: There"
    assert done(repo.path, "list", "--format", "ids").out == "JJM-001\nJJM-002\n"
    assert done(repo.path, "create", "Here").out == "JJM-004\n"
    assert linked.status() == repo.status() == ""


def test_a_submodule_is_a_repository_of_its_own(repo: GitRepo, tmp_path: Path) -> None:
    part = new_repo(tmp_path / "part")
    part.write(".tickets/config.yml", "prefix: PRT\n")
    part.commit_all("part")
    repo.git("submodule", "--quiet", "add", str(part.path), "part")
    repo.commit_all("with a part")
    inside = GitRepo(repo.path / "part")
    assert done(inside.path, "create", "T").out == "PRT-001\n"
    assert inside.git("log", "-1", "--format=%s") == "PRT-001: create: T"
    assert done(repo.path, "create", "T").out == "JJM-003\n"


def test_the_environment_of_a_hook_does_not_redirect_commands(
    repo: GitRepo, tmp_path: Path
) -> None:
    elsewhere = new_repo(tmp_path / "other")
    elsewhere.write("file", "x\n")
    elsewhere.commit_all("other")
    before = (elsewhere.head(), elsewhere.git("ls-files", "-s"))
    strange = {
        "GIT_DIR": str(elsewhere.path / ".git"),
        "GIT_INDEX_FILE": str(elsewhere.path / ".git/index"),
        "GIT_WORK_TREE": str(elsewhere.path),
        "GIT_PREFIX": "x/",
        "GIT_OBJECT_DIRECTORY": str(elsewhere.path / ".git/objects"),
        "GIT_LITERAL_PATHSPECS": "0",
    }
    assert process(repo.path, "create", "T", **strange).out == "JJM-003\n"
    assert repo.git("log", "-1", "--format=%s") == "JJM-003: create: T"
    assert repo.status() == ""
    assert (elsewhere.head(), elsewhere.git("ls-files", "-s")) == before


def test_a_commit_hook_of_the_user_may_create_a_ticket(repo: GitRepo, tmp_path: Path) -> None:
    elsewhere = new_repo(tmp_path / "other")
    create = " ".join(command("create", "made-in-a-hook"))
    elsewhere.hook("post-commit", f"cd {repo.path} && {create}")
    elsewhere.write("file", "x\n")
    elsewhere.git("add", "file")
    subprocess.run(
        ["git", "commit", "-q", "-m", "theirs"], cwd=elsewhere.path, check=True, env=environment()
    )
    assert elsewhere.git("log", "--format=%s") == "theirs"
    assert repo.git("log", "-1", "--format=%s") == "JJM-003: create: made-in-a-hook"


def test_the_tickets_folder_may_not_lead_out_of_the_repository(
    repo: GitRepo, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    (repo.path / ".tickets").rename(outside)
    (repo.path / ".tickets").symlink_to(outside)
    ran = jticket(repo.path, "list")
    assert ran.status == 1
    assert ran.err == (
        f"error: {repo.path}/.tickets is a link that leads out of the repository, to {outside}\n"
        f"hint: if you trust it: --dir {outside}\n"
    )
    assert jticket(repo.path, "create", "T", "--no-commit").status == 1
    assert done(repo.path, "--dir", str(outside), "list", "--format", "ids").lines == [
        *("JJM-001", "JJM-002"),
    ]


def test_the_users_locale_and_time_zone_have_no_effect(repo: GitRepo) -> None:
    env = {"LC_ALL": "C", "LANG": "de_DE.UTF-8", "TZ": "Asia/Tokyo", "JTICKET_NOW": ""}
    assert process(repo.path, "create", "Ünïcode →", **env).out == "JJM-003\n"
    ticket = done(repo.path, "show", "3", "--json").json[0]
    assert ticket["title"] == "Ünïcode →"
    assert ticket["created"].endswith("Z")
    assert repo.git("log", "-1", "--format=%s") == "JJM-003: create: Ünïcode →"


@pytest.mark.parametrize(
    ("link", "command"),
    [
        (".tickets/config.yml", ("list",)),
        (".tickets/config.yml", ("check",)),
        (".tickets/JJM-003.md", ("list",)),
        (".tickets/templates/changelog.md.j2", ("render", "changelog")),
        ("loop", ("overview", "-o", "loop")),
        ("loop", ("overview", "--check", "loop")),
        ("loop", ("--dir", "loop", "list")),
        ("loop", ("--dir", "loop", "init")),
        ("loop", ("check", "loop")),
    ],
)
def test_a_link_to_itself_is_reported_or_does_no_harm(
    repo: GitRepo, link: str, command: tuple[str, ...]
) -> None:
    path = repo.path / link
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)
    ran = jticket(repo.path, *command)
    assert ran.status in (0, 1)
    assert "fault of jticket" not in ran.err
