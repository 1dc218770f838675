"""Where branches left the history of a commit, in a constant number of git processes.

`diff.changed_files` compares them with these points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.vcs.ancestry import Ancestry, reached
from jticket.vcs.shallow import cut_off

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jticket.vcs.refs import Tip
    from jticket.vcs.repository import Repository


@dataclass(frozen=True, slots=True)
class Fork:
    """The merge bases of a commit and another one's history.

    Empty for histories that share nothing. `is_cut` if the clone is too shallow to be sure.
    """

    commit: str
    bases: tuple[str, ...]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Divergence:
    """The tips that a commit's history does not contain, and where each left that history."""

    tips: tuple[Tip, ...]
    forks: Mapping[str, Fork]
    ancestry: Ancestry


def divergence(repo: Repository, tips: Iterable[Tip], head: str | None) -> Divergence:
    """Returns where tips left the history of `head`, an object ID; None before the first commit.

    Tips that `head` contains are left out. Of the copies of a branch under one name, here and on
    remotes, those are left out that another copy contains.
    """
    tips = list(tips)
    ancestry = Ancestry(repo, head)
    parents = ancestry.outside(dict.fromkeys(tip.commit for tip in tips))
    cut = cut_off(repo)
    away = [tip for tip in tips if tip.commit in parents]
    forks: dict[str, Fork] = {}
    own: dict[str, frozenset[str]] = {}
    for commit in dict.fromkeys(tip.commit for tip in away):
        own[commit], bases = reached(commit, parents)
        newest = ancestry.newest(bases)
        is_cut = not own[commit].isdisjoint(cut) or bool(cut and not newest)
        forks[commit] = Fork(commit, newest, is_cut)
    return Divergence(tuple(_without_copies(away, own)), forks, ancestry)


def _without_copies(tips: list[Tip], own: Mapping[str, frozenset[str]]) -> Iterator[Tip]:
    """Yields the tips that no copy of the same name contains; the first of equal ones."""
    copies: dict[str, list[Tip]] = {}
    for tip in tips:
        copies.setdefault(tip.branch, []).append(tip)
    for place, tip in enumerate(tips):
        is_contained = False
        for copy in copies[tip.branch] if tip.branch else ():
            if copy.commit == tip.commit:
                is_contained |= tips.index(copy) < place
            else:
                is_contained |= tip.commit in own[copy.commit]
        if not is_contained:
            yield tip
