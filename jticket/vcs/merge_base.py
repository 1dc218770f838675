"""Where branches part: merge bases, and the branch that a repository's others come back to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jticket.vcs.errors import GitError
from jticket.vcs.paths import decoded

if TYPE_CHECKING:
    from jticket.vcs.repository import Repository

_USUAL: Final = ("main", "master")
_FIELDS: Final = "%(refname)%00%(objectname)%00%(objecttype)%00%(upstream)"


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch by the name people use, and the commit at its tip."""

    name: str
    commit: str


def merge_bases(repo: Repository, one: str, two: str) -> tuple[str, ...]:
    """Returns the best common ancestors of two commits, given by object IDs; git's choice first.

    Empty where the histories share nothing, or the clone does not hold what they share.
    """
    result = repo.run("merge-base", "--all", one, two, check=False)
    if result.status > 1:
        raise GitError("merge-base", result.status, result.err)
    found = tuple(result.out.decode().split())
    return found if len(found) < 2 else _by_choice(repo, one, two, found)


def _by_choice(repo: Repository, one: str, two: str, found: tuple[str, ...]) -> tuple[str, ...]:
    first = repo.run("merge-base", one, two).out.decode().strip()
    return (first, *(each for each in found if each != first))


def is_shallow(repo: Repository) -> bool:
    """Returns whether the clone's history was cut off, so that ancestors may be missing."""
    return (repo.common_dir / "shallow").exists()


def default_branch(repo: Repository) -> Branch | None:
    """Returns the branch that work is merged into, as far as this clone can tell.

    That is the default branch of `origin`; else the upstream of the current branch, unless that
    is only where the branch itself was pushed to; else `main` or `master`, of `origin` or here.
    """
    current = repo.run("symbolic-ref", "-q", "HEAD", check=False).out.decode().strip()
    places = ("refs/remotes/origin", "refs/heads")
    usual = [f"{place}/{name}" for place in places for name in _USUAL]
    wanted = ["refs/remotes/origin/HEAD", *usual]
    refs = _refs(repo, [*wanted, *([current] if current else [])])
    upstream = refs[current][1] if current in refs else ""
    if upstream and not _is_namesake(upstream, current):
        refs |= _refs(repo, [upstream])
        wanted.insert(1, upstream)
    for name in wanted:
        if name in refs:
            short = name.removeprefix("refs/heads/").removeprefix("refs/remotes/")
            return Branch(short, refs[name][0])
    return None


def _is_namesake(upstream: str, current: str) -> bool:
    """Whether the upstream is the branch of the same name, and not one that all work goes to."""
    name = current.removeprefix("refs/heads/")
    there = upstream.removeprefix("refs/remotes/").partition("/")[2]
    return there == name and name not in _USUAL


def _refs(repo: Repository, names: list[str]) -> dict[str, tuple[str, str]]:
    """By name the commit and the upstream of those references that are there."""
    result = repo.run("for-each-ref", f"--format={_FIELDS}", *names, check=False)
    found = {}
    for line in decoded(result.out).split("\n")[:-1]:
        name, commit, kind, upstream = line.split("\0")
        if name in names and kind == "commit":
            found[name] = (commit, upstream)
    return found
