"""Where branches left the history of a commit, and what they changed since; few gits for all.

However many branches there are: one git lists them, one walks what is not merged, one compares.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jticket.vcs.ancestry import Ancestry, reached
from jticket.vcs.log import cut_off
from jticket.vcs.paths import decoded
from jticket.vcs.worktrees import work_trees

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from jticket.vcs.repository import Repository

_HEADS: Final = "refs/heads/"
_REMOTES: Final = "refs/remotes/"
_NO_ORDER: Final = "diff.orderFile=/dev/null"  # a user's own may not be there, which ends git
_COMMIT: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_RAW: Final = re.compile(r":+(?:[0-7]{6} )+(?:[0-9a-f]+ )*([0-9a-f]+) [A-Z]+")


@dataclass(frozen=True, slots=True)
class Tip:
    """The last commit of a branch, or of a work tree that is on none.

    `name` is the branch as git shows it, `origin/x` for a remote's, "" for none; `branch` is the
    same without the remote.
    """

    name: str
    branch: str
    commit: str
    is_remote: bool = False
    work_tree: Path | None = None


@dataclass(frozen=True, slots=True)
class Fork:
    """How a commit stands to the history of another one: the merge bases of the two.

    None at all for histories that share nothing. `is_cut` where a shallow clone can't tell.
    """

    commit: str
    bases: tuple[str, ...]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that a branch changed: its name from the top and blobs, None where there is none."""

    name: str
    before: str | None
    after: str | None


def tips(repo: Repository) -> tuple[Tip, ...]:
    """Returns the local branches, the remote-tracking ones, and what other work trees are at.

    Each by name. A reference to another one, as `origin/HEAD` is, is left out.
    """
    found = []
    output = repo.run(
        "for-each-ref", "--format=%(objectname) %(symref) %(refname)", _HEADS, _REMOTES
    ).out
    for line in decoded(output).split("\n"):  # a name may hold what Unicode counts as a line's end
        commit, _, rest = line.partition(" ")
        symref, _, ref = rest.partition(" ")
        if symref or not commit:
            continue
        if ref.startswith(_HEADS):
            name = ref.removeprefix(_HEADS)
            found.append(Tip(name, name, commit))
        else:
            name = ref.removeprefix(_REMOTES)
            found.append(Tip(name, name.partition("/")[2], commit, is_remote=True))
    found += [
        Tip("", "", each.commit, work_tree=each.top)
        for each in work_trees(repo)
        if each.commit and not each.branch
    ]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Divergence:
    """The tips that a commit's history does not hold, and where each left that history."""

    tips: tuple[Tip, ...]
    forks: Mapping[str, Fork]
    ancestry: Ancestry


def divergence(repo: Repository, found: Iterable[Tip], head: str | None) -> Divergence:
    """Returns how tips stand to `head`, an object ID; None is a repository without a commit.

    Left out is what `head` holds already, and of the copies of a branch under one name, here and
    on remotes, each that another one holds.
    """
    found = list(found)
    ancestry = Ancestry(repo, head)
    parents = ancestry.outside(dict.fromkeys(each.commit for each in found))
    cut = cut_off(repo)
    away = [each for each in found if each.commit in parents]
    forks: dict[str, Fork] = {}
    own: dict[str, frozenset[str]] = {}
    for each in away:
        if each.commit not in forks:
            commits, bases = reached(each.commit, parents)
            own[each.commit] = commits
            newest = ancestry.newest(bases)
            is_cut = not commits.isdisjoint(cut) or bool(cut and not newest)
            forks[each.commit] = Fork(each.commit, newest, is_cut)
    return Divergence(tuple(_without_copies(away, own)), forks, ancestry)


def _without_copies(found: list[Tip], own: Mapping[str, frozenset[str]]) -> Iterator[Tip]:
    """The tips without those that are held by a copy of the same name; the first of equal ones."""
    copies: dict[str, list[Tip]] = {}
    for each in found:
        copies.setdefault(each.branch, []).append(each)
    for place, each in enumerate(found):
        held = False
        for other in copies[each.branch] if each.branch else ():
            if other.commit == each.commit:
                held |= found.index(other) < place
            else:
                held |= each.commit in own[other.commit]
        if not held:
            yield each


def changed_files(
    repo: Repository, forks: Iterable[Fork], folder: Path
) -> dict[str, tuple[FileChange, ...]]:
    """Returns what each commit changed below a folder since its merge bases, by its object ID.

    Where there are several bases, what differs from all of them. A commit that shares no history
    with the other is left out.
    """
    pairs = [(fork.commit, base) for fork in forks for base in fork.bases]
    if not pairs:
        return {}
    name = repo.relative(folder)
    output = repo.run(
        *("-c", _NO_ORDER),
        *("diff-tree", "--stdin", "--always", "-r", "-z", "--raw", "--no-renames", "--no-abbrev"),
        *("--", *((name,) if name else ())),
        input="".join(f"{commit} {base}\n" for commit, base in pairs).encode(),
    ).out
    found: dict[str, tuple[FileChange, ...]] = {}
    for (commit, _), files in zip(pairs, _differences(decoded(output)), strict=True):
        if commit in found:
            changed = {(each.name, each.after) for each in files}
            files = [each for each in found[commit] if (each.name, each.after) in changed]
        found[commit] = tuple(files)
    return found


def introduced(
    repo: Repository, wanted: Collection[str], folder: Path, ancestry: Ancestry
) -> dict[str, tuple[str, ...]]:
    """Returns which commits of a history made files below a folder what some blobs are.

    By the blobs' object IDs; one that no commit made is left out.
    """
    if not wanted or ancestry.head is None:
        return {}
    name = repo.relative(folder)
    output = repo.run(
        *("-c", "log.showSignature=false", "-c", "log.showRoot=true", "-c", "log.follow=false"),
        *("-c", _NO_ORDER),
        *("log", "--raw", "-c", "-z", "--no-abbrev", "--no-renames", "--no-color", "--format=%H"),
        *(ancestry.head, "--", *((name,) if name else ())),
    ).out
    found: dict[str, tuple[str, ...]] = {}
    commit = ""
    for part in decoded(output).split("\0"):
        text = part.strip("\n")
        if _COMMIT.fullmatch(text):
            commit = text
        elif match := _RAW.match(text):
            blob = match[1]
            if blob in wanted:
                found[blob] = (*found.get(blob, ()), commit)
    return found


def _differences(output: str) -> list[list[FileChange]]:
    """The files of each pair: a commit's ID, then `:modes blobs letter` and name for each file."""
    found: list[list[FileChange]] = []
    parts = iter(output.split("\0"))
    for part in parts:
        if part.startswith(":"):
            old_mode, new_mode, before, after, _ = part[1:].split(" ")
            name = next(parts)
            old, new = _blob(before, old_mode), _blob(after, new_mode)
            if old or new:
                found[-1].append(FileChange(name, old, new))
        elif part:
            found.append([])
    return found


def _blob(object_id: str, mode: str) -> str | None:
    """The object ID of a plain file's content; None for none, a link or a submodule."""
    return object_id if mode.startswith("100") else None
