"""Who works on what and when: list scheduling (Graham 1966) for a number of workers."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from jticket.model.planning.file_locks import Queue
from jticket.model.planning.network import ReadySet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jticket.model.planning.file_overlap import Entries
    from jticket.model.planning.network import Network


@dataclass(frozen=True, slots=True)
class Shift:
    """A node's work: its worker, from 1, and its start and finish in microseconds from now."""

    node: int
    worker: int
    start: int
    finish: int


def list_schedule(
    network: Network, ranked: Sequence[int], entries: Mapping[int, Entries], workers: int
) -> tuple[Shift, ...]:
    """The shifts of all tickets, in the order in which they begin.

    Nobody lays down what is begun. At each moment, those who finish are free and what waited for
    them is available; then the idle workers, the lowest number first, each take the available
    ticket of the lowest rank whose files overlap none in work. A ticket of no length is in work
    until all have taken, and is then finished at the same moment.
    """
    ranks = {node: rank for rank, node in enumerate(ranked)}
    queue = Queue({ranks[node]: each for node, each in entries.items()})
    frontier = ReadySet(network)
    for node in frontier.first():
        queue.offer(ranks[node])
    idle = list(range(1, min(workers, len(ranked)) + 1))
    heapify(idle)
    running: list[tuple[int, int, int]] = []
    shifts = []
    now = 0
    while True:
        while idle and (rank := queue.take()) is not None:
            shift = Shift(ranked[rank], heappop(idle), now, now + network.lengths[ranked[rank]])
            shifts.append(shift)
            heappush(running, (shift.finish, shift.worker, rank))
        if not running:
            return tuple(shifts)
        now = running[0][0]
        while running and running[0][0] == now:
            _, worker, rank = heappop(running)
            heappush(idle, worker)
            queue.give_back(rank)
            for node in frontier.finish(ranked[rank]):
                queue.offer(ranks[node])


def topological(network: Network, ranked: Sequence[int]) -> tuple[int, ...]:
    """The nodes of tickets, each time the lowest rank of those that wait for none still to come."""
    ranks = {node: rank for rank, node in enumerate(ranked)}
    frontier = ReadySet(network)
    available = [ranks[node] for node in frontier.first()]
    heapify(available)
    found = []
    while available:
        node = ranked[heappop(available)]
        found.append(node)
        for each in frontier.finish(node):
            heappush(available, ranks[each])
    return tuple(found)
