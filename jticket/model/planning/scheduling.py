"""When and by whom tickets are worked on: an order, waves, and list scheduling for N workers.

All three dispatch tickets by rank as soon as what comes before them is finished; waves and
schedules never have two tickets in work whose `files` overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from jticket.model.effort import MICROSECONDS_PER_HOUR
from jticket.model.planning.file_locks import LockQueue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jticket.model.planning.file_overlap import Entries
    from jticket.model.planning.network import Network


@dataclass(frozen=True, slots=True)
class ScheduledTask:
    """A ticket's place in a schedule: its worker, from 1, and its hours from now."""

    id: str
    worker: int
    start: float
    finish: float


class _Dispatcher:
    """Dispatches nodes by rank once all nodes before them are finished and their files are free.

    `ranked` are the nodes of tickets from the lowest rank, `entries` the files by node, `releases`
    the times before which nodes are held back. Virtual nodes finish by themselves.
    """

    def __init__(
        self,
        network: Network,
        ranked: Sequence[int],
        entries: Mapping[int, Entries],
        releases: Mapping[int, int] | None = None,
    ) -> None:
        self._network = network
        self._releases = releases or {}
        self._held: list[tuple[int, int]] = []
        self._now = 0
        self._ranked = ranked
        self._ranks = {node: rank for rank, node in enumerate(ranked)}
        self._unfinished = [len(before) for before in network.before]
        self._queue = LockQueue({self._ranks[node]: files for node, files in entries.items()})
        self._offer(node for node, count in enumerate(self._unfinished) if not count)

    def take(self) -> int | None:
        """Returns the available node of the lowest rank, which is in work now; None if none is."""
        rank = self._queue.take()
        return None if rank is None else self._ranked[rank]

    def finish(self, node: int) -> None:
        """Finishes a node in work, and makes available what waited for it alone."""
        self._queue.give_back(self._ranks[node])
        self._offer(self._freed(node))

    @property
    def next_release(self) -> int | None:
        """When the next node that is held back is released; None if there is none."""
        return self._held[0][0] if self._held else None

    def advance(self, now: int) -> None:
        """Makes the nodes available that are held back until then."""
        self._now = now
        while self._held and self._held[0][0] <= now:
            self._queue.offer(self._ranks[heappop(self._held)[1]])

    def _freed(self, node: int) -> list[int]:
        freed = []
        for after in self._network.after[node]:
            self._unfinished[after] -= 1
            if not self._unfinished[after]:
                freed.append(after)
        return freed

    def _offer(self, nodes: Iterable[int]) -> None:
        free = list(nodes)
        while free:
            node = free.pop()
            if self._network.tickets[node] is None:
                free += self._freed(node)
            elif (release := self._releases.get(node, 0)) > self._now:
                heappush(self._held, (release, node))
            else:
                self._queue.offer(self._ranks[node])


def topological_order(network: Network, ranked: Sequence[int]) -> tuple[int, ...]:
    """Returns the nodes of tickets in order: each time the lowest rank that can be next."""
    dispatcher = _Dispatcher(network, ranked, {})
    order = []
    while (node := dispatcher.take()) is not None:
        order.append(node)
        dispatcher.finish(node)
    return tuple(order)


def waves(
    network: Network, ranked: Sequence[int], entries: Mapping[int, Entries]
) -> tuple[tuple[int, ...], ...]:
    """Returns the nodes of each wave, in order of rank.

    A wave takes, by rank, every ticket that waits only for earlier waves and whose files overlap
    none already in it.
    """
    dispatcher = _Dispatcher(network, ranked, entries)
    result = []
    while wave := tuple(iter(dispatcher.take, None)):
        for node in wave:
            dispatcher.finish(node)
        result.append(wave)
    return tuple(result)


def list_schedule(
    network: Network,
    ranked: Sequence[int],
    entries: Mapping[int, Entries],
    workers: int,
    releases: Mapping[int, int],
) -> tuple[ScheduledTask, ...]:
    """Returns a schedule of all tickets, in the order in which they begin (Graham 1966).

    Non-preemptive. At each moment, workers who finish become idle and what waited for them becomes
    available; then the idle workers, the lowest number first, each take the available ticket of the
    lowest rank whose files overlap none in work. A ticket of no length is in work until all have
    taken one, and is then finished at the same moment. A ticket with a release is not available
    before it.
    """
    dispatcher = _Dispatcher(network, ranked, entries, releases)
    idle = list(range(1, min(workers, len(ranked)) + 1))  # sorted, so it is a heap
    running: list[tuple[int, int, int]] = []
    schedule = []
    now = 0
    while True:
        while idle and (node := dispatcher.take()) is not None:
            worker, finish = heappop(idle), now + network.lengths[node]
            schedule.append(
                ScheduledTask(
                    network.ids[node],
                    worker,
                    now / MICROSECONDS_PER_HOUR,
                    finish / MICROSECONDS_PER_HOUR,
                )
            )
            heappush(running, (finish, worker, node))
        events = [finish for finish, *_ in running[:1]]
        if (release := dispatcher.next_release) is not None:
            events.append(release)
        if not events:
            return tuple(schedule)
        now = min(events)
        while running and running[0][0] == now:
            _, worker, node = heappop(running)
            heappush(idle, worker)
            dispatcher.finish(node)
        dispatcher.advance(now)
