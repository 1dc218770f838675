"""Where two lines of work parted: commits by the names people use, and their merge bases."""

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
    """Says that two commits have no ancestor in common, as far as this clone holds the history."""

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
class End:
    """One side of a comparison: what to call it, and its commit's object ID.

    The work tree is the one without a commit.
    """

    label: str
    commit: str = ""


WORK_TREE = End("work tree")


@dataclass(frozen=True, slots=True)
class MergeBases:
    """The merge bases of two ends, git's choice first, and what is uncertain about them."""

    bases: tuple[str, ...]
    doubts: tuple[str, ...] = ()


def head_of(found: Snapshots) -> End | None:
    """What is checked out; None before the first commit."""
    try:
        return End(HEAD, found.resolve(HEAD))
    except NoRevisionError:
        return None


def default_base(found: Snapshots) -> End | None:
    """The branch that work is merged into, as far as this clone can tell."""
    branch = default_branch(found.repository)
    return End(branch.name, branch.commit) if branch else None


def find_merge_bases(found: Snapshots, one: End, two: End) -> MergeBases:
    """Where two ends parted.

    Raises:
        NoMergeBaseError: they have no commit in common, or this clone does not reach it.
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
