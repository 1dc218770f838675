"""Temporary files: where they lie, and which of those that were left are swept."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from itertools import count
from typing import TYPE_CHECKING

import pytest
from commandline import done, environment
from gitrepo import GitRepo

from jticket.store import temporary, writes
from jticket.store.lock import held
from jticket.store.temporary import STAGING, open_staging, sweep
from jticket.store.writes import Area, write_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOURS = 3600

KILLED_AT_THE_RENAME = """
import os, signal, sys
from jticket.cli.main import run
def kill(*_args, **_options):
    os.kill(os.getpid(), signal.SIGKILL)
os.rename = os.link = kill
run(sys.argv[1:])
"""


def kill_at_the_rename(folder: Path, *args: str) -> None:
    """Runs a command that is killed once its temporary file is written."""
    ran = subprocess.run(
        [sys.executable, "-c", KILLED_AT_THE_RENAME, *args],
        cwd=folder,
        env=environment(),
        check=False,
    )
    assert ran.returncode == -signal.SIGKILL


def make_older(path: Path, age: float) -> None:
    moment = time.time() - age
    os.utime(path, (moment, moment), follow_symlinks=False)


def gone_process() -> int:
    """Returns the ID of a process that ran and is gone."""
    with subprocess.Popen(["true"]) as process:
        return process.pid


def swept(top: Path, folder: Path) -> None:
    with held(top / "lock") as lock:
        sweep(top, folder, lock=lock)


@pytest.fixture
def git_dir(tmp_path: Path) -> Path:
    """The git folder of a work tree, as far as it is looked at without git."""
    folder = tmp_path / ".git"
    folder.mkdir()
    (folder / "HEAD").write_text("ref: refs/heads/main\n")
    return folder


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Returns the inodes of the folders that files are renamed from."""
    inodes = []
    rename = os.rename

    def recorded(
        source: str, target: str, *, src_dir_fd: int | None = None, dst_dir_fd: int | None = None
    ) -> None:
        assert src_dir_fd is not None
        inodes.append(os.fstat(src_dir_fd).st_ino)
        rename(source, target, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    monkeypatch.setattr(os, "rename", recorded)
    return inodes


@pytest.mark.parametrize("args", [("set", "1", "priority=high"), ("create", "Third")])
def test_what_a_killed_command_leaves_is_never_committed_and_is_swept(
    repo: GitRepo, args: tuple[str, ...]
) -> None:
    before = repo.files()
    kill_at_the_rename(repo.path, *args)
    (left,) = (repo.path / ".git" / STAGING).iterdir()
    repo.git("add", "-A")
    assert (repo.status(), repo.files()) == ("", before)
    done(repo.path, "set", "2", "priority=low")
    assert left.exists()
    make_older(left, 2 * HOURS)
    done(repo.path, *args)
    assert not left.exists()
    assert repo.status() == ""


def test_in_a_linked_work_tree_too_nothing_is_left_among_its_files(repo: GitRepo) -> None:
    tree = GitRepo(repo.path.parent / "tree")
    repo.git("worktree", "add", "-q", "-b", "side", str(tree.path))
    kill_at_the_rename(tree.path, "set", "1", "priority=high")
    assert tree.status() == ""
    (left,) = (repo.path / ".git/worktrees/tree" / STAGING).iterdir()
    make_older(left, 2 * HOURS)
    done(tree.path, "set", "1", "priority=high")
    assert not left.exists()


def test_outside_a_repository_what_a_killed_command_leaves_is_swept(repo: GitRepo) -> None:
    shutil.rmtree(repo.path / ".git")
    kill_at_the_rename(repo.path, "set", "1", "priority=high", "--no-commit")
    (left,) = (path for path in repo.path.glob(".tickets/.*.tmp"))
    make_older(left, 2 * HOURS)
    done(repo.path, "set", "1", "priority=high", "--no-commit")
    assert not left.exists()


def test_a_document_is_written_by_way_of_git_s_folder_too(
    repo: GitRepo, sources: list[int]
) -> None:
    repo.write("OVERVIEW.md", "old\n")
    done(repo.path, "overview", "-o", "OVERVIEW.md")
    outside = repo.path.parent / "overview.md"
    outside.write_text("old\n")
    done(repo.path, "overview", "-o", str(outside))
    assert sources == [(repo.path / ".git" / STAGING).stat().st_ino] * 2


def test_only_old_files_of_gone_processes_are_swept(tmp_path: Path, git_dir: Path) -> None:
    gone, alive = gone_process(), os.getpid()
    (tmp_path / "t/archive").mkdir(parents=True)
    (tmp_path / "t/.hidden").mkdir()
    (git_dir / STAGING).mkdir()
    old = [
        git_dir / STAGING / f".jticket-{gone}-7.tmp",
        tmp_path / f"t/.jticket-{gone}-7.tmp",
        tmp_path / f"t/.T-001.md.{gone}.tmp",
        tmp_path / f"t/.config.yml.{gone}.tmp",
        tmp_path / f"t/..gitattributes.{gone}.tmp",
        tmp_path / f"t/archive/.T-001.md.{gone}.tmp",
    ]
    stay = [
        git_dir / STAGING / f".jticket-{alive}-7.tmp",
        git_dir / STAGING / f"jticket-{gone}-7.tmp",
        git_dir / STAGING / "index",
        git_dir / f".jticket-{gone}-7.tmp",
        tmp_path / f".T-001.md.{gone}.tmp",
        tmp_path / f"t/.T-001.md.{alive}.tmp",
        tmp_path / "t/.T-001.md.1.tmp",
        tmp_path / f"t/.T-001.md.{gone}.tmp.bak",
        tmp_path / f"t/.T-001.md.0{gone}.tmp",
        tmp_path / "t/.T-001.md.0.tmp",
        tmp_path / "t/.T-001.md.99999999999999999999.tmp",
        tmp_path / f"t/T-001.md.{gone}.tmp",
        tmp_path / f"t/.T-001.txt.{gone}.tmp",
        tmp_path / "t/.T-001.md.tmp",
        tmp_path / f"t/.hidden/.T-001.md.{gone}.tmp",
        tmp_path / "t/T-001.md",
    ]
    young = tmp_path / f"t/.T-002.md.{gone}.tmp"
    for path in (*old, *stay, young):
        path.write_text("x")
        make_older(path, 0.9 * HOURS if path == young else 1.1 * HOURS)
    link, folder = (tmp_path / f"t/.{name}.md.{gone}.tmp" for name in ("link", "folder"))
    link.symlink_to("T-001.md")
    make_older(link, 2 * HOURS)
    folder.mkdir()
    make_older(folder, 2 * HOURS)
    swept(tmp_path, tmp_path / "t")
    assert [path for path in old if path.exists()] == []
    assert [path for path in (*stay, young, link, folder) if not path.exists()] == []


def test_a_process_of_another_user_is_running(
    tmp_path: Path, git_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(_process: int, _signal: int) -> None:
        raise PermissionError

    (git_dir / STAGING).mkdir()
    left = git_dir / STAGING / f".jticket-{gone_process()}-7.tmp"
    left.write_text("x")
    make_older(left, 2 * HOURS)
    monkeypatch.setattr(os, "kill", forbidden)
    swept(tmp_path, tmp_path)
    assert left.exists()


def test_a_file_that_can_not_be_swept_stops_nothing(
    tmp_path: Path, git_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_name: str, *, dir_fd: int) -> None:
        raise PermissionError

    (git_dir / STAGING).mkdir()
    left = git_dir / STAGING / f".jticket-{gone_process()}-7.tmp"
    left.write_text("x")
    make_older(left, 2 * HOURS)
    monkeypatch.setattr(os, "unlink", refused)
    swept(tmp_path, tmp_path)
    assert left.exists()


def no_git(_git_dir: Path) -> None:
    shutil.rmtree(_git_dir)


def not_git_s(git_dir: Path) -> None:
    (git_dir / "HEAD").unlink()


def linked_staging(git_dir: Path) -> None:
    (git_dir.parent / "away").mkdir()
    (git_dir / STAGING).symlink_to("../away")


def other_text(git_dir: Path) -> None:
    shutil.rmtree(git_dir)
    git_dir.write_text("see gitdir: elsewhere\n")


def file_staging(git_dir: Path) -> None:
    (git_dir / STAGING).write_text("")


@pytest.mark.parametrize("prepare", [no_git, not_git_s, linked_staging, other_text, file_staging])
def test_without_a_git_folder_of_its_own_the_file_s_folder_is_used(
    tmp_path: Path, git_dir: Path, sources: list[int], prepare: Callable[[Path], None]
) -> None:
    prepare(git_dir)
    before = sorted(path.name for path in tmp_path.rglob("*"))
    (tmp_path / "x").write_text("x")
    write_file(tmp_path / "x", b"new", before=b"x", area=Area(top=tmp_path))
    assert (tmp_path / "x").read_bytes() == b"new"
    assert sources == [tmp_path.stat().st_ino]
    assert sorted(path.name for path in tmp_path.rglob("*")) == sorted([*before, "x"])
    swept(tmp_path, tmp_path)


def test_on_another_device_the_file_s_folder_is_used(tmp_path: Path, git_dir: Path) -> None:
    device = tmp_path.stat().st_dev
    before = os.dup(0)
    os.close(before)
    assert open_staging(tmp_path, device + 1) is None
    after = os.dup(0)
    os.close(after)
    assert after == before
    descriptor = open_staging(tmp_path, device)
    assert descriptor is not None
    assert os.fstat(descriptor).st_ino == (git_dir / STAGING).stat().st_ino
    os.close(descriptor)


@pytest.mark.parametrize("number", [errno.EXDEV, errno.EACCES, errno.EPERM, errno.EROFS])
@pytest.mark.parametrize("before", [None, b"x"])
def test_a_rename_that_git_s_folder_does_not_allow_is_made_in_the_file_s_folder(
    tmp_path: Path,
    git_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    before: bytes | None,
    number: int,
) -> None:
    (git_dir / STAGING).mkdir()
    staging = (git_dir / STAGING).stat().st_ino

    def failing(call: Callable[..., None]) -> Callable[..., None]:
        def called(*args: str, src_dir_fd: int, **options: int) -> None:
            if os.fstat(src_dir_fd).st_ino == staging:
                raise OSError(number, os.strerror(number))
            call(*args, src_dir_fd=src_dir_fd, **options)

        return called

    monkeypatch.setattr(os, "rename", failing(os.rename))
    monkeypatch.setattr(os, "link", failing(os.link))
    (tmp_path / "t").mkdir()
    if before is not None:
        (tmp_path / "t/x").write_bytes(before)
    write_file(tmp_path / "t/x", b"new", before=before, area=Area(top=tmp_path))
    assert (tmp_path / "t/x").read_bytes() == b"new"
    assert os.listdir(tmp_path / "t") == ["x"]
    assert os.listdir(git_dir / STAGING) == []


def test_any_other_failure_is_not_tried_again(
    tmp_path: Path, git_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def full(folder: int) -> tuple[str, int]:
        tries.append(folder)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(temporary, "_create", full)
    with pytest.raises(writes.WriteError, match="No space left on device; nothing was changed"):
        write_file(tmp_path / "x", b"new", before=None, area=Area(top=tmp_path))
    assert len(tries) == 1
    assert (git_dir / STAGING).is_dir()


def test_a_new_file_gets_the_group_of_a_shared_folder(tmp_path: Path, git_dir: Path) -> None:
    if os.geteuid():
        pytest.skip("giving a folder to another group needs privileges")
    (tmp_path / "t").mkdir()
    os.chown(tmp_path / "t", -1, 12345)
    (tmp_path / "t").chmod(0o2775)
    write_file(tmp_path / "t/x", b"new", before=None, area=Area(top=tmp_path))
    assert (tmp_path / "t/x").stat().st_gid == 12345
    (tmp_path / "t").chmod(0o775)
    write_file(tmp_path / "t/y", b"new", before=None, area=Area(top=tmp_path))
    assert (tmp_path / "t/y").stat().st_gid == git_dir.stat().st_gid


def test_names_left_by_a_process_with_the_same_id_are_skipped(
    tmp_path: Path, git_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(temporary, "_serial", count(1))
    (git_dir / STAGING).mkdir()
    left = git_dir / STAGING / f".jticket-{os.getpid()}-1.tmp"
    left.write_text("left")
    write_file(tmp_path / "x", b"new", before=None, area=Area(top=tmp_path))
    assert left.read_text() == "left"
    assert (tmp_path / "x").read_bytes() == b"new"
    assert os.listdir(git_dir / STAGING) == [left.name]
