"""Hands out tickets by rank, never two at once whose `files` overlap.

Plain paths are locked as in a hierarchy (Gray, Lorie, Putzolu and Traiger 1976, "Granularity of
Locks"): a ticket holds its paths and marks the folders above them, so that what blocks a ticket is
found by its own paths alone. Globs are compared with all that is held.

A ticket that is blocked waits where it was found blocked. When a place is free again, the waiting
tickets are tried one by one, by rank, until it is held again: n tickets with one file cost
O(n log n). A place below a folder that is held sleeps until that is free.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import IntEnum
from heapq import heappop, heappush
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from jticket.model.planning.file_overlap import folders, overlap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jticket.model.planning.file_overlap import Entries


class _Need(IntEnum):
    """What tickets need that wait at an entry; a number, so that places can be in a heap.

    The path and all below it, paths below it, or what overlaps it where one of both is a glob.
    """

    ALL = 1
    BELOW = 2
    MATCH = 3


class _Place(NamedTuple):
    """An entry that was held when tickets needed it, and why they did."""

    entry: str
    need: _Need


class LockQueue:
    """Tickets that wait for their turn, by rank; the lowest rank is first.

    `entries` are the files by rank; a rank without any blocks no ticket.
    """

    def __init__(self, entries: Mapping[int, Entries]) -> None:
        self._entries = entries
        self._new: list[int] = []
        self._waiting: defaultdict[_Place, list[int]] = defaultdict(list)
        self._free: list[tuple[int, _Place]] = []
        self._asleep: defaultdict[str, set[_Place]] = defaultdict(set)
        self._held_paths: set[str] = set()
        self._held_below: Counter[str] = Counter()
        self._held_globs: set[str] = set()

    def offer(self, rank: int) -> None:
        """Puts a ticket in the queue."""
        heappush(self._new, rank)

    def take(self) -> int | None:
        """Hands out the lowest ticket whose files overlap none that are out; None if all do."""
        while (rank := self._next()) is not None:
            place = self._blocking_place(rank)
            if place is None:
                self._hold(rank)
                return rank
            heappush(self._waiting[place], rank)
        return None

    def give_back(self, rank: int) -> None:
        """Releases the files of a ticket that is out."""
        entries = self._entries.get(rank)
        if entries is None:
            return
        self._held_globs.difference_update(entries.globs)
        self._held_paths.difference_update(entries.paths)
        for entry in chain(entries.globs, entries.paths):
            for place in (*(_Place(entry, need) for need in _Need), *self._asleep.pop(entry, ())):
                self._release(place)
        for folder in chain.from_iterable(map(folders, entries.paths)):
            self._held_below[folder] -= 1
            if not self._held_below[folder]:
                del self._held_below[folder]
                self._release(_Place(folder, _Need.ALL))

    def _next(self) -> int | None:
        """Returns the lowest ticket that is new, or waits at a place that is free."""
        while self._free and not (self._new and self._new[0] < self._free[0][0]):
            rank, place = heappop(self._free)
            waiting = self._waiting[place]
            if waiting and waiting[0] == rank and not self._is_held(place):
                heappop(waiting)
                self._release(place)
                return rank
        return heappop(self._new) if self._new else None

    def _release(self, place: _Place) -> None:
        """Lets the lowest ticket that waits at a place be tried again."""
        if waiting := self._waiting.get(place):
            heappush(self._free, (waiting[0], place))

    def _is_held(self, place: _Place) -> bool:
        """Returns whether all that wait at a place are blocked.

        A place that a folder above blocks sleeps until that folder is free.
        """
        entry, need = place
        if entry in self._held_paths or entry in self._held_globs:
            return True
        if need is _Need.MATCH:
            return False
        if need is _Need.ALL and entry in self._held_below:
            return True
        folder = next((above for above in folders(entry) if above in self._held_paths), None)
        if folder is not None:
            self._asleep[folder].add(place)
        return folder is not None

    def _hold(self, rank: int) -> None:
        entries = self._entries.get(rank)
        if entries is not None:
            self._held_paths.update(entries.paths)
            self._held_globs.update(entries.globs)
            for path in entries.paths:
                self._held_below.update(folders(path))

    def _blocking_place(self, rank: int) -> _Place | None:
        """Returns a place that is held and that the ticket needs."""
        entries = self._entries.get(rank)
        if entries is None:
            return None
        for path in entries.paths:
            if path in self._held_paths or path in self._held_below:
                return _Place(path, _Need.ALL)
            for folder in folders(path):
                if folder in self._held_paths:
                    return _Place(folder, _Need.BELOW)
        return next(self._matches(entries), None)

    def _matches(self, entries: Entries) -> Iterator[_Place]:
        """Yields what is held and overlaps an entry, where a glob is one of the two."""
        for glob in self._held_globs:
            if any(overlap(glob, entry) for entry in chain(entries.paths, entries.globs)):
                yield _Place(glob, _Need.MATCH)
        for glob in entries.globs:
            for path in self._held_paths:
                if overlap(glob, path):
                    yield _Place(path, _Need.MATCH)
