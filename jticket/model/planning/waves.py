"""Waves: which tickets can be worked on side by side, and which after those."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.planning.file_locks import Queue
from jticket.model.planning.network import ReadySet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jticket.model.planning.file_overlap import Entries
    from jticket.model.planning.network import Network


def waves(
    network: Network, ranked: Sequence[int], entries: Mapping[int, Entries]
) -> tuple[tuple[int, ...], ...]:
    """The nodes of each wave, in order of rank.

    A wave takes, by rank, every ticket that waits only for earlier waves and whose files overlap
    none already in it. `ranked` are the nodes of tickets from the lowest rank, `entries` the files
    by node.
    """
    ranks = {node: rank for rank, node in enumerate(ranked)}
    queue = Queue({ranks[node]: each for node, each in entries.items()})
    frontier = ReadySet(network)
    for node in frontier.first():
        queue.offer(ranks[node])
    found = []
    while wave := _wave(queue):
        for rank in wave:
            queue.give_back(rank)
            for node in frontier.finish(ranked[rank]):
                queue.offer(ranks[node])
        found.append(tuple(ranked[rank] for rank in wave))
    return tuple(found)


def _wave(queue: Queue) -> list[int]:
    wave = []
    while (rank := queue.take()) is not None:
        wave.append(rank)
    return wave
