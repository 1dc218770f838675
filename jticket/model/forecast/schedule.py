"""One run of a forecast: the open tickets one after another, each as long as it was drawn."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from jticket.model.planning.critical_path import critical_path_times
from jticket.model.planning.network import network_of
from jticket.model.planning.plan import rankings

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from jticket.model.graph import Graph
    from jticket.model.planning.network import Network


@dataclass(frozen=True, slots=True)
class Places:
    """How many tickets are in progress at once, and how long a place stays empty after each.

    A place is taken for `stretch` times the ticket's duration, at least 1. `free_at` are the hours
    from now at which the places are free that no ticket in progress takes.
    """

    count: int
    stretch: float = 1.0
    free_at: tuple[float, ...] = ()


@dataclass(frozen=True)
class Agenda:
    """What is to be done: the network of open tickets, their order, and what holds some back.

    `ranked` are the nodes of tickets, first come those that are taken first. `releases` are hours
    from now before which nodes can't begin.
    """

    network: Network
    ranked: Sequence[int]
    releases: Mapping[int, float]

    def finish_times(
        self, lengths: Sequence[float], running: Mapping[int, float], places: Places
    ) -> list[float]:
        """Returns the hours from now at which each node is finished.

        `lengths` are the hours of each node in all, `running` what those in progress took already.
        A place that becomes free takes the available ticket of the lowest rank. More tickets may be
        in progress now than there are places.
        """
        if not any(self.network.before) and not self.releases:
            return self._side_by_side(lengths, running, places)
        return _Run(self, lengths, running, places).finish_times()

    def _side_by_side(
        self, lengths: Sequence[float], running: Mapping[int, float], places: Places
    ) -> list[float]:
        """Returns the same where no ticket waits for another."""
        times = [0.0] * len(lengths)
        taken = []
        for node, elapsed in running.items():
            times[node] = max(0.0, lengths[node] - elapsed)
            taken.append(times[node] + (places.stretch - 1) * lengths[node])
        taken.sort()
        free = [*_free_at(places, len(taken)), *taken[max(0, len(taken) - places.count) :]]
        heapify(free)
        stretch = places.stretch
        for node in self.ranked:
            if node not in running:
                start = heappop(free)
                times[node] = start + lengths[node]
                heappush(free, start + stretch * lengths[node])
        return times


def agenda_of(
    graph: Graph, chosen: Container[str] | None, not_before: Mapping[str, float]
) -> Agenda:
    """Returns what is to be done of the chosen tickets (None: all), in the order of the plan.

    `not_before` are the hours from now, by ID, before which a ticket can't start.
    """
    network = network_of(graph, chosen)
    _, ranked = rankings(network, critical_path_times(network), graph.settings)
    nodes = {ticket_id: node for node, ticket_id in enumerate(network.ids) if ticket_id}
    releases = {nodes[key]: hours for key, hours in not_before.items() if key in nodes}
    return Agenda(network, ranked, releases)


def _free_at(places: Places, taken: int) -> list[float]:
    free = max(0, places.count - taken)
    return [*places.free_at[:free], *[0.0] * (free - len(places.free_at))]


class _Run:
    """Takes tickets by rank as soon as those before them are finished and a place is free."""

    def __init__(
        self,
        agenda: Agenda,
        lengths: Sequence[float],
        running: Mapping[int, float],
        places: Places,
    ) -> None:
        self._agenda = agenda
        self._lengths = lengths
        self._running = running
        self._stretch = places.stretch
        self._times = [0.0] * len(lengths)
        self._now = 0.0
        self._unfinished = [len(before) for before in agenda.network.before]
        self._ranks = {node: rank for rank, node in enumerate(agenda.ranked)}
        self._available: list[int] = []
        self._events: list[tuple[float, int, int]] = []
        self._free = min(0, places.count - len(running))
        for time in _free_at(places, len(running)):
            heappush(self._events, (time, _FREE, -1))

    def finish_times(self) -> list[float]:
        """Returns when each node is finished."""
        for node, elapsed in self._running.items():
            left = max(0.0, self._lengths[node] - elapsed)
            self._begin(node, left, left + (self._stretch - 1) * self._lengths[node])
        self._offer([node for node, count in enumerate(self._unfinished) if not count])
        events, available = self._events, self._available
        while events:
            self._now, kind, node = heappop(events)
            if kind == _FREE:
                self._free += 1
            elif kind == _DONE:
                self._finish(node)
            else:
                heappush(available, self._ranks[node])
            while available and self._free > 0 and not (events and events[0][0] == self._now):
                self._free -= 1
                node = self._agenda.ranked[heappop(available)]
                length = self._lengths[node]
                self._begin(node, length, self._stretch * length)
        return self._times

    def _begin(self, node: int, length: float, taken: float) -> None:
        heappush(self._events, (self._now + length, _DONE, node))
        heappush(self._events, (self._now + taken, _FREE, -1))

    def _finish(self, node: int) -> None:
        self._times[node] = self._now
        self._offer(self._freed(node))

    def _freed(self, node: int) -> list[int]:
        freed = []
        for later in self._agenda.network.after[node]:
            self._unfinished[later] -= 1
            if not self._unfinished[later]:
                freed.append(later)
        return freed

    def _offer(self, nodes: list[int]) -> None:
        """Makes nodes available; a virtual one is finished at once, one in progress has begun."""
        while nodes:
            node = nodes.pop()
            if self._agenda.network.tickets[node] is None:
                self._times[node] = self._now
                nodes += self._freed(node)
            elif node in self._running:
                continue
            elif (release := self._agenda.releases.get(node, 0.0)) > self._now:
                heappush(self._events, (release, _RELEASE, node))
            else:
                heappush(self._available, self._ranks[node])


_FREE, _DONE, _RELEASE = range(3)
