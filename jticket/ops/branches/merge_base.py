"""Merge bases of commits, which are named as users name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.errors import Advice, NotFoundError, Remedy
from jticket.vcs.merge_base import merge_bases
from jticket.vcs.refs import default_branch
from jticket.vcs.revisions import NoRevisionError
from jticket.vcs.shallow import is_shallow

if TYPE_CHECKING:
    from jticket.ops.snapshots import Snapshots

HEAD = "HEAD"


class NoMergeBaseError(NotFoundError):
    """Raised when two commits have no common ancestor in the history that this clone has."""

    code = "no_merge_base"

    def __init__(self, one: str, two: str, *, shallow: bool) -> None:
        why = (
            "`git fetch --unshallow` brings the history that this shallow clone lacks"
            " (fetch-depth: 0 in a workflow)"
        )
        hint = why if shallow else Advice(Remedy.COMPARE_ENDS, (f"{one}..{two}",))
        super().__init__(f"{one} and {two} have no merge base", hint)
        self.ends, self.shallow = (one, two), shallow


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One side of a comparison: its label, and its commit's object ID, "" for the work tree."""

    label: str
    commit: str = ""


WORK_TREE = Endpoint("work tree")


@dataclass(frozen=True, slots=True)
class MergeBases:
    """The merge bases of two endpoints, git's choice first, and doubts about them."""

    bases: tuple[str, ...]
    doubts: tuple[str, ...] = ()


def head_of(found: Snapshots) -> Endpoint | None:
    """Returns what is checked out; None before the first commit."""
    try:
        return Endpoint(HEAD, found.resolve(HEAD))
    except NoRevisionError:
        return None


def default_base(found: Snapshots) -> Endpoint | None:
    """Returns the default branch; None if this clone does not know it."""
    branch = default_branch(found.repository)
    return Endpoint(branch.name, branch.commit) if branch else None


def find_merge_bases(found: Snapshots, one: Endpoint, two: Endpoint) -> MergeBases:
    """Returns the merge bases of two endpoints.

    Raises:
        NoMergeBaseError: they have no common commit, or this clone does not contain it.
    """
    repo = found.repository
    bases, shallow = merge_bases(repo, one.commit, two.commit), is_shallow(repo)
    if not bases:
        raise NoMergeBaseError(one.label, two.label, shallow=shallow)
    if shallow and bases[0] not in (one.commit, two.commit):
        return MergeBases(
            bases, ("this clone is shallow; the true merge base may be a later commit",)
        )
    return MergeBases(bases)
