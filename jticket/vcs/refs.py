"""Branches, tags and remote-tracking branches: their names and commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jticket.vcs import process
from jticket.vcs.environment import FIXED, OPTIONS
from jticket.vcs.paths import decoded
from jticket.vcs.worktrees import work_trees

if TYPE_CHECKING:
    from pathlib import Path

    from jticket.vcs.repository import Repository

HEADS: Final = "refs/heads/"
_REMOTES: Final = "refs/remotes/"
_KINDS: Final = {HEADS: "branch", "refs/tags/": "tag", _REMOTES: "remote branch"}
_USUAL_DEFAULTS: Final = ("main", "master")


@dataclass(frozen=True, slots=True)
class BranchTip:
    """A branch by the name people use, and the commit at its tip."""

    name: str
    commit: str


@dataclass(frozen=True, slots=True)
class Tip:
    """The last commit of a branch, or of a work tree that is on none.

    `name` is the branch as git shows it, `origin/x` for a remote's, "" for none; `branch` is the
    same without the remote.
    """

    name: str
    branch: str
    commit: str
    work_tree: Path | None = None


def head_ref(repo: Repository) -> str:
    """Returns the full name of the reference that HEAD points at, "" for a detached HEAD."""
    return decoded(repo.run("symbolic-ref", "-q", "HEAD", check=False).out).rstrip("\n")


def current_branch(repo: Repository) -> str:
    """Returns the branch that is checked out, "" for a detached HEAD."""
    return head_ref(repo).removeprefix(HEADS)


def default_branch(repo: Repository) -> BranchTip | None:
    """Returns the branch that work is merged into, as far as this clone knows.

    That is the default branch of `origin`; else the upstream of the current branch, unless that
    is only where the branch itself was pushed to; else `main` or `master`, of `origin` or here.
    """
    current = head_ref(repo)
    usual = [
        f"{place}{name}" for place in (f"{_REMOTES}origin/", HEADS) for name in _USUAL_DEFAULTS
    ]
    candidates = [f"{_REMOTES}origin/HEAD", *usual]
    refs = _commits_and_upstreams(repo, [*candidates, *([current] if current else [])])
    upstream = refs[current][1] if current in refs else ""
    if upstream and not _is_own_upstream(upstream, current):
        refs |= _commits_and_upstreams(repo, [upstream])
        candidates.insert(1, upstream)
    for ref in candidates:
        if ref in refs:
            return BranchTip(ref.removeprefix(HEADS).removeprefix(_REMOTES), refs[ref][0])
    return None


def tips(repo: Repository) -> tuple[Tip, ...]:
    """Returns the local branches, the remote-tracking ones, and the detached HEADs of work trees.

    Branches are sorted by name. A symbolic reference, as `origin/HEAD` is, is left out.
    """
    branches = []
    output = repo.run(
        "for-each-ref", "--format=%(objectname) %(symref) %(refname)", HEADS, _REMOTES
    ).out
    # `splitlines` would split at characters that a name may hold.
    for line in decoded(output).split("\n"):
        commit, _, rest = line.partition(" ")
        symref, _, ref = rest.partition(" ")
        if symref or not commit:
            continue
        if ref.startswith(HEADS):
            name = branch = ref.removeprefix(HEADS)
        else:
            name = ref.removeprefix(_REMOTES)
            branch = name.partition("/")[2]
        branches.append(Tip(name, branch, commit))
    detached = (
        Tip("", "", tree.commit, tree.top)
        for tree in work_trees(repo)
        if tree.commit and not tree.branch
    )
    return (*branches, *detached)


def revision_names(folder: Path) -> dict[str, str]:
    """Returns the names of branches and tags in the repository around a folder, with their kinds.

    Symbolic references, as `origin/HEAD` is, are left out. Empty outside a repository. Raises
    `GitMissingError`.
    """
    args = (*OPTIONS, "for-each-ref", "--format=%(symref)%00%(refname)", *_KINDS)
    result = process.start(folder, args, env=FIXED)
    if result.status:
        return {}
    names: dict[str, str] = {}
    refs = [line.split("\0") for line in decoded(result.out).split("\n") if "\0" in line]
    for place, kind in _KINDS.items():
        for symref, ref in refs:
            name = ref.removeprefix(place)
            if not symref and name != ref:
                names.setdefault(name, kind)
    return names


def _is_own_upstream(upstream: str, current: str) -> bool:
    """Returns whether the upstream is where the branch itself is pushed, and not a default."""
    name = current.removeprefix(HEADS)
    remote_name = upstream.removeprefix(_REMOTES).partition("/")[2]
    return remote_name == name and name not in _USUAL_DEFAULTS


def _commits_and_upstreams(repo: Repository, names: list[str]) -> dict[str, tuple[str, str]]:
    """Returns, by full name, the commit and the upstream of the references that exist."""
    shape = "--format=%(refname)%00%(objectname)%00%(objecttype)%00%(upstream)"
    result = repo.run("for-each-ref", shape, *names, check=False)
    refs = {}
    for line in decoded(result.out).split("\n")[:-1]:
        name, commit, kind, upstream = line.split("\0")
        if name in names and kind == "commit":
            refs[name] = (commit, upstream)
    return refs
