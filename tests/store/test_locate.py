"""Where the tickets folder is: searched for upwards or given by name, and not outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from jticket.errors import Advice, Remedy
from jticket.store.locate import (
    FolderLeavesError,
    LinkLeavesError,
    NoFolderError,
    NoTicketsError,
    locate,
    repository_root,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Returns a folder that looks like a repository, with tickets and a deep subfolder."""
    for name in ("repo/.git", "repo/.tickets/sub", "repo/src/deep"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path / "repo"


@pytest.mark.parametrize("start", [".", "src/deep", ".tickets", ".tickets/sub", ".git"])
def test_the_folder_is_found_from_anywhere_in_the_repository(root: Path, start: str) -> None:
    location = locate(root / start)
    assert (location.folder, location.root) == (root / ".tickets", root)
    assert location.shown(location.config) == ".tickets/config.yml"


def test_the_nearest_folder_is_used(root: Path) -> None:
    (root / "src/.tickets").mkdir()
    location = locate(root / "src/deep")
    assert (location.folder, location.root) == (root / "src/.tickets", root)
    assert location.shown(location.config) == "src/.tickets/config.yml"


def test_outside_a_repository_paths_are_relative_to_the_parent(tmp_path: Path) -> None:
    (tmp_path / "notes/.tickets").mkdir(parents=True)
    location = locate(tmp_path / "notes")
    assert location.root == tmp_path / "notes"
    assert repository_root(tmp_path / "notes") is None


def test_without_a_folder_the_hint_is_to_create_one(tmp_path: Path) -> None:
    with pytest.raises(NoTicketsError) as caught:
        locate(tmp_path)
    assert caught.value.message == f"no .tickets folder in {tmp_path} or above it"
    assert caught.value.start == tmp_path
    assert caught.value.hints == ((Advice(Remedy.INIT),),)


def test_a_file_of_that_name_does_not_count(tmp_path: Path) -> None:
    (tmp_path / ".tickets").write_text("")
    with pytest.raises(NoTicketsError):
        locate(tmp_path)


def test_a_folder_can_be_given_by_a_relative_or_an_absolute_name(root: Path) -> None:
    (root / "src/items").mkdir()
    named_from_here = [
        (root / "src", "items"),
        (root, "src/items"),
        (root / ".git", "../src/items"),
    ]
    for start, named in [*named_from_here, (root.parent, str(root / "src/items"))]:
        location = locate(start, Path(named))
        assert (location.folder, location.root) == (root / "src/items", root)
        assert location.shown(location.folder / "X-1.md") == "src/items/X-1.md"


def test_a_given_folder_must_exist(root: Path) -> None:
    with pytest.raises(NoFolderError, match="nothing is not a folder"):
        locate(root, root / "nothing")


def test_a_link_within_the_repository_is_followed(root: Path) -> None:
    (root / ".tickets").rename(root / "real")
    (root / ".tickets").symlink_to("real")
    location = locate(root / "src")
    assert (location.folder, location.root) == (root / "real", root)


def test_a_link_out_of_the_repository_is_refused_unless_its_target_is_given(root: Path) -> None:
    outside = root.parent / "outside"
    (root / ".tickets").rename(outside)
    (root / ".tickets").symlink_to(outside)
    with pytest.raises(FolderLeavesError) as caught:
        locate(root / "src")
    assert caught.value.target == outside
    assert caught.value.hints == ((Advice(Remedy.NAME_FOLDER, (str(outside),)),),)
    assert locate(root, outside).folder == outside


def test_a_link_into_git_s_own_folder_is_refused(root: Path) -> None:
    (root / ".tickets").rename(root / ".git/tickets")
    (root / ".tickets").symlink_to(".git/tickets")
    with pytest.raises(FolderLeavesError, match="is a link to git's own files, to") as caught:
        locate(root / "src")
    assert caught.value.hint == "remove the link, and keep tickets in a folder of their own"
    assert locate(root, root / ".git/tickets").folder == root / ".git/tickets"


def test_a_linked_start_counts_as_its_target(root: Path) -> None:
    (root.parent / "shortcut").symlink_to(root / "src")
    assert locate(root.parent / "shortcut").folder == root / ".tickets"


def test_a_link_of_the_repository_may_not_lead_out_of_it(root: Path) -> None:
    location = locate(root)
    (root / "src/out").symlink_to(root.parent)
    (root / "src/git").symlink_to("../.git")
    (root / "src/in").symlink_to("../.tickets")
    for name in ("src/out", "src/out/x.md", "src/git/config"):
        with pytest.raises(LinkLeavesError) as caught:
            location.check_links(root / name)
        assert caught.value.link in (root / "src/out", root / "src/git")
    location.check_links(root / "src/in/x.md")
    (root.parent / "own").symlink_to("/")
    location.check_links(root.parent / "own/x.md")


def test_a_path_outside_is_shown_in_full(root: Path) -> None:
    location = locate(root)
    assert location.shown(root / "src/x.md") == "src/x.md"
    assert location.shown(root.parent / "x.md") == f"{root.parent}/x.md"
