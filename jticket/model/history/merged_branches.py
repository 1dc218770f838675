"""The tickets that commits name, by their messages and by the branches that were merged.

A merge is recognized by the subject that git or a hosting service gives it. The ID that begins the
name of the merged branch names the ticket of the commits that the merge brought in: those that its
first parent does not descend from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Final, Protocol

from jticket.model.history.commit_links import named_tickets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_BEGINNING_ID = re.compile(r"[A-Za-z][A-Za-z0-9]*-[A-Za-z0-9]+")
_GIT_MERGE: Final = re.compile(r"Merge (?=(?:remote-tracking )?branch(?:es)? ')")
_GIT_SOURCE: Final = re.compile(r"(remote-tracking )?branch(?:es)? (?=')|tags? (?=')|'([^']+)'")
_FORGE_MERGES: Final = (
    re.compile(r"Merge pull request #\d+ from [^\s/]+/(\S+)"),  # GitHub
    re.compile(r"Merge pull request '.*' \(#\d+\) from (?:[^\s:]+:)?(\S+) into \S+"),  # Gitea
    re.compile(r"Merge pull request #\d+ in \S+ from (\S+) to \S+"),  # Bitbucket Data Center
    re.compile(r"Merged in (\S+) \(pull request #\d+\)"),  # Bitbucket
)


class CommitMessage(Protocol):
    """A commit's message and parents; `tickets` are the values of the trailers that name any."""

    @property
    def id(self) -> str:
        """The object ID."""
        ...

    @property
    def parents(self) -> Sequence[str]:
        """The object IDs of the parents."""
        ...

    @property
    def subject(self) -> str:
        """The first paragraph of the message."""
        ...

    @property
    def body(self) -> str:
        """The rest of the message."""
        ...

    @property
    def tickets(self) -> Sequence[str]:
        """The values of trailers."""
        ...


def names_by_commit(
    commits: Sequence[CommitMessage], is_wanted: Callable[[str], bool] | None = None
) -> dict[str, tuple[str, ...]]:
    """Returns the words that each commit names tickets by, as written, for commits that have any.

    `commits` come children before parents; what lies before the last of them is not needed to
    judge these. `is_wanted` limits the IDs that are looked for in the names of branches.
    """
    named: defaultdict[str, dict[str, None]] = defaultdict(dict)
    places = {commit.id: place for place, commit in enumerate(commits)}
    for commit in commits:
        subject, branches = commit.subject, merged_branches(commit.subject)
        if len(commit.parents) > 1 and branches:
            subject = subject.partition(branches[0])[0]
            for word, parent in zip(map(_beginning_id, branches), commit.parents[1:], strict=False):
                if word and (is_wanted is None or is_wanted(word)):
                    for brought in _brought_in(parent, commit.parents[0], commits, places):
                        named[brought].setdefault(word)
        for word in named_tickets(subject, commit.body, commit.tickets):
            named[commit.id].setdefault(word)
    return {commit_id: tuple(words) for commit_id, words in named.items()}


def merged_branches(subject: str) -> tuple[str, ...]:
    """Returns the names of the branches that a merge's subject says it merged, in its order.

    A remote-tracking branch is given without its remote, a pull request's without its owner.
    """
    for pattern in _FORGE_MERGES:
        if match := pattern.match(subject):
            return (match[1],)
    if match := _GIT_MERGE.match(subject):
        return tuple(_git_sources(subject[match.end() :].partition(" into ")[0]))
    return ()


def _git_sources(text: str) -> Iterator[str]:
    """Yields the names in what git writes: `branches 'a' and 'b', remote-tracking branch 'o/c'`."""
    is_remote = False
    for source in _GIT_SOURCE.finditer(text):
        name: str | None = source[2]
        if name is None:
            is_remote = bool(source[1])
        else:
            yield name.partition("/")[2] if is_remote else name


def _beginning_id(branch: str) -> str | None:
    match = _BEGINNING_ID.match(branch)
    return match[0] if match else None


def _brought_in(
    merged: str, first: str, commits: Sequence[CommitMessage], places: Mapping[str, int]
) -> Iterator[str]:
    """Yields the commits that a merge brought in, newest first.

    The walk goes from both parents in the order of the commits, like `git rev-list FIRST..MERGED`,
    and ends where it meets nothing but what `first` descends from.
    """
    if merged not in places:
        return
    excluded = {places[first]} if first in places else set()
    waiting = [places[merged], *excluded]
    heapify(waiting)
    seen = {*waiting}
    included = len(seen - excluded)
    while included:
        place = heappop(waiting)
        is_excluded = place in excluded
        included -= not is_excluded
        if not is_excluded:
            yield commits[place].id
        for parent in commits[place].parents:
            above = places.get(parent)
            if above is None:
                continue
            if above not in seen:
                seen.add(above)
                heappush(waiting, above)
                if is_excluded:
                    excluded.add(above)
                else:
                    included += 1
            elif is_excluded and above not in excluded:
                excluded.add(above)
                included -= 1
