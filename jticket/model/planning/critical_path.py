"""The critical-path method (Kelley and Walker 1959), weighted by effort.

A forward pass finds when each node can start at the earliest, a backward pass when it must start
at the latest for the project to end as early as it can. Times are microseconds from now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.ids import sort_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jticket.model.planning.network import Network


@dataclass(frozen=True, slots=True)
class CriticalPathTimes:
    """By node: the earliest and the latest start, and when the first ticket after it can start."""

    earliest: tuple[int, ...]
    latest: tuple[int, ...]
    next_start: tuple[int, ...]
    end: int

    def slack(self, node: int) -> int:
        """Returns by how much a node may slip without moving the project's end."""
        return self.latest[node] - self.earliest[node]


def earliest_starts(network: Network, releases: Mapping[int, int]) -> list[int]:
    """Returns when each node can start at the earliest, and not before its release, if any."""
    earliest: list[int] = []
    for node, before in enumerate(network.before):
        after = (earliest[earlier] + network.lengths[earlier] for earlier in before)
        earliest.append(max(after, default=0))
        earliest[node] = max(earliest[node], releases.get(node, 0))
    return earliest


def critical_path_times(network: Network) -> CriticalPathTimes:
    """Returns the times of both passes over a network."""
    lengths = network.lengths
    earliest = earliest_starts(network, {})
    end = max((start + lengths[node] for node, start in enumerate(earliest)), default=0)
    latest = [end] * len(earliest)
    next_start = [end] * len(earliest)
    for node in reversed(range(len(earliest))):
        after = network.after[node]
        latest[node] = min((latest[later] for later in after), default=end) - lengths[node]
        next_start[node] = min(
            (
                next_start[later] if network.tickets[later] is None else earliest[later]
                for later in after
            ),
            default=end,
        )
    return CriticalPathTimes(tuple(earliest), tuple(latest), tuple(next_start), end)


def critical_path(network: Network, times: CriticalPathTimes) -> tuple[str, ...]:
    """Returns the chain of tickets, each starting when the one before ends, that spans the project.

    Of several chains the one whose sequence of IDs is lowest. A zero-length ticket is on the path
    if it starts it, not if it follows its end. The path of a project of no length is its lowest
    ticket.
    """
    ids = network.ids
    onward = _lowest_onward(network, times)
    starts = [
        node
        for node, ticket_id in enumerate(ids)
        if ticket_id and not times.earliest[node] and not times.slack(node)
    ]
    node = min(starts, key=lambda start: sort_key(ids[start]), default=None)
    path = []
    while node is not None:
        path.append(ids[node])
        at_end = times.earliest[node] + network.lengths[node] == times.end
        node = None if at_end else onward[node]
    return tuple(path)


def _lowest_onward(network: Network, times: CriticalPathTimes) -> list[int | None]:
    """Returns, by critical node, the critical ticket of lowest ID that starts when it ends."""
    ids = network.ids
    onward: list[int | None] = [None] * len(ids)
    for node in reversed(range(len(ids))):
        if times.slack(node):
            continue
        finish = times.earliest[node] + network.lengths[node]
        tight = (
            later
            for later in network.after[node]
            if times.earliest[later] == finish and not times.slack(later)
        )
        tickets = (later if ids[later] else onward[later] for later in tight)
        onward[node] = min(
            (candidate for candidate in tickets if candidate is not None),
            key=lambda candidate: sort_key(ids[candidate]),
            default=None,
        )
    return onward
