"""Hands out tickets in order of rank, never two at once whose `files` overlap.

Plain paths are locked as in a hierarchy (Gray, Lorie, Putzolu and Traiger 1976, "Granularity of
Locks"): a ticket takes its paths for itself and marks the folders above, so that what stands in
its way is found by its own paths alone. One that finds something in its way is parked there and
not looked at again before that is given back, and of those parked at one place only the lowest
comes forth, for all of them: a thousand tickets with one file cost no more than a thousand with
their own. (Tickets of several files that wait now for this, now for that one, are tried again
each time.) Globs are compared with all that is held.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import Enum
from heapq import heappop, heappush
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from jticket.model.planning.file_overlap import folders, overlap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jticket.model.planning.file_overlap import Entries


class _Want(Enum):
    """What a parked ticket wants of a place."""

    ALL = "the path for itself"
    BELOW = "a path below"
    MATCH = "a path that a glob matches"


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    want: _Want

    def blocks(self, other: _Place) -> bool:
        """Whether what is held here is in the way of all that are parked there, too."""
        return self.want is _Want.BELOW and self.path in folders(other.path)


_Origins: TypeAlias = tuple[_Place, ...]
"""The places where a ticket was parked, and where others still are that wait for its luck."""


class Queue:
    """The tickets whose turn it may be. A ticket goes by its rank; the lowest is first.

    `entries` are the files by rank; a rank without any is in nobody's way.
    """

    def __init__(self, entries: Mapping[int, Entries]) -> None:
        self._entries = entries
        self._turns: list[tuple[int, _Origins]] = []
        self._parked: defaultdict[_Place, list[tuple[int, _Origins]]] = defaultdict(list)
        self._held: set[str] = set()
        self._held_below: Counter[str] = Counter()
        self._held_globs: dict[str, None] = {}

    def offer(self, rank: int) -> None:
        """Puts a ticket in the queue."""
        heappush(self._turns, (rank, ()))

    def take(self) -> int | None:
        """Hands out the lowest ticket whose files overlap none that are out; None if none is."""
        while self._turns:
            rank, origins = heappop(self._turns)
            place = self._in_the_way(rank)
            if place is None:
                self._hold(rank)
                for origin in origins:
                    if origin.want is _Want.BELOW:
                        self._wake(origin)
                return rank
            blocked = tuple(origin for origin in origins if place.blocks(origin))
            heappush(self._parked[place], (rank, blocked))
            for origin in origins:
                if origin not in (place, *blocked):
                    self._wake(origin)
        return None

    def give_back(self, rank: int) -> None:
        """Frees the files of a ticket that is out."""
        entries = self._entries.get(rank)
        if entries is None:
            return
        for path in entries.paths:
            self._held.discard(path)
            self._wake(_Place(path, _Want.ALL))
            self._wake(_Place(path, _Want.BELOW))
            for folder in folders(path):
                self._held_below[folder] -= 1
                if not self._held_below[folder]:
                    del self._held_below[folder]
                    self._wake(_Place(folder, _Want.ALL))
        for glob in entries.globs:
            self._held_globs.pop(glob, None)
        for entry in chain(entries.paths, entries.globs):
            for waiting in self._parked.pop(_Place(entry, _Want.MATCH), ()):
                heappush(self._turns, waiting)

    def _wake(self, place: _Place) -> None:
        """Lets the lowest of those parked at a place try again."""
        parked = self._parked.get(place)
        if parked:
            rank, origins = heappop(parked)
            heappush(self._turns, (rank, (*origins, place)))
            if not parked:
                del self._parked[place]

    def _hold(self, rank: int) -> None:
        entries = self._entries.get(rank)
        if entries is None:
            return
        self._held.update(entries.paths)
        self._held_globs.update(dict.fromkeys(entries.globs))
        for path in entries.paths:
            self._held_below.update(folders(path))

    def _in_the_way(self, rank: int) -> _Place | None:
        """A place that the ticket needs and can't have now."""
        entries = self._entries.get(rank)
        if entries is None:
            return None
        for path in entries.paths:
            if path in self._held or path in self._held_below:
                return _Place(path, _Want.ALL)
            for folder in folders(path):
                if folder in self._held:
                    return _Place(folder, _Want.BELOW)
        return next(self._matches(entries), None)

    def _matches(self, entries: Entries) -> Iterator[_Place]:
        """What is held and overlaps an entry, where a glob is one of the two."""
        for held in self._held_globs:
            if any(overlap(held, each) for each in chain(entries.paths, entries.globs)):
                yield _Place(held, _Want.MATCH)
        for glob in entries.globs:
            for held in self._held:
                if overlap(glob, held):
                    yield _Place(held, _Want.MATCH)
