"""Where the tickets folder is: walked up to, or named outright, never led astray."""

from __future__ import annotations

from pathlib import Path

import pytest

from jticket.store.locate import (
    FolderLeavesError,
    NoFolderError,
    NoTicketsError,
    locate,
    repository_root,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder that looks like a repository, with tickets and a deep subfolder."""
    for name in ("repo/.git", "repo/.tickets/sub", "repo/src/deep"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path / "repo"


@pytest.mark.parametrize("start", [".", "src/deep", ".tickets", ".tickets/sub", ".git"])
def test_it_is_found_from_anywhere_in_the_repository(root: Path, start: str) -> None:
    found = locate(root / start)
    assert (found.folder, found.root) == (root / ".tickets", root)
    assert found.shown(found.config) == ".tickets/config.yml"


def test_the_nearest_one_counts(root: Path) -> None:
    (root / "src/.tickets").mkdir()
    found = locate(root / "src/deep")
    assert (found.folder, found.root) == (root / "src/.tickets", root)
    assert found.shown(found.config) == "src/.tickets/config.yml"


def test_outside_a_repository_paths_are_shown_from_its_holder(tmp_path: Path) -> None:
    (tmp_path / "notes/.tickets").mkdir(parents=True)
    found = locate(tmp_path / "notes")
    assert found.root == tmp_path / "notes"
    assert repository_root(tmp_path / "notes") is None


def test_none_is_told_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(NoTicketsError) as caught:
        locate(tmp_path)
    assert caught.value.message == f"no .tickets folder in {tmp_path} or above it"
    assert caught.value.hint == "`jticket init` makes one"


def test_a_file_of_that_name_is_none(tmp_path: Path) -> None:
    (tmp_path / ".tickets").write_text("")
    with pytest.raises(NoTicketsError):
        locate(tmp_path)


def test_a_folder_can_be_named_from_here_or_outright(root: Path) -> None:
    (root / "src/items").mkdir()
    named_from_here = [
        (root / "src", "items"),
        (root, "src/items"),
        (root / ".git", "../src/items"),
    ]
    for start, named in [*named_from_here, (root.parent, str(root / "src/items"))]:
        found = locate(start, Path(named))
        assert (found.folder, found.root) == (root / "src/items", root)
        assert found.shown(found.folder / "X-1.md") == "src/items/X-1.md"


def test_a_named_folder_that_is_not_there_is_told(root: Path) -> None:
    with pytest.raises(NoFolderError, match="nothing is no folder"):
        locate(root, root / "nothing")


def test_a_link_within_the_repository_is_followed(root: Path) -> None:
    (root / ".tickets").rename(root / "real")
    (root / ".tickets").symlink_to("real")
    found = locate(root / "src")
    assert (found.folder, found.root) == (root / "real", root)


def test_a_link_out_of_the_repository_is_refused_unless_it_is_named(root: Path) -> None:
    outside = root.parent / "outside"
    (root / ".tickets").rename(outside)
    (root / ".tickets").symlink_to(outside)
    with pytest.raises(FolderLeavesError) as caught:
        locate(root / "src")
    assert caught.value.hint == f"if you trust it: --dir {outside}"
    assert locate(root, outside).folder == outside


def test_a_start_behind_a_link_counts_as_where_it_leads(root: Path) -> None:
    (root.parent / "shortcut").symlink_to(root / "src")
    assert locate(root.parent / "shortcut").folder == root / ".tickets"
