"""Merge bases, in histories of all shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.vcs.merge_base import is_ancestor, merge_bases
from jticket.vcs.repository import open_repository

if TYPE_CHECKING:
    from gitrepo import GitRepo


def bases(repo: GitRepo, left: str, right: str) -> tuple[str, ...]:
    commits = (repo.git("rev-parse", revision) for revision in (left, right))
    return merge_bases(open_repository(repo.path), *commits)


def test_the_base_of_a_branch_is_where_it_began(repo: GitRepo) -> None:
    start = repo.head()
    repo.git("checkout", "-qb", "side")
    repo.commit_all("side")
    repo.git("checkout", "-q", "main")
    repo.commit_all("main")
    assert bases(repo, "main", "side") == (start,)
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    assert bases(repo, "main", "side") == (repo.git("rev-parse", "side"),)


def test_criss_cross_merges_have_several_bases_and_the_first_is_gits(repo: GitRepo) -> None:
    repo.git("checkout", "-qb", "side")
    side = repo.commit_all("side")
    repo.git("checkout", "-q", "main")
    main = repo.commit_all("main")
    repo.git("merge", "-q", "-m", "one", side)
    repo.git("checkout", "-q", "side")
    repo.git("merge", "-q", "-m", "two", main)
    first, second = bases(repo, "main", "side")
    assert {first, second} == {main, side}
    assert first == repo.git("merge-base", "main", "side")


def test_unrelated_histories_have_no_base(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "--orphan", "other")
    repo.commit_all("other")
    assert bases(repo, "main", "other") == ()


def test_a_commit_is_in_the_history_of_its_descendants_and_its_own(repo: GitRepo) -> None:
    opened, head = open_repository(repo.path), repo.head()
    parent = repo.git("rev-parse", "HEAD^")
    assert is_ancestor(opened, parent, "HEAD")
    assert is_ancestor(opened, head, head)
    assert not is_ancestor(opened, head, parent)
