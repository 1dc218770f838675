"""Files opened inside a folder: whatever links are planted, nothing outside is opened."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from jticket.store.files import UnreadableFileError, read_file
from jticket.store.locate import LeavesFolderError, inside

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file in a subfolder, and a secret outside."""
    (tmp_path / "in/sub").mkdir(parents=True)
    (tmp_path / "in/sub/file").write_bytes(b"inside")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/file").write_bytes(b"secret")
    return tmp_path / "in"


def test_files_and_links_inside_are_read(folder: Path) -> None:
    (folder / "link").symlink_to("sub")
    (folder / "far").symlink_to("link/file")
    for name in ("sub/file", "link/file", "far", "sub/../sub/file"):
        assert read_file(folder / name, within=folder) == b"inside"


@pytest.mark.parametrize("target", ["../out", ".git", "..", "/"])
def test_no_path_and_no_link_leads_out(folder: Path, target: str) -> None:
    (folder / ".git").mkdir()
    (folder / ".git/file").write_bytes(b"secret")
    (folder / "link").symlink_to(target)
    (folder / "again").symlink_to("link")
    for name in ("link/file", "again/file", "../out/file", "sub/../../out/file"):
        with pytest.raises(LeavesFolderError):
            read_file(folder / name, within=folder)


@pytest.mark.parametrize("swapped", ["in", "in/sub", "in/sub/file"])
def test_a_link_planted_after_the_check_is_not_followed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, swapped: str
) -> None:
    (folder / "link").symlink_to("sub")

    def slow(folder: Path, path: Path) -> Path:
        target = inside(folder, path)
        place = folder.parent / swapped
        place.rename(folder.parent / "old")
        outside = {"in": "old", "in/sub": "../out", "in/sub/file": "../../out/file"}
        place.symlink_to(outside[swapped])
        return target

    monkeypatch.setattr("jticket.store.inside.inside", slow)
    with pytest.raises(UnreadableFileError):
        read_file(folder / "link/file", within=folder)


def test_no_descriptor_stays_open(folder: Path) -> None:
    before = os.dup(0)
    os.close(before)
    (folder / "link").symlink_to("../out")
    for _ in range(50):
        read_file(folder / "sub/file", within=folder)
        for name in ("sub/none", "none/none", "link/file"):
            with pytest.raises((UnreadableFileError, LeavesFolderError)):
                read_file(folder / name, within=folder)
    after = os.dup(0)
    os.close(after)
    assert after == before
