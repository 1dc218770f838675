"""The files of the work tree by name: which differ from a commit, are there, or are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jticket.vcs.paths import decoded

if TYPE_CHECKING:
    from jticket.vcs.repository import Repository

_DIFF: Final = (
    *("diff", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-relative", "--no-color"),
    *("--ignore-submodules=dirty", "--name-status", "-z"),
)
_LOG: Final = (
    *("-c", "log.showSignature=false", "-c", "log.follow=false", "-c", "log.showRoot=true"),
    *("log", "--diff-filter=D", "--no-renames", "--no-ext-diff", "--no-color", "--name-only"),
    *("-m", "--first-parent", "-z", "--format="),
)
ADDED: Final = "A"
"""The letter of a file that was not there."""

DELETED: Final = "D"
"""The letter of a file that is there no more."""


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
            found[name] = "M" if name in found else ADDED
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
