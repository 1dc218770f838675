"""Caches: read completely or not at all, and lost without harm."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from commandline import environment

from jticket.store import cache
from jticket.store.cache import read_cache, write_cache
from jticket.store.lock import held
from jticket.store.temporary import STAGING, sweep

if TYPE_CHECKING:
    from pathlib import Path

KILLED_AT_THE_RENAME = """
import os, signal, sys
from pathlib import Path
from jticket.store.cache import write_cache
def kill(*_args, **_options):
    os.kill(os.getpid(), signal.SIGKILL)
os.rename = os.replace = kill
write_cache(Path(sys.argv[1]), b"content")
"""


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "folder/cache"
    for content in (b"", b"one\ntwo\n", b"\0" * 1000):
        write_cache(path, content)
        assert read_cache(path) == content
    assert os.listdir(path.parent) == ["cache"]


@pytest.mark.parametrize("damage", [b"", b"no digest", b"0" * 64 + b"\ncontent"])
def test_a_damaged_cache_counts_as_missing(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "cache"
    assert read_cache(path) is None
    path.write_bytes(damage)
    assert read_cache(path) is None


def test_a_cache_that_was_cut_off_counts_as_missing(tmp_path: Path) -> None:
    write_cache(tmp_path / "cache", b"content")
    data = (tmp_path / "cache").read_bytes()
    (tmp_path / "cache").write_bytes(data[:-1])
    assert read_cache(tmp_path / "cache") is None


def test_a_cache_that_would_be_too_large_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_MOST", 100)
    write_cache(tmp_path / "cache", b"x" * 51)
    assert os.listdir(tmp_path) == []
    write_cache(tmp_path / "cache", b"x" * 50)
    assert os.listdir(tmp_path) == ["cache"]


def test_where_no_cache_can_be_written_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    write_cache(tmp_path / "file/cache", b"content")
    assert read_cache(tmp_path / "file/cache") is None


def test_a_write_that_fails_keeps_the_old_cache_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_cache(tmp_path / "cache", b"old")

    def full(*_names: str, **_folders: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "rename", full)
    write_cache(tmp_path / "cache", b"new")
    assert os.listdir(tmp_path) == ["cache"]
    assert read_cache(tmp_path / "cache") == b"old"


def test_what_a_killed_write_leaves_is_swept_by_a_later_command(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main\n")
    path = tmp_path / ".git" / STAGING / "cache"
    ran = subprocess.run(
        [sys.executable, "-c", KILLED_AT_THE_RENAME, str(path)], env=environment(), check=False
    )
    assert ran.returncode == -signal.SIGKILL
    (left,) = path.parent.iterdir()
    os.utime(left, (0, 0))
    with held(tmp_path / "lock") as lock:
        sweep(tmp_path, tmp_path, lock=lock)
    assert not left.exists()


def test_through_a_linked_folder_no_cache_is_written(tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    (tmp_path / "jticket").symlink_to("away")
    write_cache(tmp_path / "jticket/cache", b"content")
    assert os.listdir(tmp_path / "away") == []
