"""What a branch is made of: which files differ since it left another one.

Everything here takes object IDs (`snapshots.commit_named` resolves what a user types).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jticket.errors import NotFoundError
from jticket.vcs.paths import decoded

if TYPE_CHECKING:
    from jticket.vcs.repo import Repository

_DIFF: Final = (
    *("diff", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-relative", "--no-color"),
    *("--ignore-submodules=dirty", "--name-status", "-z"),
)
_LOG: Final = (
    *("-c", "log.showSignature=false", "-c", "log.follow=false", "-c", "log.showRoot=true"),
    *("log", "--diff-filter=D", "--no-renames", "--no-ext-diff", "--no-color", "--name-only"),
    *("-m", "--first-parent", "-z", "--format="),
)
DELETED: Final = "D"
"""The letter of a file that is there no more."""


class NoMergeBaseError(NotFoundError):
    """Says that two commits have no commit in common, or that this clone does not reach it."""

    code = "no_merge_base"

    def __init__(self, one: str, other: str, *, shallow: bool) -> None:
        message = f"{one} and {other} have no commit in common"
        hint = "each began on its own"
        if shallow:
            message += " in this shallow clone"
            hint = "`git fetch --unshallow` brings the history (fetch-depth: 0 in a workflow)"
        super().__init__(message, hint)


def is_unborn(repo: Repository) -> bool:
    """Returns whether HEAD is a branch without any commit."""
    return bool(repo.run("rev-parse", "--verify", "--quiet", "HEAD", check=False).status)


def differing(repo: Repository, commit: str) -> dict[str, str]:
    """Returns the files in which the work tree differs from a commit, by name from the top.

    Each with git's letter (`A`, `M`, `D`, `T`); untracked files that are not ignored are added
    ones. A file that moved is two.
    """
    words = decoded(repo.run(*_DIFF, commit, "--").out).split("\0")
    found = {name: letter for letter, name in zip(words[::2], words[1::2], strict=False)}
    listed = decoded(repo.run("ls-files", "--others", "--exclude-standard", "-z").out)
    for name in listed.split("\0"):
        if name:  # one that was only taken out of the index is not gone
            found[name] = "M" if name in found else "A"
    return found


def work_tree_names(repo: Repository) -> frozenset[str]:
    """Returns the files of the work tree that git knows or would not ignore."""
    words = ("ls-files", "--cached", "--others", "--exclude-standard", "-z")
    there = decoded(repo.run(*words).out).split("\0")
    gone = decoded(repo.run("ls-files", "--deleted", "-z").out).split("\0")
    return frozenset(there) - frozenset(gone) - {""}


def deleted_names(repo: Repository) -> frozenset[str]:
    """Returns the files that some first-parent commit of HEAD's history took away, or a merge."""
    result = repo.run(*_LOG, "HEAD", "--", check=False)
    if result.status:
        return frozenset()  # no commit yet
    return frozenset(decoded(result.out).split("\0")) - {""}
