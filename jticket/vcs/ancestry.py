"""Who descends from whom, around one commit: walked in memory, so that asking often is cheap."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jticket.vcs.repository import Repository


@dataclass(frozen=True)
class Ancestry:
    """The history of a commit, `head`, an object ID; None has no history."""

    repo: Repository
    head: str | None
    _ancestors: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def parents(self) -> Mapping[str, tuple[str, ...]]:
        """The parents of each commit in the history of `head`."""
        return self._walked([self.head]) if self.head else {}

    def outside(self, commits: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """The parents of each commit that only these commits lead to, and `head` does not."""
        known = [f"^{self.head}"] if self.head else []
        wanted = list(commits)
        return self._walked([*wanted, *known]) if wanted else {}

    def holds(self, descendant: str, commit: str) -> bool:
        """Whether one commit of the history is another one or among its ancestors."""
        if descendant not in self._ancestors:
            self._ancestors[descendant] = reached(descendant, self.parents)[0]
        return commit in self._ancestors[descendant]

    def newest(self, commits: Iterable[str]) -> tuple[str, ...]:
        """Those commits of the history that are no ancestors of another one of them, sorted."""
        wanted = set(commits)
        if len(wanted) > 1:
            older: set[str] = set()
            pending = [parent for each in wanted for parent in self.parents.get(each, ())]
            while pending:
                commit = pending.pop()
                if commit not in older:
                    older.add(commit)
                    pending += self.parents.get(commit, ())
            wanted -= older
        return tuple(sorted(wanted))

    def _walked(self, revisions: list[str]) -> dict[str, tuple[str, ...]]:
        stdin = "".join(f"{each}\n" for each in revisions).encode()
        output = self.repo.run("rev-list", "--parents", "--stdin", input=stdin).out
        found = {}
        for line in output.decode("ascii").splitlines():
            commit, *parents = line.split(" ")
            found[commit] = tuple(parents)
        return found


def reached(
    commit: str, parents: Mapping[str, tuple[str, ...]]
) -> tuple[frozenset[str], frozenset[str]]:
    """The commits that one leads to, itself among them: those that have an entry, and the rest."""
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
