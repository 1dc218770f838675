"""What stays and what is put back when git, a hook or the user stops a commit."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from commandline import Ran, command, done, environment, jticket, process
from gitrepo import GitRepo
from interrupts import heed_interrupts, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def refusing(repo: GitRepo) -> GitRepo:
    """Returns a repository whose pre-commit hook refuses everything."""
    repo.hook("pre-commit", "echo the hook says no; exit 7")
    return repo


def test_a_mechanical_change_is_undone_byte_for_byte(refusing: GitRepo) -> None:
    path = refusing.path / ".tickets/JJM-001.md"
    data = path.read_bytes().replace(b"\n", b"\r\n") + b"\r\nby hand, uncommitted  \r\n"
    path.write_bytes(data)
    path.chmod(0o600)
    before = (refusing.files(), refusing.status(), refusing.head())
    ran = jticket(refusing.path, "set", "1", "2", "priority=high", "status=ready")
    assert ran.status == 1
    assert ran.err.startswith(
        "error: the pre-commit hook refused the commit (exit status 7):\nthe hook says no\n"
    )
    assert "--no-verify" in ran.err
    assert (refusing.files(), refusing.status(), refusing.head()) == before
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("ids", "words"),
    [
        (("1",), ".tickets/JJM-001.md was changed by another program meanwhile, so it is left"),
        (
            ("1", "2"),
            "JJM-001.md, .tickets/JJM-002.md were changed by another program meanwhile, so",
        ),
    ],
)
def test_a_file_that_another_program_changed_meanwhile_is_left_and_named(
    repo: GitRepo, ids: tuple[str, ...], words: str
) -> None:
    added = "\n".join(f"echo theirs >> .tickets/JJM-00{number}.md" for number in ids)
    repo.hook("pre-commit", f"{added}\nexit 1")
    before, head = repo.files(), repo.head()
    ran = jticket(repo.path, "set", "1", "2", "priority=high")
    assert (ran.status, repo.head()) == (1, head)
    assert words in ran.err
    for number in ("1", "2"):
        name = f".tickets/JJM-00{number}.md"
        data = repo.files()[name]
        if number in ids:
            assert data.endswith(b"theirs\n")
            assert b"priority: high" in data
        else:
            assert data == before[name]


def test_typed_text_stays_in_its_file_and_the_message_says_so(refusing: GitRepo) -> None:
    ran = jticket(refusing.path, "set", "1", "description=My words.", "--json")
    assert ran.status == 1
    hint = "the text is in .tickets/JJM-001.md, uncommitted: `jticket commit JJM-001` commits it"
    assert hint in ran.err
    assert '"code": "not_committed"' in ran.err
    assert "My words." in (refusing.path / ".tickets/JJM-001.md").read_text()
    assert refusing.status() == " M .tickets/JJM-001.md"
    done(refusing.path, "commit", "JJM-001", "--no-verify")


def test_a_created_ticket_stays_in_its_file_and_the_message_says_so(refusing: GitRepo) -> None:
    ran = jticket(refusing.path, "create", "My title")
    assert (ran.status, ran.out) == (1, "")
    assert "the text is in .tickets/JJM-003.md, uncommitted" in ran.err
    assert refusing.status() == "?? .tickets/JJM-003.md"


def test_no_verify_and_its_setting_skip_the_hook(refusing: GitRepo) -> None:
    done(refusing.path, "set", "1", "priority=high", "--no-verify")
    refusing.git("config", "jticket.verify", "false")
    done(refusing.path, "set", "2", "priority=high")
    done(refusing.path, "create", "One")


def test_the_output_of_a_hook_is_shown_as_a_note(repo: GitRepo) -> None:
    repo.hook("pre-commit", "echo all fine >&2")
    ran = done(repo.path, "set", "1", "priority=high")
    assert ran.err == "note: the pre-commit hook says: all fine\n"


def test_a_hook_may_check_but_not_change_tickets(repo: GitRepo) -> None:
    check, change = " ".join(command("check")), " ".join(command("set", "2", "priority=low"))
    repo.hook("pre-commit", f"{check} && {change}")
    ran = process(repo.path, "set", "1", "priority=high")
    assert ran.status == 1
    assert "2 tickets checked: all is well" in ran.err
    assert "error: this runs in a hook of a commit that jticket is making" in ran.err
    assert repo.status() == ""


def test_a_hook_that_changes_the_ticket_is_not_overwritten(repo: GitRepo) -> None:
    file = ".tickets/JJM-001.md"
    repo.hook("pre-commit", f"echo from the hook >> {file}; exit 1")
    assert jticket(repo.path, "set", "1", "priority=high").status == 1
    assert (repo.path / file).read_text().endswith("from the hook\n")


def test_without_an_identity_nothing_is_written(repo: GitRepo) -> None:
    repo.git("config", "user.useConfigOnly", "true")
    before = repo.files()
    nobody = dict.fromkeys(
        [f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")], ""
    )
    ran = jticket(repo.path, "create", "One", **nobody)
    assert ran.status == 1
    assert "git does not know who you are" in ran.err
    assert "git config --global user.name" in ran.err
    assert repo.files() == before


def test_an_ignored_folder_is_refused_with_the_rule(repo: GitRepo) -> None:
    repo.write(".gitignore", ".tickets/JJM-00[3-9]*\n")
    ran = jticket(repo.path, "create", "One")
    assert ran.status == 1
    assert ".tickets/JJM-003.md is ignored by git" in ran.err
    assert not (repo.path / ".tickets/JJM-003.md").exists()
    done(repo.path, "create", "One", "--no-commit")


def test_a_lock_that_a_git_left_is_named_and_nothing_has_changed(repo: GitRepo) -> None:
    lock = repo.write(".git/refs/heads/main.lock", "")
    before = (repo.files(), repo.status(), repo.head())
    ran = jticket(repo.path, "set", "1", "priority=high")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == (
        f"error: {lock} exists: another git command is running, or one was killed and left it\n"
        f"hint: try again later; if no git command is running here, remove {lock}\n"
    )
    assert (repo.files(), repo.status(), repo.head()) == before


def test_a_lock_that_can_not_be_opened_is_named(repo: GitRepo) -> None:
    (repo.path / ".git/jticket.lock").mkdir()
    for args in (("set", "1", "priority=high"), ("create", "Third"), ("commit",)):
        ran = jticket(repo.path, *args)
        assert (ran.status, repo.status()) == (1, "")
        assert f"error: can't take the lock {repo.path}/.git/jticket.lock: Is a dir" in ran.err


@pytest.fixture
def read_only(repo: GitRepo, tmp_path: Path) -> Iterator[GitRepo]:
    """Returns a repository on a read-only file system, if this machine allows it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a file system needs privileges")
    try:
        shutil.copytree(repo.path, disk / "repo", symlinks=True)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        yield GitRepo(disk / "repo")
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_read_only_repository_is_read_and_its_changes_are_refused(read_only: GitRepo) -> None:
    done(read_only.path, "list")
    for args in (("set", "1", "priority=high"), ("create", "Third"), ("init",)):
        ran = jticket(read_only.path, *args)
        assert (ran.status, ran.out) == (1, ""), args
        assert "Read-only file system; nothing was changed\n" in ran.err
        assert "hint: the file system is read-only: change tickets in a copy that can" in ran.err
    ran = jticket(read_only.path, "overview", "-o", "overview.md")
    assert (ran.status, "Read-only file system; nothing was changed" in ran.err) == (1, True)


