"""Every name that a file ever had is found, wherever it is known."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from gitrepo import GitRepo, new_repo

from jticket.vcs.known_names import known_names
from jticket.vcs.repository import open_repository

if TYPE_CHECKING:
    from pathlib import Path

BASE = {"JJM-001.md", "JJM-002.md", "config.yml"}


def known(repo: GitRepo, folder: str = ".tickets") -> set[str]:
    """Returns the names below `folder`, without it."""
    names = known_names(open_repository(repo.path), repo.path / folder)
    prefix = f"{folder}/" if folder else ""
    assert all(name.startswith(prefix) for name in names)
    return {name.removeprefix(prefix) for name in names}


def add(repo: GitRepo, name: str) -> None:
    repo.write(f".tickets/{name}", f"{name}\n")
    repo.commit_all(f"add {name}")


def remove(repo: GitRepo, name: str) -> None:
    (repo.path / ".tickets" / name).unlink()
    repo.commit_all(f"remove {name}")


def test_deleted_and_renamed_files_are_known(repo: GitRepo) -> None:
    add(repo, "deleted.md")
    remove(repo, "deleted.md")
    add(repo, "before.md")
    repo.git("mv", ".tickets/before.md", ".tickets/after.md")
    repo.commit_all()
    remove(repo, "after.md")
    for key in ("log.follow", "diff.renames", "log.showSignature"):
        repo.git("config", key, "true")
    repo.git("config", "log.showRoot", "false")
    assert known(repo) == BASE | {"deleted.md", "before.md", "after.md"}


def test_names_of_the_first_commit_are_known_whatever_the_settings(empty_repo: GitRepo) -> None:
    add(empty_repo, "first.md")
    remove(empty_repo, "first.md")
    empty_repo.git("config", "log.showRoot", "false")
    assert known(empty_repo) == {"first.md"}


def test_names_on_branches_tags_and_remotes_are_known(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    add(repo, "on-a-branch.md")
    repo.git("checkout", "-q", "--detach", "main")
    add(repo, "on-a-tag.md")
    repo.git("tag", "tagged")
    repo.git("checkout", "-q", "--detach", "main")
    add(repo, "on-another-ref.md")
    repo.git("update-ref", "refs/review/1", "HEAD")
    other_repo = GitRepo(repo.path.parent / "other")
    repo.git("clone", "-q", "-b", "main", str(repo.path), str(other_repo.path))
    add(other_repo, "on-a-remote.md")
    repo.git("fetch", "-q", str(other_repo.path), "main:refs/remotes/there/main")
    repo.git("checkout", "-q", "main")
    repo.write(".tickets/stashed.md", "x")
    repo.git("stash", "-q", "-u")
    assert known(repo) == BASE | {
        "on-a-branch.md",
        "on-a-tag.md",
        "on-another-ref.md",
        "on-a-remote.md",
        "stashed.md",
    }


def test_names_on_a_detached_head_are_known(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "--detach")
    add(repo, "detached.md")
    remove(repo, "detached.md")
    assert known(repo) == BASE | {"detached.md"}


def test_names_that_merges_add_or_discard_are_known(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    add(repo, "thrown-away.md")
    repo.git("checkout", "-q", "main")
    add(repo, "of-main.md")
    repo.git("merge", "-q", "-s", "ours", "--no-commit", "side")
    repo.write(".tickets/in-the-merge.md", "x")
    repo.commit_all("merge")
    repo.git("branch", "-q", "-D", "side")
    for name in ("of-main.md", "in-the-merge.md"):
        remove(repo, name)
    assert known(repo) == BASE | {"thrown-away.md", "of-main.md", "in-the-merge.md"}


def test_names_that_are_only_staged_or_on_disk_are_known(repo: GitRepo) -> None:
    repo.write(".gitignore", "ignored.md\n")
    repo.write(".tickets/staged.md", "x")
    repo.write(".tickets/intended.md", "x")
    repo.git("add", ".tickets/staged.md")
    repo.git("add", "-N", ".tickets/intended.md")
    (repo.path / ".tickets/staged.md").unlink()
    repo.write(".tickets/archive/on-disk.md", "x")
    repo.write(".tickets/ignored.md", "x")
    repo.write(".tickets/[a] b\n.md", "x")
    repo.write("elsewhere.md", "x")
    assert known(repo) == BASE | {
        "staged.md",
        "intended.md",
        "archive/on-disk.md",
        "ignored.md",
        "[a] b\n.md",
    }


def test_names_in_every_work_tree_are_known(repo: GitRepo, tmp_path: Path) -> None:
    linked = GitRepo(tmp_path / "linked\ntree")
    repo.git("worktree", "add", "-q", "--detach", str(linked.path))
    add(linked, "of-its-head.md")
    linked.git("config", "extensions.worktreeConfig", "true")
    linked.git("config", "--worktree", "core.splitIndex", "true")
    linked.write(".tickets/in-its-index.md", "x")
    linked.git("add", ".tickets/in-its-index.md")
    linked.git("update-index", "--split-index")
    (linked.path / ".tickets/in-its-index.md").unlink()
    linked.write(".tickets/on-its-disk.md", "x")
    repo.write(".tickets/on-mains-disk.md", "x")
    repo.write(".tickets/in-mains-index.md", "x")
    repo.git("add", ".tickets/in-mains-index.md")
    (repo.path / ".tickets/in-mains-index.md").unlink()
    everything = BASE | {
        "of-its-head.md",
        "in-its-index.md",
        "on-its-disk.md",
        "on-mains-disk.md",
        "in-mains-index.md",
    }
    assert known(repo) == everything
    assert known(linked) == everything
    shutil.rmtree(linked.path)
    assert known(repo) == everything - {"on-its-disk.md"}


def test_the_main_repository_may_be_bare(repo: GitRepo, tmp_path: Path) -> None:
    repo.git("clone", "-q", "--bare", str(repo.path), str(tmp_path / "bare.git"))
    bare = GitRepo(tmp_path / "bare.git")
    bare.git("worktree", "add", "-q", str(tmp_path / "tree"), "main")
    bare.git("read-tree", "main")
    tree = GitRepo(tmp_path / "tree")
    tree.write(".tickets/x.md", "x")
    assert known(tree) == BASE | {"x.md"}


@pytest.mark.parametrize("folder", [".tickets", "no/such/folder"])
def test_before_the_first_commit_names_on_disk_are_known(empty_repo: GitRepo, folder: str) -> None:
    assert known(empty_repo, folder) == set()
    empty_repo.write(f"{folder}/a.md", "x")
    empty_repo.write(f"{folder}/b.md", "x")
    empty_repo.git("add", f"{folder}/b.md")
    assert known(empty_repo, folder) == {"a.md", "b.md"}


def test_the_current_branch_may_be_unborn(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "--orphan", "fresh")
    repo.git("rm", "-q", "-r", "-f", ".")
    assert known(repo) == BASE


def test_names_in_the_oldest_commit_of_a_shallow_clone_are_known(
    repo: GitRepo, tmp_path: Path
) -> None:
    add(repo, "x.md")
    add(repo, "y.md")
    repo.git("clone", "-q", "--depth=1", f"file://{repo.path}", str(tmp_path / "shallow"))
    shallow = GitRepo(tmp_path / "shallow")
    shallow.git("rm", "-q", "-r", ".tickets")
    shallow.commit_all()
    assert known(shallow) == BASE | {"x.md", "y.md"}


def test_the_folder_may_be_the_top_of_the_repository(repo: GitRepo) -> None:
    inner = new_repo(repo.path / "inner")
    inner.write("x", "x")
    assert known(repo, "") >= {"README.md", "src/app.py", ".tickets/JJM-001.md"}
    assert not any(name.startswith(".git/") for name in known(repo, ""))


def test_git_lists_work_trees_only_if_one_is_linked(
    repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(trace))
    known(repo)
    assert '"worktree","list"' not in trace.read_text()
    repo.git("worktree", "add", "-q", str(tmp_path / "linked"))
    trace.unlink()
    known(repo)
    assert '"worktree","list"' in trace.read_text()
