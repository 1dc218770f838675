"""Merge bases and the default branch, in histories of all shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from gitrepo import GitRepo, new_repo

from jticket.vcs.merge_base import merge_bases
from jticket.vcs.refs import Branch, default_branch
from jticket.vcs.repository import open_repository
from jticket.vcs.shallow import is_shallow

if TYPE_CHECKING:
    from pathlib import Path


def bases(repo: GitRepo, one: str, two: str) -> tuple[str, ...]:
    named = (repo.git("rev-parse", each) for each in (one, two))
    return merge_bases(open_repository(repo.path), *named)


def default(repo: GitRepo) -> str | None:
    found = default_branch(open_repository(repo.path))
    return found.name if found else None


def test_a_branch_parts_where_it_was_made(repo: GitRepo) -> None:
    start = repo.head()
    repo.git("checkout", "-qb", "side")
    repo.commit_all("side")
    repo.git("checkout", "-q", "main")
    repo.commit_all("main")
    assert bases(repo, "main", "side") == (start,)
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    assert bases(repo, "main", "side") == (repo.git("rev-parse", "side"),)


def test_criss_cross_merges_have_several_bases_and_the_first_is_git_s(repo: GitRepo) -> None:
    repo.git("checkout", "-qb", "side")
    side = repo.commit_all("side")
    repo.git("checkout", "-q", "main")
    main = repo.commit_all("main")
    repo.git("merge", "-q", "-m", "one", side)
    repo.git("checkout", "-q", "side")
    repo.git("merge", "-q", "-m", "two", main)
    found = bases(repo, "main", "side")
    assert set(found) == {main, side}
    assert found[0] == repo.git("merge-base", "main", "side")


def test_histories_that_share_nothing_have_no_base(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "--orphan", "other")
    repo.commit_all("other")
    assert bases(repo, "main", "other") == ()


def test_a_shallow_clone_is_known(repo: GitRepo, tmp_path: Path) -> None:
    repo.git("clone", "-q", "--depth=1", f"file://{repo.path}", str(tmp_path / "clone"))
    assert is_shallow(open_repository(tmp_path / "clone"))
    assert not is_shallow(open_repository(repo.path))


def test_the_default_branch_is_origin_s_then_the_upstream_then_main(
    repo: GitRepo, tmp_path: Path
) -> None:
    assert default(repo) == "main"
    repo.git("branch", "-m", "main", "trunk")
    assert default(repo) is None
    repo.git("clone", "-q", str(repo.path), str(tmp_path / "clone"))
    clone = GitRepo(tmp_path / "clone")
    assert default(clone) == "origin/HEAD"
    assert default_branch(open_repository(clone.path)) == Branch("origin/HEAD", repo.head())
    clone.git("remote", "set-head", "origin", "--delete")
    clone.git("checkout", "-q", "-b", "feature", "--track", "origin/trunk")
    assert default(clone) == "origin/trunk"


def test_where_a_branch_was_pushed_to_is_not_what_it_comes_back_to(
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
def test_main_and_master_are_usual(tmp_path: Path, name: str) -> None:
    repo = new_repo(tmp_path / "new")
    repo.git("symbolic-ref", "HEAD", f"refs/heads/{name}")
    repo.commit_all("start")
    repo.git("checkout", "-q", "--detach")
    assert default(repo) == name


@pytest.mark.parametrize("name", ["a\u2028b", "a\x85b", "é"])
def test_odd_names_of_branches_are_names(repo: GitRepo, name: str) -> None:
    repo.git("checkout", "-q", "-b", name)
    assert default(repo) == "main"
    repo.git("branch", "-q", "--set-upstream-to=main")
    assert default(repo) == "main"
