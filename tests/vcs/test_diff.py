"""The files that differ from HEAD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gitrepo import GitRepo, new_repo

from jticket.vcs.commit.commit import commit_paths
from jticket.vcs.commit.index import file_signature
from jticket.vcs.diff import Changed, ChangeKind, changed_paths
from jticket.vcs.repository import open_repository

if TYPE_CHECKING:
    from pathlib import Path


def changed(repo: GitRepo, folder: str = ".tickets") -> dict[str, str]:
    """Returns the changes by name, with `!` for conflicts."""
    changes = changed_paths(open_repository(repo.path), repo.path / folder)
    return {
        change.path.relative_to(repo.path).as_posix(): change.change.value + "!" * change.unmerged
        for change in changes
    }


def test_every_kind_of_change_is_reported_file_by_file(repo: GitRepo) -> None:
    for name in "bcdefgh":
        repo.write(f".tickets/{name}.md", name * 100)
    repo.write(".gitignore", "*.log\n")
    repo.commit_all()
    assert changed(repo) == {}

    repo.write(".tickets/b.md", "modified")
    repo.write(".tickets/c.md", "modified and staged")
    repo.git("add", ".tickets/c.md")
    (repo.path / ".tickets/d.md").unlink()
    repo.git("rm", "-q", ".tickets/e.md")
    repo.git("rm", "-q", "--cached", ".tickets/f.md")
    repo.git("mv", ".tickets/g.md", ".tickets/sub dir.md")
    repo.write(".tickets/archive/new/n\nl.md", "untracked")
    repo.write(".tickets/--all.md", "intended")
    repo.git("add", "-N", "--", ".tickets/--all.md")
    repo.write(".tickets/gone.md", "staged and gone")
    repo.git("add", ".tickets/gone.md")
    (repo.path / ".tickets/gone.md").unlink()
    repo.write(".tickets/ignored.log", "ignored")
    new_repo(repo.path / ".tickets/inner").write("x.md", "in a repository of its own")
    repo.write("README.md", "elsewhere")
    assert changed(repo) == {
        ".tickets/--all.md": "added",
        ".tickets/archive/new/n\nl.md": "added",
        ".tickets/b.md": "modified",
        ".tickets/c.md": "modified",
        ".tickets/d.md": "deleted",
        ".tickets/e.md": "deleted",
        ".tickets/f.md": "modified",
        ".tickets/g.md": "deleted",
        ".tickets/sub dir.md": "added",
    }


def test_reading_changes_does_not_write_the_index(repo: GitRepo) -> None:
    index = repo.path / ".git/index"
    before = file_signature(index)
    repo.write(".tickets/JJM-001.md", "modified")
    changed(repo)
    assert file_signature(index) == before
    # A copy's times are all new, so a status that may write does write.
    repo.git("status")
    assert file_signature(index) != before


def test_conflicts_are_marked(repo: GitRepo) -> None:
    name = ".tickets/JJM-001.md"
    repo.write(name, "stashed\n")
    repo.write(".tickets/JJM-002.md", "stashed\n")
    repo.git("stash", "-q")
    repo.write(name, "committed\n")
    repo.git("rm", "-q", ".tickets/JJM-002.md")
    repo.commit_all()
    repo.git("stash", "pop", "-q", check=False)
    assert changed(repo) == {name: "modified!", ".tickets/JJM-002.md": "added!"}


def test_settings_for_git_status_have_no_effect(repo: GitRepo) -> None:
    for key, value in (
        ("status.showUntrackedFiles", "no"),
        ("status.renames", "copies"),
        ("status.relativePaths", "true"),
        ("status.branch", "true"),
        ("status.showStash", "true"),
        ("core.quotePath", "true"),
    ):
        repo.git("config", key, value)
    repo.git("mv", ".tickets/JJM-001.md", ".tickets/ünï.md")
    assert changed(repo) == {".tickets/JJM-001.md": "deleted", ".tickets/ünï.md": "added"}


def test_paths_begin_with_the_folder_as_given(repo: GitRepo, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(repo.path)
    repo.write(".tickets/x.md", "new")
    folder = tmp_path / "link" / ".tickets"
    expected = (Changed(folder / "x.md", ChangeKind.ADDED),)
    assert changed_paths(open_repository(tmp_path / "link"), folder) == expected


def test_the_folder_may_be_the_top(empty_repo: GitRepo) -> None:
    empty_repo.write("a.md", "a")
    empty_repo.write("b/c.md", "c")
    empty_repo.git("add", "a.md")
    assert changed(empty_repo, "") == {"a.md": "added", "b/c.md": "added"}


def test_all_reported_changes_can_be_committed(repo: GitRepo) -> None:
    repo.write(".tickets/new.md", "new")
    (repo.path / ".tickets/JJM-001.md").unlink()
    repo.write(".tickets/JJM-002.md", "modified")
    repository = open_repository(repo.path)
    changes = changed_paths(repository, repo.path / ".tickets")
    assert commit_paths(repository, [change.path for change in changes], "all") is not None
    assert repo.status() == ""
