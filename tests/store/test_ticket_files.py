"""Files on the disk: which are tickets, and how they are read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from jticket.store import files
from jticket.store.files import UnreadableFileError, is_ticket_path, read_file, ticket_files

if TYPE_CHECKING:
    from pathlib import Path


def names(folder: Path) -> list[str]:
    return [file.path.relative_to(folder).as_posix() for file in ticket_files(folder)]


def put(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)


def test_tickets_are_sorted_by_name_with_folders_after_files(tmp_path: Path) -> None:
    put(tmp_path, "b.md", "a/z.md", "a/b/y.md", "c.md", "a.md", "z/x.md", "n.txt")
    assert names(tmp_path) == ["a.md", "b.md", "c.md", "a/z.md", "a/b/y.md", "z/x.md"]


def test_files_that_are_not_tickets_are_left_out(tmp_path: Path) -> None:
    put(tmp_path, "README.md", "a/README.md", "templates/x.md", ".x.md", ".git/x.md", "config.yml")
    put(tmp_path, "a/templates/x.md", "readme.md")
    assert names(tmp_path) == ["readme.md", "a/templates/x.md"]
    assert {name: is_ticket_path(tmp_path, tmp_path / name) for name in names(tmp_path)} == {
        "readme.md": True,
        "a/templates/x.md": True,
    }
    for name in ("README.md", "a/README.md", "templates/x.md", ".x.md", ".a/x.md", "config.yml"):
        assert not is_ticket_path(tmp_path, tmp_path / name)
    assert not is_ticket_path(tmp_path, tmp_path)


def test_links_are_followed_within_the_folder_only(tmp_path: Path) -> None:
    folder = tmp_path / "t"
    put(tmp_path, "t/real/a.md", "out/b.md")
    (folder / "in.md").symlink_to("real/a.md")
    (folder / "out.md").symlink_to("../out/b.md")
    (folder / "out-folder").symlink_to(tmp_path / "out")
    (folder / "in-folder").symlink_to("real")
    (folder / "out.txt").symlink_to("../out/b.md")
    assert {file.path.name: file.leaves for file in ticket_files(folder)} == {
        "in.md": None,
        "out.md": str(tmp_path / "out/b.md"),
        "out-folder": str(tmp_path / "out"),
        "a.md": None,
    }


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", ".", "nothing"):
        with pytest.raises(UnreadableFileError):
            read_file(tmp_path / name)
    with pytest.raises(UnreadableFileError, match="not a regular file"):
        read_file(tmp_path / "pipe")
    put(tmp_path, "x")
    assert read_file(tmp_path / "x") == b"x"


def test_a_file_that_is_too_large_is_read_one_byte_past_the_limit(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x" * (files.MAX_FILE + 100))
    assert len(read_file(tmp_path / "x")) == files.MAX_FILE + 1


def test_a_folder_that_can_not_be_listed_is_yielded_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.md", "closed/b.md", "open/c.md")
    scandir = os.scandir

    def limited(folder: Path) -> object:
        if folder.name == closed:
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    closed = "closed"
    monkeypatch.setattr(os, "scandir", limited)
    assert names(tmp_path) == ["a.md", "closed", "open/c.md"]
    closed = tmp_path.name
    with pytest.raises(PermissionError):
        names(tmp_path)
