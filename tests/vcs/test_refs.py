"""The current branch, the default one, and the tips of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from gitrepo import GitRepo, new_repo

from jticket.vcs.refs import BranchTip, Tip, current_branch, default_branch, revision_names, tips
from jticket.vcs.repository import open_repository

if TYPE_CHECKING:
    from pathlib import Path


def default(repo: GitRepo) -> str | None:
    branch = default_branch(open_repository(repo.path))
    return branch.name if branch else None


@pytest.mark.parametrize("name", ["main", "a/b", "a\u2028b", "é"])
def test_the_current_branch_is_named_even_before_its_first_commit(
    empty_repo: GitRepo, name: str
) -> None:
    empty_repo.git("symbolic-ref", "HEAD", f"refs/heads/{name}")
    repository = open_repository(empty_repo.path)
    assert current_branch(repository) == name
    empty_repo.commit_all()
    assert current_branch(repository) == name
    empty_repo.git("checkout", "-q", "--detach")
    assert current_branch(repository) == ""


def test_tips_are_branches_here_and_on_remotes_and_detached_work_trees(
    repo: GitRepo, tmp_path: Path
) -> None:
    head = repo.head()
    repo.git("branch", "a\u2028b")
    repo.git("update-ref", "refs/remotes/origin/x/y", head)
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/x/y")
    repo.git("tag", "v1")
    repo.git("worktree", "add", "-q", "--detach", str(tmp_path / "detached"))
    repo.git("worktree", "add", "-q", "-b", "attached", str(tmp_path / "attached"))
    assert tips(open_repository(repo.path)) == (
        Tip("attached", "attached", head),
        Tip("a\u2028b", "a\u2028b", head),
        Tip("main", "main", head),
        Tip("origin/x/y", "x/y", head),
        Tip("", "", head, tmp_path / "detached"),
    )


def test_outside_a_repository_there_are_no_revision_names(tmp_path: Path) -> None:
    assert revision_names(tmp_path) == {}


def test_the_default_branch_is_origins_then_the_upstream_then_main(
    repo: GitRepo, tmp_path: Path
) -> None:
    assert default(repo) == "main"
    repo.git("branch", "-m", "main", "trunk")
    assert default(repo) is None
    repo.git("clone", "-q", str(repo.path), str(tmp_path / "clone"))
    clone = GitRepo(tmp_path / "clone")
    assert default(clone) == "origin/HEAD"
    assert default_branch(open_repository(clone.path)) == BranchTip("origin/HEAD", repo.head())
    clone.git("remote", "set-head", "origin", "--delete")
    clone.git("checkout", "-q", "-b", "feature", "--track", "origin/trunk")
    assert default(clone) == "origin/trunk"


def test_the_branch_that_a_branch_is_pushed_to_is_not_its_default(
    repo: GitRepo, tmp_path: Path
) -> None:
    repo.git("branch", "fix/x")
    repo.git("clone", "-q", "-b", "fix/x", str(repo.path), str(tmp_path / "clone"))
    clone = GitRepo(tmp_path / "clone")
    clone.git("remote", "set-head", "origin", "--delete")
    assert default(clone) == "origin/main"


def test_a_repository_without_a_commit_has_no_default_branch(empty_repo: GitRepo) -> None:
    assert default(empty_repo) is None


@pytest.mark.parametrize("name", ["master", "main"])
def test_main_and_master_are_defaults_without_a_remote(tmp_path: Path, name: str) -> None:
    repo = new_repo(tmp_path / "new")
    repo.git("symbolic-ref", "HEAD", f"refs/heads/{name}")
    repo.commit_all("start")
    repo.git("checkout", "-q", "--detach")
    assert default(repo) == name


@pytest.mark.parametrize("name", ["a\u2028b", "a\x85b", "é"])
def test_branch_names_may_contain_any_characters(repo: GitRepo, name: str) -> None:
    repo.git("checkout", "-q", "-b", name)
    assert default(repo) == "main"
    repo.git("branch", "-q", "--set-upstream-to=main")
    assert default(repo) == "main"
