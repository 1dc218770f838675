"""Writes and removals that leave either the old file or the new one, wherever they stop."""

from __future__ import annotations

import errno
import os
import socket
import stat
import subprocess
import sys
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import pytest

from jticket.store import temporary, writes
from jticket.store.writes import (
    ChangedMeanwhileError,
    HalfWrittenError,
    WriteError,
    remove_file,
    write_file,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def put(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)


def test_a_new_file_follows_the_umask_of_the_user(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_file(tmp_path / "x", b"new", before=None)
    finally:
        os.umask(before)
    assert (tmp_path / "x").read_bytes() == b"new"
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["x"]


def test_a_changed_file_keeps_its_mode(tmp_path: Path) -> None:
    put(tmp_path, "x")
    (tmp_path / "x").chmod(0o751)
    write_file(tmp_path / "x", b"new", before=b"x")
    assert (tmp_path / "x").read_bytes() == b"new"
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o751
    assert os.listdir(tmp_path) == ["x"]


def test_a_file_that_changed_since_it_was_read_is_not_written(tmp_path: Path) -> None:
    put(tmp_path, "x")
    with pytest.raises(ChangedMeanwhileError, match="x changed meanwhile; nothing was written"):
        write_file(tmp_path / "x", b"new", before=b"old")
    with pytest.raises(ChangedMeanwhileError):
        write_file(tmp_path / "x", b"new", before=None)
    with pytest.raises(ChangedMeanwhileError):
        write_file(tmp_path / "gone", b"new", before=b"old")
    with pytest.raises(ChangedMeanwhileError):
        remove_file(tmp_path / "x", before=b"old")
    with pytest.raises(ChangedMeanwhileError):
        remove_file(tmp_path / "gone", before=b"old")
    assert os.listdir(tmp_path) == ["x"]
    assert (tmp_path / "x").read_bytes() == b"x"


def test_only_a_regular_file_is_replaced_or_removed(tmp_path: Path) -> None:
    pipe, null = tmp_path / "pipe", tmp_path / "null"
    os.mkfifo(pipe)
    paths = [pipe]
    if not os.geteuid():
        os.mknod(null, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        paths.append(null)
    for path in reversed(paths):
        with pytest.raises(ChangedMeanwhileError):
            write_file(path, b"new", before=b"")
        with pytest.raises(ChangedMeanwhileError):
            remove_file(path, before=b"")
        assert not path.is_file()
        assert path.exists()
    assert len(os.listdir(tmp_path)) == len(paths)


def test_a_link_stays_a_link_when_its_target_is_written(tmp_path: Path) -> None:
    put(tmp_path, "below/x")
    (tmp_path / "link").symlink_to("below/x")
    write_file(tmp_path / "link", b"new", before=b"below/x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "below/x").read_bytes() == b"new"
    assert sorted(os.listdir(tmp_path)) == ["below", "link"]


def test_a_link_planted_at_the_temporary_name_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "x", "victim")
    monkeypatch.setattr(temporary, "_serial", count(1))
    planted = tmp_path / f".jticket-{os.getpid()}-1.tmp"
    planted.symlink_to("victim")
    write_file(tmp_path / "x", b"new", before=b"x")
    assert (tmp_path / "victim").read_bytes() == b"victim"
    assert (tmp_path / "x").read_bytes() == b"new"
    assert sorted(os.listdir(tmp_path)) == [planted.name, "victim", "x"]


def test_without_hard_links_a_new_file_still_never_replaces_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(_source: str, _target: str, **_options: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("os.link", link)
    write_file(tmp_path / "x", b"new", before=None)
    assert (tmp_path / "x").read_bytes() == b"new"
    with pytest.raises(ChangedMeanwhileError):
        write_file(tmp_path / "x", b"newer", before=None)
    assert os.listdir(tmp_path) == ["x"]


def test_only_a_new_file_creates_the_folders_above_it(tmp_path: Path) -> None:
    write_file(tmp_path / "a/b/x", b"new", before=None)
    assert (tmp_path / "a/b/x").read_bytes() == b"new"
    with pytest.raises(WriteError, match=r"can't write .*/c/x: No such file or directory"):
        write_file(tmp_path / "c/x", b"new", before=b"old")
    with pytest.raises(WriteError, match=r"can't write .*/x/y: "):
        write_file(tmp_path / "a/b/x/y", b"new", before=None)


@dataclass(frozen=True)
class Sync:
    """A call of `os.fsync`: of which file, how large, and what `x` held at that moment."""

    inode: int
    size: int
    content: bytes | None


@pytest.fixture
def syncs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Sync]:
    """Returns the calls of `os.fsync`, in order, while `x` in the temporary folder is written."""
    calls = []
    fsync, path = os.fsync, tmp_path / "x"

    def recorded(descriptor: int) -> None:
        state = os.fstat(descriptor)
        size = 0 if stat.S_ISDIR(state.st_mode) else state.st_size
        calls.append(Sync(state.st_ino, size, path.read_bytes() if path.exists() else None))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", recorded)
    return calls


@pytest.mark.parametrize("before", [None, b"x"])
def test_a_file_is_synced_before_it_gets_its_name_and_its_folder_after(
    tmp_path: Path, syncs: list[Sync], before: bytes | None
) -> None:
    if before is not None:
        put(tmp_path, "x")
    write_file(tmp_path / "x", b"new", before=before)
    file, folder = ((tmp_path / name).stat().st_ino for name in ("x", "."))
    assert syncs == [Sync(file, len(b"new"), before), Sync(folder, 0, b"new")]


def test_the_folder_of_a_removed_file_is_synced(tmp_path: Path, syncs: list[Sync]) -> None:
    put(tmp_path, "x")
    remove_file(tmp_path / "x", before=b"x")
    assert syncs == [Sync(tmp_path.stat().st_ino, 0, None)]


@pytest.fixture
def unsynced_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder can be synced."""
    fsync = os.fsync

    def failing(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, "Input/output error")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", failing)


@pytest.mark.usefixtures("unsynced_folders")
@pytest.mark.parametrize("before", [None, b"x"])
def test_a_file_whose_name_is_not_durable_is_as_before(
    tmp_path: Path, before: bytes | None
) -> None:
    if before is not None:
        put(tmp_path, "x")
    with pytest.raises(WriteError, match="Input/output error; nothing was changed"):
        write_file(tmp_path / "x", b"new", before=before)
    assert os.listdir(tmp_path) == ([] if before is None else ["x"])
    assert before is None or (tmp_path / "x").read_bytes() == before


@pytest.mark.usefixtures("unsynced_folders")
def test_a_removal_that_is_not_durable_is_undone(tmp_path: Path) -> None:
    put(tmp_path, "x")
    with pytest.raises(WriteError, match="nothing was changed"):
        remove_file(tmp_path / "x", before=b"x")
    assert (tmp_path / "x").read_bytes() == b"x"


@pytest.mark.usefixtures("unsynced_folders")
def test_a_file_that_can_not_be_made_as_before_is_reported_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "x")

    def full(_folder: int) -> tuple[str, int]:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(temporary, "_create", full)
    with pytest.raises(HalfWrittenError, match="may not be on the disk: Input/output error"):
        remove_file(tmp_path / "x", before=b"x")


WRITE_WITH_LIMITED_SIZE = """
import resource, signal, sys
from pathlib import Path
from jticket.store.writes import WriteError, write_file
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
folder = Path(sys.argv[1])
for name, before in (("old", b"old"), ("new", None)):
    try:
        write_file(folder / name, b"x" * 2000, before=before)
    except WriteError as error:
        print(error.message)
"""


def test_a_write_that_stops_halfway_leaves_only_the_old_file(tmp_path: Path) -> None:
    put(tmp_path, "old")
    ran = subprocess.run(
        [sys.executable, "-c", WRITE_WITH_LIMITED_SIZE, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert ran.stdout.splitlines() == [
        f"can't write {tmp_path}/old: File too large; nothing was changed",
        f"can't write {tmp_path}/new: File too large; nothing was changed",
    ]
    assert os.listdir(tmp_path) == ["old"]
    assert (tmp_path / "old").read_bytes() == b"old"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mounts a file system of 64 KiB, if this machine allows it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a file system needs privileges")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_only_the_old_file(small_disk: Path) -> None:
    put(small_disk, "old")
    with pytest.raises(WriteError, match="No space left on device; nothing was changed"):
        write_file(small_disk / "old", b"x" * 100_000, before=b"old")
    with pytest.raises(WriteError, match="No space left on device"):
        write_file(small_disk / "new", b"x" * 100_000, before=None)
    assert os.listdir(small_disk) == ["old"]
    assert (small_disk / "old").read_bytes() == b"old"


def test_a_failure_between_writing_and_renaming_leaves_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "x")

    def interrupted(*_: object, **_options: object) -> bytes | None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writes, "_current", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "x", b"new", before=b"x")
    assert os.listdir(tmp_path) == ["x"]


@pytest.mark.usefixtures("unsynced_folders")
def test_an_undone_removal_keeps_the_permissions(tmp_path: Path) -> None:
    put(tmp_path, "x")
    (tmp_path / "x").chmod(0o604)
    with pytest.raises(WriteError):
        remove_file(tmp_path / "x", before=b"x")
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o604


def test_a_socket_is_neither_read_nor_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("x")
        with pytest.raises(WriteError, match=r"can't write .*/x: .*; nothing was changed"):
            write_file(tmp_path / "x", b"new", before=b"x")
        assert stat.S_ISSOCK((tmp_path / "x").stat().st_mode)
