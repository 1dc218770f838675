"""The best common ancestors of two commits, where their histories fork."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.vcs.errors import GitError

if TYPE_CHECKING:
    from jticket.vcs.repository import Repository


def is_ancestor(repo: Repository, commit: str, descendant: str) -> bool:
    """Returns whether a commit is another one, or in its history; given by object IDs or HEAD."""
    result = repo.run("merge-base", "--is-ancestor", commit, descendant, check=False)
    return result.status == 0


def merge_bases(repo: Repository, left: str, right: str) -> tuple[str, ...]:
    """Returns the best common ancestors of two commits, given by object IDs; git's choice first.

    Empty where the histories share nothing, or the clone does not hold what they share.
    """
    result = repo.run("merge-base", "--all", left, right, check=False)
    if result.status > 1:
        raise GitError("merge-base", result.status, result.err)
    bases = tuple(result.out.decode().split())
    if len(bases) < 2:
        return bases
    first = repo.run("merge-base", left, right).out.decode().strip()
    return (first, *(commit for commit in bases if commit != first))
