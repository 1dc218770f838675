"""The plan of a project: its critical path, its waves, an order, and a schedule for N workers.

Computed over the open tickets that are not epics, in hours from now. Nothing here is recursive: a
chain may be of any length, and tickets in a cycle are left out and named.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from jticket.model.effort import MICROSECONDS_PER_HOUR, hours_to_length
from jticket.model.ids import sort_key
from jticket.model.planning.critical_path import critical_path, critical_path_times, earliest_starts
from jticket.model.planning.file_overlap import Entries
from jticket.model.planning.network import network_of
from jticket.model.planning.scheduling import list_schedule, topological_order, waves

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from jticket.model.cycles import Cycle
    from jticket.model.graph import Graph
    from jticket.model.planning.critical_path import CriticalPathTimes
    from jticket.model.planning.network import Network
    from jticket.model.planning.scheduling import ScheduledTask
    from jticket.model.settings import Settings

_NO_TIMES: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Timing:
    """When a ticket can and must start and finish, in hours from now.

    `slack`: by how much it may slip without moving the project's end; critical is one with none.
    `free_slack`: without moving the earliest start of any ticket after it.
    """

    earliest_start: float
    earliest_finish: float
    latest_start: float
    latest_finish: float
    slack: float
    free_slack: float
    critical: bool


@dataclass(frozen=True, slots=True)
class ExpectedTime:
    """When a ticket is expected to start and finish, in hours from now."""

    start: float
    finish: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A project's plan. Without a number of workers `workers` is None and `schedule` is empty.

    `expected` follows the schedule, or without one starts each ticket as early as it can; both heed
    the times before which a ticket can't start, as nothing else does but `finish_hours` of a
    schedule.
    `lower_bound_hours` is what no schedule can beat: the critical path, or the total over the
    workers. `left_out` are the tickets that wait for themselves, and so can't be planned;
    `cycles` has one cycle per strongly connected component of them.
    """

    critical_path: tuple[str, ...]
    critical_path_hours: float
    waves: tuple[tuple[str, ...], ...]
    order: tuple[str, ...]
    total_hours: float
    done_hours: float
    workers: int | None
    finish_hours: float
    lower_bound_hours: float
    schedule: tuple[ScheduledTask, ...]
    timings: Mapping[str, Timing]
    expected: Mapping[str, ExpectedTime]
    missing_effort: tuple[str, ...]
    left_out: tuple[str, ...]
    cycles: tuple[Cycle, ...]


def plan(
    graph: Graph,
    chosen: Container[str] | None = None,
    *,
    workers: int | None = None,
    share_files: bool = False,
    not_before: Mapping[str, float] = _NO_TIMES,
) -> Plan:
    """Plans the chosen tickets (None: all), for a number of workers if one is given.

    `not_before` are the hours from now, by ID, before which a ticket can't start.

    An open ticket that is not chosen takes no time here, but keeps the order of what comes before
    and after it.

    Raises:
        ValueError: there is less than one worker.
    """
    if workers is not None and workers < 1:
        raise ValueError(f"a plan needs at least one worker, not {workers}")
    network = network_of(graph, chosen)
    times = critical_path_times(network)
    by_id, by_priority = rankings(network, times, graph.settings)
    entries = _entries(network)
    locked = {} if share_files else entries
    releases = {
        node: hours_to_length(not_before[ticket_id])
        for node, ticket_id in enumerate(network.ids)
        if ticket_id in not_before
    }
    schedule = list_schedule(network, by_priority, locked, workers, releases) if workers else ()
    return Plan(
        critical_path=critical_path(network, times),
        critical_path_hours=_hours(times.end),
        waves=tuple(_ids(network, wave) for wave in waves(network, by_id, entries)),
        order=_ids(network, topological_order(network, by_priority)),
        total_hours=_hours(sum(network.lengths)),
        done_hours=_done_hours(graph, chosen),
        workers=workers,
        finish_hours=max((task.finish for task in schedule), default=_hours(times.end)),
        lower_bound_hours=_lower_bound(network, times, workers),
        schedule=schedule,
        timings=_timings(network, times),
        expected=_expected(network, schedule, releases),
        missing_effort=_missing_effort(network),
        left_out=network.left_out,
        cycles=network.cycles,
    )


def _ids(network: Network, nodes: Iterable[int]) -> tuple[str, ...]:
    return tuple(network.ids[node] for node in nodes)


def _lower_bound(network: Network, times: CriticalPathTimes, workers: int | None) -> float:
    shared = sum(network.lengths) / (workers * MICROSECONDS_PER_HOUR) if workers else 0.0
    return max(_hours(times.end), shared)


def _hours(length: int) -> float:
    return length / MICROSECONDS_PER_HOUR


def rankings(
    network: Network, times: CriticalPathTimes, settings: Settings
) -> tuple[list[int], list[int]]:
    """Returns the tickets' nodes by latest start and ID, and by latest start, priority, ID."""
    ranks = {name: -place for place, name in enumerate(settings.priorities)}
    usual = ranks[settings.default_priority]
    keyed = [
        (times.latest[node], ranks.get(ticket.priority, usual), sort_key(ticket.id), node)
        for node, ticket in enumerate(network.tickets)
        if ticket is not None
    ]
    by_id = [node for *_, node in sorted(keyed, key=lambda ranking: (ranking[0], ranking[2]))]
    return by_id, [node for *_, node in sorted(keyed)]


def _entries(network: Network) -> dict[int, Entries]:
    """Returns the files of each node that has any."""
    return {
        node: Entries.of(ticket.files)
        for node, ticket in enumerate(network.tickets)
        if ticket is not None and ticket.files
    }


def _timings(network: Network, times: CriticalPathTimes) -> dict[str, Timing]:
    timings = {}
    for node, ticket in enumerate(network.tickets):
        if ticket is None:
            continue
        length, start, last = network.lengths[node], times.earliest[node], times.latest[node]
        timings[ticket.id] = Timing(
            earliest_start=_hours(start),
            earliest_finish=_hours(start + length),
            latest_start=_hours(last),
            latest_finish=_hours(last + length),
            slack=_hours(last - start),
            free_slack=_hours(times.next_start[node] - start - length),
            critical=last == start,
        )
    return dict(sorted(timings.items(), key=lambda pair: sort_key(pair[0])))


def _expected(
    network: Network, schedule: Sequence[ScheduledTask], releases: Mapping[int, int]
) -> dict[str, ExpectedTime]:
    if schedule:
        return {task.id: ExpectedTime(task.start, task.finish) for task in schedule}
    starts = earliest_starts(network, releases)
    return {
        ticket_id: ExpectedTime(_hours(starts[node]), _hours(starts[node] + network.lengths[node]))
        for node, ticket_id in enumerate(network.ids)
        if ticket_id
    }


def _missing_effort(network: Network) -> tuple[str, ...]:
    missing = [ticket.id for ticket in network.tickets if ticket and ticket.effort_hours is None]
    return tuple(sorted(missing, key=sort_key))


def _done_hours(graph: Graph, chosen: Container[str] | None) -> float:
    """Returns the effort of the chosen tickets that are done; only work counts."""
    settings = graph.settings
    done = (
        ticket.effort_hours if ticket.effort_hours is not None else settings.default_effort
        for ticket in graph.tickets.values()
        if settings.is_done(ticket.status)
        and settings.is_work(ticket.ticket_type)
        and (chosen is None or ticket.id in chosen)
    )
    return _hours(sum(map(hours_to_length, done)))