class TestInterrupts:
    """Ctrl-C, as a terminal sends it: to the command and everything it started."""

    def interrupted(self, repo: GitRepo, hook: str, *args: str) -> Ran:
        mark = repo.path.parent / "in-hook"
        repo.hook(hook, f"touch {mark}; exec sleep 60")
        running = subprocess.Popen(
            command(*args),
            cwd=repo.path,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=heed_interrupts,
        )
        until(mark)
        subprocess.run(["kill", "-INT", "--", f"-{running.pid}"], check=True)
        out, err = running.communicate(timeout=120)
        return Ran(running.returncode, out, err)

    def test_a_mechanical_change_is_undone(self, repo: GitRepo) -> None:
        before = repo.files()
        ran = self.interrupted(repo, "pre-commit", "set", "1", "priority=high")
        assert ran.status == 130
        assert ran.err.strip() == "error: interrupted"
        assert repo.files() == before
        assert repo.status() == ""
        done(repo.path, "set", "1", "priority=high", "--no-verify")

    def test_typed_text_stays_and_its_file_is_named(self, repo: GitRepo) -> None:
        ran = self.interrupted(repo, "pre-commit", "create", "Mine")
        assert ran.status == 130
        assert "the text is in .tickets/JJM-003.md, uncommitted" in ran.err
        assert repo.status() == "?? .tickets/JJM-003.md"

    def test_nothing_is_undone_after_the_commit(self, repo: GitRepo) -> None:
        ran = self.interrupted(repo, "post-commit", "set", "1", "priority=high")
        assert ran.status == 130
        assert repo.status() == ""
        assert repo.git("log", "-1", "--format=%s") == "JJM-001: set priority=high"
