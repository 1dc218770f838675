"""Files inside a folder: whatever links are planted, nothing outside is opened or changed."""

from __future__ import annotations

import os
import resource
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from jticket.store import inside as inside_module
from jticket.store.files import UnreadableFileError, read_file
from jticket.store.locate import LeavesFolderError, inside
from jticket.store.writes import (
    Area,
    ChangedMeanwhileError,
    WriteError,
    move_file,
    remove_file,
    write_file,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def open_descriptors() -> set[str]:
    """Returns the numbers of this process's descriptors that are open.

    The number that a new one gets would not do: not every kernel takes the lowest free one.
    """
    return {number for number in os.listdir("/dev/fd") if is_open(int(number))}


def is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:  # that of the listing itself
        return False
    return True


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
    before = open_descriptors()
    (folder / "link").symlink_to("../out")
    for _ in range(50):
        read_file(folder / "sub/file", within=folder)
        for name in ("sub/none", "none/none", "link/file"):
            with pytest.raises((UnreadableFileError, LeavesFolderError)):
                read_file(folder / name, within=folder)
    assert open_descriptors() - before == set()


def swap_for_a_link(folder: Path, outside: Path) -> None:
    """Does what a hostile process may do between a check and a write."""
    folder.rename(folder.with_name("old"))
    folder.symlink_to(outside)


def make(change: str, folder: Path) -> None:
    """Makes a change of a file in a subfolder."""
    area = Area(folder)
    match change:
        case "write":
            write_file(folder / "sub/file", b"new", before=b"inside", area=area)
        case "create":
            write_file(folder / "sub/new", b"new", before=None, area=area)
        case "remove":
            remove_file(folder / "sub/file", before=b"inside", area=area)
        case "move":
            move_file(folder / "sub/file", folder / "sub/to", before=b"inside", area=area)


@pytest.mark.parametrize("swapped", ["in", "in/sub"])
@pytest.mark.parametrize("change", ["write", "create", "remove", "move"])
def test_a_link_planted_after_the_check_leads_no_change_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch, swapped: str, change: str
) -> None:
    out = folder.parent / "out"
    (out / "sub").mkdir()
    for path in (out / "file", out / "sub/file"):
        path.write_bytes(b"inside")
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    at_the_parent = []

    def slow(area: Path, path: Path) -> Path:
        target = inside(area, path)
        at_the_parent.append(path)
        if change in ("write", "create") or len(at_the_parent) == 2:
            swap_for_a_link(folder.parent / swapped, out)
        return target

    monkeypatch.setattr("jticket.store.writes.inside", slow)
    with pytest.raises(WriteError, match="nothing was changed"):
        make(change, folder)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("change", ["write", "create", "remove"])
def test_a_folder_that_is_swapped_while_it_is_written_to_leads_no_change_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    out = folder.parent / "out"
    (out / "file").write_bytes(b"inside")
    opened = inside_module.opened_parent

    @contextmanager
    def slow(within: Path, path: Path, *, create: bool = False) -> Iterator[int]:
        with opened(within, path, create=create) as descriptor:
            swap_for_a_link(folder / "sub", out)
            yield descriptor

    monkeypatch.setattr("jticket.store.writes.opened_parent", slow)
    make(change, folder)
    expected = {"write": {"file": b"new"}, "create": {"file": b"inside", "new": b"new"}}
    changed = {path.name: path.read_bytes() for path in (folder / "old").iterdir()}
    assert changed == expected.get(change, {})
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {"file": b"inside"}


def test_a_file_that_is_swapped_for_a_link_is_not_what_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder.parent / "out/file").write_bytes(b"inside")

    def slow(area: Path, path: Path) -> Path:
        target = inside(area, path)
        swap_for_a_link(folder / "sub/file", folder.parent / "out/file")
        return target

    monkeypatch.setattr("jticket.store.writes.inside", slow)
    with pytest.raises(ChangedMeanwhileError):
        write_file(folder / "sub/file", b"new", before=b"inside", area=Area(folder))
    assert (folder.parent / "out/file").read_bytes() == b"inside"


def test_a_link_to_a_file_is_removed_and_the_file_stays(folder: Path) -> None:
    (folder / "link").symlink_to("sub/file")
    remove_file(folder / "link", before=b"inside", area=Area(folder))
    assert os.listdir(folder) == ["sub"]
    assert (folder / "sub/file").read_bytes() == b"inside"


