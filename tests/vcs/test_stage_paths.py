"""Staging paths without a commit, and paths that leave nothing to commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commit_oracle import Snapshot, assert_untouched

from jticket.vcs.blobs import read_at_head
from jticket.vcs.commit.commit import commit_paths, stage_paths
from jticket.vcs.repository import open_repository

if TYPE_CHECKING:
    from gitrepo import GitRepo


def test_staging_changes_only_the_given_paths(repo: GitRepo) -> None:
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


def test_a_path_that_never_existed_is_nothing_to_commit(repo: GitRepo) -> None:
    before = Snapshot.of(repo)
    repository = open_repository(repo.path)
    assert commit_paths(repository, [repo.path / ".tickets/none.md"], "m") is None
    assert commit_paths(repository, [], "m") is None
    repo.git("rm", "-q", "--cached", ".tickets/JJM-002.md")
    before = Snapshot.of(repo)
    stage_paths(repository, [])
    assert_untouched(repo, before)


def test_thousands_of_files_go_into_one_commit(repo: GitRepo) -> None:
    paths = [repo.write(f".tickets/many/JJM-{n:05}.md", f"{n}\n") for n in range(1000)]
    repo.write("other.txt", "not ours\n")
    repository = open_repository(repo.path)
    assert commit_paths(repository, paths, "many") is not None
    assert repo.status() == "?? other.txt"
    held = read_at_head(repository, paths)
    assert held[paths[999]] == b"999\n"
    assert list(held) == paths
