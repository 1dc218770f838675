"""Moves that leave a file in one of two places, wherever they stop."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Any

import pytest

from jticket.store import writes
from jticket.store.inside import sync_folder
from jticket.store.locate import LeavesFolderError
from jticket.store.writes import (
    Area,
    ChangedMeanwhileError,
    HalfWrittenError,
    WriteError,
    move_file,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(b"data")
    return path


def test_a_moved_file_keeps_its_permissions_and_its_inode(file: Path) -> None:
    file.chmod(0o640)
    inode = file.stat().st_ino
    target = file.parent / "below/file"
    move_file(file, target, before=b"data")
    assert target.read_bytes() == b"data"
    assert (target.stat().st_mode & 0o777, target.stat().st_ino) == (0o640, inode)
    assert os.listdir(file.parent) == ["below"]


def test_a_move_is_one_rename_and_both_folders_are_made_durable(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file.parent / "below").mkdir()
    steps: list[object] = []
    fsync, rename = os.fsync, os.rename

    def recorded_fsync(descriptor: int) -> None:
        steps.append(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    def recorded_rename(*names: Any, **folders: Any) -> None:
        steps.append("rename")
        rename(*names, **folders)

    monkeypatch.setattr(os, "fsync", recorded_fsync)
    monkeypatch.setattr(os, "rename", recorded_rename)
    move_file(file, file.parent / "below/file", before=b"data")
    folders = (file.parent / "below", file.parent)
    assert steps == ["rename", *(folder.stat().st_ino for folder in folders)]


def test_a_file_that_changed_or_a_place_that_is_taken_is_left(file: Path) -> None:
    target = file.with_name("target")
    with pytest.raises(ChangedMeanwhileError):
        move_file(file, target, before=b"other")
    for make in (lambda: target.write_bytes(b"mine"), lambda: target.symlink_to("nowhere")):
        make()
        with pytest.raises(ChangedMeanwhileError):
            move_file(file, target, before=b"data")
        assert file.read_bytes() == b"data"
        target.unlink()
    with pytest.raises(ChangedMeanwhileError):
        move_file(target, file.with_name("other"), before=b"data")
    assert os.listdir(file.parent) == ["file"]


def test_a_link_is_not_moved(file: Path) -> None:
    link = file.with_name("link")
    link.symlink_to("file")
    with pytest.raises(WriteError, match="it is a symbolic link; nothing was changed"):
        move_file(link, file.parent / "below/link", before=b"data")
    assert link.is_symlink()


def test_no_link_leads_a_move_out(file: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (file.parent / "below").symlink_to(outside)
    with pytest.raises(LeavesFolderError):
        move_file(file, file.parent / "below/file", before=b"data", area=Area(file.parent))
    assert os.listdir(outside) == []


def failing(monkeypatch: pytest.MonkeyPatch, *numbers: int) -> None:
    """Lets these of the calls that make a folder durable fail."""
    sync, calls = sync_folder, []

    def sync_or_fail(folder: int) -> None:
        calls.append(folder)
        if len(calls) in numbers:
            raise OSError(errno.EIO, "Input/output error")
        sync(folder)

    monkeypatch.setattr(writes, "sync_folder", sync_or_fail)


@pytest.mark.parametrize("number", [1, 2])
def test_a_move_that_cannot_be_made_durable_is_undone(
    file: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    file.chmod(0o640)
    failing(monkeypatch, number)
    with pytest.raises(WriteError, match="nothing was changed"):
        move_file(file, file.with_name("target"), before=b"data")
    assert os.listdir(file.parent) == ["file"]
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_move_that_cannot_be_undone_says_where_the_file_is(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, 1, 2)
    with pytest.raises(HalfWrittenError, match=f"{file.with_name('target')} was changed"):
        move_file(file, file.with_name("target"), before=b"data")