@pytest.mark.parametrize("name", ["link/file", "far"])
def test_nothing_is_changed_through_a_link_that_leads_out(folder: Path, name: str) -> None:
    (folder / "link").symlink_to("../out")
    (folder / "far").symlink_to("../out/file")
    with pytest.raises(LeavesFolderError):
        write_file(folder / name, b"new", before=b"secret", area=Area(folder))
    with pytest.raises(LeavesFolderError):
        remove_file(folder / name, before=b"secret", area=Area(folder))
    assert (folder.parent / "out/file").read_bytes() == b"secret"


def test_a_temporary_file_that_is_swapped_for_a_link_gives_no_name_to_a_file_outside(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = folder.parent / "out/file"

    @contextmanager
    def swapped(source: int, *_: object, **_options: object) -> Iterator[str]:
        os.symlink(outside, "planted", dir_fd=source)
        yield "planted"

    monkeypatch.setattr("jticket.store.writes.temporary_file", swapped)
    write_file(folder / "new", b"new", before=None, area=Area(folder))
    assert outside.stat().st_nlink == 1
    assert (folder / "new").is_symlink()


def test_a_link_that_leads_to_itself_is_not_what_it_was(folder: Path) -> None:
    (folder / "loop").symlink_to("loop")
    with pytest.raises(ChangedMeanwhileError):
        remove_file(folder / "loop", before=b"inside", area=Area(folder))
    assert (folder / "loop").is_symlink()


@pytest.mark.parametrize("name", ["new", "sub/new"])
def test_without_hard_links_a_planted_link_is_not_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def link(*_: object, **_options: object) -> None:
        (folder / name).symlink_to("nowhere")
        raise PermissionError

    monkeypatch.setattr(os, "link", link)
    with pytest.raises(ChangedMeanwhileError):
        write_file(folder / name, b"new", before=None, area=Area(folder))
    assert (folder / name).is_symlink()


def test_created_folders_are_durable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced, fsync = [], os.fsync

    def recorded(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", recorded)
    write_file(folder / "a/b/new", b"new", before=None, area=Area(folder))
    above = [(folder / name).stat().st_ino for name in (".", "a")]
    file, parent = ((folder / name).stat().st_ino for name in ("a/b/new", "a/b"))
    assert synced == [*above, file, parent]


def test_a_folder_that_another_command_creates_meanwhile_is_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mkdir = os.mkdir

    def slow(name: str, *, dir_fd: int) -> None:
        mkdir(name, dir_fd=dir_fd)
        mkdir(name, dir_fd=dir_fd)

    monkeypatch.setattr(os, "mkdir", slow)
    write_file(folder / "a/new", b"new", before=None, area=Area(folder))
    assert (folder / "a/new").read_bytes() == b"new"


def test_a_large_file_is_read_no_further_than_to_see_that_it_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "sub/file"
    with file.open("wb") as large:
        large.truncate(1 << 40)  # sparse: reading all of it would take all memory
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, hard))
    try:
        with pytest.raises(ChangedMeanwhileError):
            write_file(file, b"new", before=b"inside")
        with pytest.raises(ChangedMeanwhileError):
            remove_file(file, before=b"inside")
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def test_no_descriptor_of_a_write_stays_open(folder: Path) -> None:
    before = open_descriptors()
    (folder / ".git").mkdir()
    (folder / ".git/HEAD").write_text("")
    area = Area(folder, top=folder)
    for _ in range(20):
        write_file(folder / "sub/new", b"new", before=None, area=area)
        write_file(folder / "sub/new", b"newer", before=b"new", area=area)
        remove_file(folder / "sub/new", before=b"newer", area=area)
        move_file(folder / "sub/file", folder / "to", before=b"inside", area=area)
        move_file(folder / "to", folder / "sub/file", before=b"inside", area=area)
        with pytest.raises(WriteError):
            write_file(folder / "none/none", b"", before=b"", area=area)
        with pytest.raises(ChangedMeanwhileError):
            write_file(folder / "sub/file", b"", before=b"", area=area)
        with pytest.raises(WriteError):
            write_file(folder / "sub/file/x/y", b"", before=None, area=area)
    assert open_descriptors() - before == set()
