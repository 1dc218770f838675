"""Ancestors and descendants of a commit, walked in memory so that many questions are cheap."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jticket.vcs.repository import Repository


@dataclass(frozen=True)
class Ancestry:
    """The history of `head`, an object ID; None before the first commit."""

    repo: Repository
    head: str | None
    _ancestors: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def parents(self) -> Mapping[str, tuple[str, ...]]:
        """The parents of each commit in the history of `head`."""
        return self._walk([self.head]) if self.head else {}

    def outside(self, commits: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Returns the parents of each commit that these commits reach and `head` does not."""
        known = [f"^{self.head}"] if self.head else []
        starts = list(commits)
        return self._walk([*starts, *known]) if starts else {}

    def holds(self, descendant: str, commit: str) -> bool:
        """Returns whether `commit` is `descendant`, in the history, or one of its ancestors."""
        if descendant not in self._ancestors:
            self._ancestors[descendant] = reached(descendant, self.parents)[0]
        return commit in self._ancestors[descendant]

    def newest(self, commits: Iterable[str]) -> tuple[str, ...]:
        """Returns those commits of the history that are not ancestors of the others, sorted."""
        newest = set(commits)
        if len(newest) > 1:
            older: set[str] = set()
            pending = [parent for commit in newest for parent in self.parents.get(commit, ())]
            while pending:
                commit = pending.pop()
                if commit not in older:
                    older.add(commit)
                    pending += self.parents.get(commit, ())
            newest -= older
        return tuple(sorted(newest))

    def _walk(self, revisions: list[str]) -> dict[str, tuple[str, ...]]:
        stdin = "".join(f"{revision}\n" for revision in revisions).encode()
        output = self.repo.run("rev-list", "--parents", "--stdin", input=stdin).out
        parents_of = {}
        for line in output.decode("ascii").splitlines():
            commit, *parents = line.split(" ")
            parents_of[commit] = tuple(parents)
        return parents_of


def reached(
    commit: str, parents: Mapping[str, tuple[str, ...]]
) -> tuple[frozenset[str], frozenset[str]]:
    """Returns the commits that one reaches, itself included: those in `parents`, and the others."""
    inside: set[str] = set()
    outside: set[str] = set()
    pending = [commit]
    while pending:
        current = pending.pop()
        if current in inside:
            continue
        if current in parents:
            inside.add(current)
            pending += parents[current]
        else:
            outside.add(current)
    return frozenset(inside), frozenset(outside)
