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

    def __init__(self, first: str, second: str, *, shallow: bool) -> None:
        why = (
            "`git fetch --unshallow` fetches the history that this shallow clone lacks"
            " (fetch-depth: 0 in a workflow)"
        )
        hint = why if shallow else Advice(Remedy.COMPARE_ENDS, (f"{first}..{second}",))
        super().__init__(f"{first} and {second} have no merge base", hint)
        self.ends, self.shallow = (first, second), shallow


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


def head_of(snapshots: Snapshots) -> Endpoint | None:
    """Returns what is checked out; None before the first commit.

    Raises:
        JticketError: git fails.
    """
    try:
        return Endpoint(HEAD, snapshots.resolve(HEAD))
    except NoRevisionError:
        return None


def default_base(snapshots: Snapshots) -> Endpoint | None:
    """Returns the default branch; None if this clone does not know it.

    Raises:
        JticketError: git fails.
    """
    branch = default_branch(snapshots.repository)
    return Endpoint(branch.name, branch.commit) if branch else None


def find_merge_bases(snapshots: Snapshots, first: Endpoint, second: Endpoint) -> MergeBases:
    """Returns the merge bases of two endpoints.

    Raises:
        NoMergeBaseError: they have no common commit, or this clone does not contain it.
        JticketError: git fails.
    """
    repo = snapshots.repository
    bases, shallow = merge_bases(repo, first.commit, second.commit), is_shallow(repo)
    if not bases:
        raise NoMergeBaseError(first.label, second.label, shallow=shallow)
    if shallow and bases[0] not in (first.commit, second.commit):
        return MergeBases(
            bases, ("this clone is shallow; the true merge base may be a later commit",)
        )
    return MergeBases(bases)
