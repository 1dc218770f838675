"""The dates of two states of a project: its end, its milestones, and what became late.

Both states are planned from one day on, so that a difference is one of the tickets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.calendar import calendar_of
from jticket.model.ids import sort_key
from jticket.model.planning.deadlines import deadlines_of, milestone_days
from jticket.model.planning.plan import Plan, plan
from jticket.model.planning.plan_dates import PlanDates, plan_dates, waiting_hours

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from jticket.model.graph import Graph


@dataclass(frozen=True, slots=True)
class DatedPlan:
    """The plan of a project and its dates, None where it was planned from no day."""

    plan: Plan
    dates: PlanDates | None


@dataclass(frozen=True, slots=True)
class MilestoneDates:
    """The day on which the last ticket of a milestone is expected to be finished, and its due day.

    `days_late` are working days, 0 if the due day is met or there is none.
    """

    finish: date
    due: date | None
    days_late: int


@dataclass(frozen=True, slots=True)
class MilestoneChange:
    """A milestone whose dates differ; None on a side where it has no open tickets."""

    name: str
    before: MilestoneDates | None
    after: MilestoneDates | None


@dataclass(frozen=True, slots=True)
class LateTicket:
    """A ticket that misses its deadline, and by how many working hours."""

    id: str
    hours: float


@dataclass(frozen=True, slots=True)
class DateChanges:
    """What differs between the dates of two plans that begin on `start`.

    `finish` are the days on which both end, None where nothing is to do; `days_later` are the
    working days by which the second ends later. Milestones are in the order of their lowest ID.
    """

    start: date
    finish: tuple[date | None, date | None]
    days_later: int
    milestones: tuple[MilestoneChange, ...]
    newly_late: tuple[LateTicket, ...]


def dated_plan(graph: Graph, start: date | None) -> DatedPlan:
    """Returns the plan of all open tickets, with dates if it starts on a day."""
    if start is None:
        return DatedPlan(plan(graph), None)
    calendar = calendar_of(graph.settings)
    planned = plan(graph, not_before=waiting_hours(graph, calendar, start))
    return DatedPlan(planned, plan_dates(planned, calendar, deadlines_of(graph), start))


def date_changes(
    graphs: tuple[Graph, Graph], plans: tuple[DatedPlan, DatedPlan], new_ids: Mapping[str, str]
) -> DateChanges | None:
    """Returns what differs between the dates of two states; None where they have no dates.

    `new_ids` maps changed IDs of the first state.
    """
    before, after = plans[0].dates, plans[1].dates
    if before is None or after is None:
        return None
    was_late = {new_ids.get(ticket_id, ticket_id) for ticket_id in before.late}
    both = before.tickets and after.tickets
    calendar = calendar_of(graphs[1].settings)
    return DateChanges(
        start=after.start,
        finish=(_finish(before), _finish(after)),
        days_later=calendar.days_between(before.finish, after.finish) if both else 0,
        milestones=_milestones(_by_milestone(graphs[0], before), _by_milestone(graphs[1], after)),
        newly_late=tuple(
            LateTicket(ticket_id, after.tickets[ticket_id].late_by_hours)
            for ticket_id in sorted(after.late, key=sort_key)
            if ticket_id not in was_late
        ),
    )


def _finish(dates: PlanDates) -> date | None:
    return dates.finish if dates.tickets else None


def _milestones(
    before: Mapping[str, MilestoneDates], after: Mapping[str, MilestoneDates]
) -> tuple[MilestoneChange, ...]:
    return tuple(
        MilestoneChange(name, before.get(name), after.get(name))
        for name in dict.fromkeys([*after, *before])
        if before.get(name) != after.get(name)
    )


def _by_milestone(graph: Graph, dates: PlanDates) -> dict[str, MilestoneDates]:
    """Returns the dates of milestones by name, in the order of the lowest ID in each."""
    calendar, due_days = calendar_of(graph.settings), milestone_days(graph.settings)
    finish: dict[str, date] = {}
    for ticket_id, ticket_dates in dates.tickets.items():
        if name := graph.tickets[ticket_id].milestone:
            finish[name] = max(finish.get(name, dates.start), ticket_dates.finish_date)
    return {
        name: MilestoneDates(
            day,
            due := due_days.get(name),
            max(0, calendar.days_between(due, day)) if due else 0,
        )
        for name, day in finish.items()
    }
