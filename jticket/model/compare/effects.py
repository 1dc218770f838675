"""The effects of changes on a project: effort, critical path, what became ready or closed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.compare.date_changes import date_changes, dated_plan
from jticket.model.cycles import cycles
from jticket.model.field_values import references_of
from jticket.model.ids import is_id, sort_key
from jticket.model.stats.tally import tally

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import date

    from jticket.model.compare.date_changes import DateChanges
    from jticket.model.cycles import Cycle
    from jticket.model.graph import Graph
    from jticket.model.planning.plan import Plan
    from jticket.model.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a project, without epics: hours open and done, and the critical path.

    A ticket without effort counts the default, a cancelled one nothing. `left_out` counts the
    tickets in cycles: their hours count, but no path leads through them.
    """

    open_hours: float
    done_hours: float
    path: tuple[str, ...]
    path_hours: float
    missing_effort: int
    left_out: int

    @property
    def effort_hours(self) -> float:
        """The hours of all tickets that are open or done."""
        return self.open_hours + self.done_hours


@dataclass(frozen=True, slots=True)
class Dangling:
    """A reference to a ticket that does not exist: from which ticket, by which field."""

    id: str
    key: str
    target: str


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A ticket that is done with open criteria."""

    id: str
    ticked: int
    criteria: int


@dataclass(frozen=True, slots=True)
class Effects:
    """The figures of two states of a project, and what became true between them.

    IDs are those of the second state, phases are in the order of their lowest ID. `dates` is None
    where the states were planned from no day.
    """

    before: Figures
    after: Figures
    newly_ready: tuple[str, ...]
    newly_blocked: tuple[str, ...]
    newly_critical: tuple[str, ...]
    newly_closed: tuple[str, ...]
    newly_unfinished: tuple[Unfinished, ...]
    reopened: tuple[str, ...]
    phases_completed: tuple[str, ...]
    new_cycles: tuple[Cycle, ...]
    new_dangling: tuple[Dangling, ...]
    dates: DateChanges | None = None


@dataclass(frozen=True, slots=True)
class ProjectState:
    """A project: its graph, and the stems of ticket files that can't be read."""

    graph: Graph
    unread: frozenset[str] = frozenset()


def effects(
    before: ProjectState,
    after: ProjectState,
    new_ids: Mapping[str, str],
    start: date | None = None,
) -> Effects:
    """Returns the effects of a change; `new_ids` maps changed IDs of the first state.

    Both states are planned from the day `start` on. A ticket that is new counts as newly ready,
    blocked or closed if it is.
    """

    def current(ids: Iterable[str]) -> set[str]:
        return {new_ids.get(ticket_id, ticket_id) for ticket_id in ids}

    def newly(holds: Callable[[Graph, Ticket], bool]) -> tuple[str, ...]:
        was = current(_ids_where(before.graph, holds))
        return _ordered(set(_ids_where(after.graph, holds)) - was)

    known = current(_ids_where(before.graph, lambda graph, ticket: True))
    closed = current(_ids_where(before.graph, _is_closed))
    opened = set(_ids_where(after.graph, lambda graph, ticket: not _is_closed(graph, ticket)))
    completed = _complete_phases(before.graph)
    graphs = before.graph, after.graph
    plans = dated_plan(before.graph, start), dated_plan(after.graph, start)
    figures = _figures(before.graph, plans[0].plan), _figures(after.graph, plans[1].plan)
    return Effects(
        before=figures[0],
        after=figures[1],
        newly_ready=newly(lambda graph, ticket: graph.is_ready(ticket)),
        newly_blocked=newly(lambda graph, ticket: graph.is_blocked(ticket)),
        newly_critical=_ordered({*figures[1].path} - current(figures[0].path)),
        newly_closed=newly(_is_closed),
        newly_unfinished=tuple(
            Unfinished(ticket.id, ticket.criteria_done, len(ticket.criteria))
            for ticket in map(after.graph.tickets.__getitem__, newly(_is_unfinished))
        ),
        reopened=_ordered(closed & opened & known),
        phases_completed=tuple(
            phase for phase in _complete_phases(after.graph) if phase not in completed
        ),
        new_cycles=_new_cycles(before, after, new_ids),
        new_dangling=_new_dangling(before, after, new_ids),
        dates=date_changes(graphs, plans, new_ids),
    )


def _new_cycles(
    before: ProjectState, after: ProjectState, new_ids: Mapping[str, str]
) -> tuple[Cycle, ...]:
    known = {
        frozenset(new_ids.get(ticket_id, ticket_id) for ticket_id in cycle.ids)
        for cycle in cycles(before.graph)
    }
    return tuple(cycle for cycle in cycles(after.graph) if frozenset(cycle.ids) not in known)


def _new_dangling(
    before: ProjectState, after: ProjectState, new_ids: Mapping[str, str]
) -> tuple[Dangling, ...]:
    known = {
        (new_ids.get(reference.id, reference.id), reference.target)
        for reference in _dangling(before)
    }
    return tuple(
        reference for reference in _dangling(after) if (reference.id, reference.target) not in known
    )


def _ids_where(graph: Graph, holds: Callable[[Graph, Ticket], bool]) -> list[str]:
    return [ticket.id for ticket in graph.tickets.values() if holds(graph, ticket)]


def _ordered(ids: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(ids, key=sort_key))


def _is_closed(graph: Graph, ticket: Ticket) -> bool:
    return graph.settings.is_closed(ticket.status)


def _is_unfinished(graph: Graph, ticket: Ticket) -> bool:
    return graph.settings.is_done(ticket.status) and ticket.criteria_done < len(ticket.criteria)


def _figures(graph: Graph, planned: Plan) -> Figures:
    is_work = graph.settings.is_work
    work = [ticket for ticket in graph.tickets.values() if is_work(ticket.ticket_type)]
    counted = tally(work, graph.settings)
    return Figures(
        open_hours=counted.open_hours,
        done_hours=counted.done_hours,
        path=planned.critical_path,
        path_hours=planned.critical_path_hours,
        missing_effort=len(planned.missing_effort),
        left_out=len(planned.left_out),
    )


def _complete_phases(graph: Graph) -> list[str]:
    """Returns the phases with every ticket closed and at least one done."""
    phases: defaultdict[str, list[Ticket]] = defaultdict(list)
    for ticket in sorted(graph.tickets.values(), key=lambda ticket: sort_key(ticket.id)):
        if ticket.phase:
            phases[ticket.phase].append(ticket)
    return [
        phase
        for phase, tickets in phases.items()
        if all(_is_closed(graph, ticket) for ticket in tickets)
        and any(graph.settings.is_done(ticket.status) for ticket in tickets)
    ]


def _dangling(state: ProjectState) -> list[Dangling]:
    known = state.graph.resolve
    return [
        Dangling(ticket.id, key, target)
        for ticket in sorted(state.graph.tickets.values(), key=lambda ticket: sort_key(ticket.id))
        for key, target in dict.fromkeys((key, target) for key, _, target in references_of(ticket))
        if is_id(target) and known(target) is None and target not in state.unread
    ]
