"""What differs from HEAD, what HEAD holds, and staging without a commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commit_oracle import Snapshot, assert_untouched
from gitrepo import GitRepo, new_repo

from jticket.vcs.blobs import names_at_head, read_at_head
from jticket.vcs.commit.commit import commit_paths, stage_paths
from jticket.vcs.commit.index import file_signature
from jticket.vcs.diff import Change, Changed, changed_paths
from jticket.vcs.errors import OutsideRepositoryError
from jticket.vcs.repository import open_repository

if TYPE_CHECKING:
    from pathlib import Path


def changed(repo: GitRepo, folder: str = ".tickets") -> dict[str, str]:
    """Returns the changes by name, with a mark for conflicts."""
    found = changed_paths(open_repository(repo.path), repo.path / folder)
    return {
        item.path.relative_to(repo.path).as_posix(): item.change.value + "!" * item.unmerged
        for item in found
    }


def test_each_kind_of_change_is_told_file_by_file(repo: GitRepo) -> None:
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


def test_looking_does_not_write_the_index(repo: GitRepo) -> None:
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


def test_what_user_settings_say_about_status_changes_nothing(repo: GitRepo) -> None:
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
    expected = (Changed(folder / "x.md", Change.ADDED),)
    assert changed_paths(open_repository(tmp_path / "link"), folder) == expected


def test_the_top_itself_may_hold_the_files(empty_repo: GitRepo) -> None:
    empty_repo.write("a.md", "a")
    empty_repo.write("b/c.md", "c")
    empty_repo.git("add", "a.md")
    assert changed(empty_repo, "") == {"a.md": "added", "b/c.md": "added"}


def test_what_changed_can_be_committed_as_it_is_told(repo: GitRepo) -> None:
    repo.write(".tickets/new.md", "new")
    (repo.path / ".tickets/JJM-001.md").unlink()
    repo.write(".tickets/JJM-002.md", "modified")
    repository = open_repository(repo.path)
    found = changed_paths(repository, repo.path / ".tickets")
    assert commit_paths(repository, [item.path for item in found], "all") is not None
    assert repo.status() == ""


def test_thousands_of_files_go_into_one_commit(repo: GitRepo) -> None:
    paths = [repo.write(f".tickets/many/JJM-{n:05}.md", f"{n}\n") for n in range(1000)]
    repo.write("other.txt", "not ours\n")
    repository = open_repository(repo.path)
    assert commit_paths(repository, paths, "many") is not None
    assert repo.status() == "?? other.txt"
    held = read_at_head(repository, paths)
    assert held[paths[999]] == b"999\n"
    assert list(held) == paths


def test_head_is_read_in_one_go(repo: GitRepo) -> None:
    names = ("a b.md", "n\nl.md", "-x", ":(top)y", "link", "sub/ü.md", "caf\udce9", "empty")
    contents: dict[str, bytes | None] = dict.fromkeys(names, b"content\nof\n\x00it")
    contents["empty"] = b""
    for name, content in contents.items():
        if name != "link" and content is not None:
            repo.write(name, content)
    (repo.path / "link").symlink_to("README.md")
    contents["link"] = b"README.md"
    repo.commit_all()
    for name in names:
        (repo.path / name).unlink()
    repo.write("fresh\nfile missing", "not in HEAD")
    contents.update({"fresh\nfile missing": None, "sub2/x": None})
    (repo.path / "sub").rmdir()
    wanted = {repo.path / name: content for name, content in contents.items()}
    repository = open_repository(repo.path)
    assert read_at_head(repository, wanted) == wanted
    assert read_at_head(repository, [repo.path / ".tickets"]) == {repo.path / ".tickets": None}
    there = {name for name, content in contents.items() if content is not None}
    assert names_at_head(repository, contents) == there
    assert names_at_head(repository, ()) == frozenset()


def test_before_the_first_commit_head_holds_nothing(empty_repo: GitRepo) -> None:
    path = empty_repo.write("x", "x")
    repository = open_repository(empty_repo.path)
    assert read_at_head(repository, [path]) == {path: None}
    with pytest.raises(OutsideRepositoryError):
        read_at_head(repository, [empty_repo.path.parent / "y"])


def test_staging_touches_the_given_paths_alone(repo: GitRepo) -> None:
    old, new, gone = (repo.path / f".tickets/{n}.md" for n in ("JJM-001", "JJM-009", "JJM-002"))
    repo.write("src/app.py", "half\n")
    repo.git("add", "src/app.py")
    repo.write("src/app.py", "half and half\n")
    repo.write("intended", "x")
    repo.git("add", "-N", "intended")
    repo.write(".tickets/JJM-001.md", "modified\n")
    repo.git("update-index", "--skip-worktree", ".tickets/JJM-001.md")
    new.write_text("new\n")
    repo.git("add", "-N", ".tickets/JJM-009.md")
    gone.unlink()
    before = Snapshot.of(repo)

    stage_paths(open_repository(repo.path), [old, new, gone])
    repo.git("update-index", "--no-skip-worktree", ".tickets/JJM-001.md")
    assert repo.status().split("\n") == [
        "M  .tickets/JJM-001.md",
        "D  .tickets/JJM-002.md",
        "A  .tickets/JJM-009.md",
        " A intended",
        "MM src/app.py",
    ]
    after = Snapshot.of(repo)
    assert after.head == before.head
    assert after.files == before.files
    assert after.git_files == before.git_files


def test_staging_works_before_the_first_commit_and_in_a_merge(
    repo: GitRepo, empty_repo: GitRepo
) -> None:
    path = empty_repo.write("x.md", "x")
    stage_paths(open_repository(empty_repo.path), [path])
    assert empty_repo.status() == "A  x.md"

    repo.git("checkout", "-q", "-b", "side")
    repo.write("README.md", "side\n")
    repo.commit_all()
    repo.git("checkout", "-q", "main")
    repo.write("README.md", "main\n")
    repo.commit_all()
    repo.git("merge", "-q", "side", check=False)
    path = repo.write(".tickets/JJM-001.md", "in a merge\n")
    stage_paths(open_repository(repo.path), [path])
    assert repo.status() == "M  .tickets/JJM-001.md\nUU README.md"
    assert (repo.path / ".git/MERGE_HEAD").exists()


def test_a_path_that_never_was_is_nothing_to_commit(repo: GitRepo) -> None:
    before = Snapshot.of(repo)
    repository = open_repository(repo.path)
    assert commit_paths(repository, [repo.path / ".tickets/none.md"], "m") is None
    assert commit_paths(repository, [], "m") is None
    repo.git("rm", "-q", "--cached", ".tickets/JJM-002.md")
    before = Snapshot.of(repo)
    stage_paths(repository, [])
    assert_untouched(repo, before)
