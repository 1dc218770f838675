"""The plan of the open tickets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.errors import Argument, UsageError
from jticket.model.calendar import calendar_of
from jticket.model.planning import parallel
from jticket.model.planning.deadlines import deadlines_of
from jticket.model.planning.plan import plan
from jticket.model.planning.plan_dates import plan_dates, waiting_hours
from jticket.ops.dates import day_asked_for
from jticket.ops.selection import Selection, select_tickets

if TYPE_CHECKING:
    from datetime import datetime

    from jticket.model.graph import Graph
    from jticket.model.planning.plan import Plan
    from jticket.model.planning.plan_dates import PlanDates
    from jticket.text.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """How to plan: for a number of workers, if given, and from a day on, today by default.

    With `share_files`, tickets that touch the same files may run at once; with `from_scratch`,
    nothing counts as begun or done.
    """

    workers: int | None = None
    share_files: bool = False
    from_scratch: bool = False
    start: str | None = None


USUAL = PlanRequest()
"""All tickets side by side, from today on."""


@dataclass(frozen=True, slots=True)
class PlannedTickets:
    """A plan, its dates, and the graph of the tickets as they were planned."""

    plan: Plan
    graph: Graph
    dates: PlanDates


def plan_tickets(
    project: Project, selection: Selection, now: datetime, request: PlanRequest = USUAL
) -> PlannedTickets:
    """Plans the open tickets of a selection, from the project's today on.

    Raises:
        UsageError: less than one worker, no date to start on, a value that a field can't have, or a
            wrong query.
        NotFoundError: the ticket to filter by does not exist.
    """
    workers = request.workers
    if workers is not None and workers < 1:
        raise UsageError(f"a plan needs at least one worker, not {workers}")
    start = project.today or now.date()
    if request.start is not None:
        start = day_asked_for(request.start, start, Argument.PLAN_START)
    chosen = {file.ticket.id for file in select_tickets(project, selection, now)}
    graph = parallel.from_scratch(project.graph) if request.from_scratch else project.graph
    calendar = calendar_of(graph.settings)
    planned = plan(
        graph,
        chosen,
        workers=workers,
        share_files=request.share_files,
        not_before=waiting_hours(graph, calendar, start),
    )
    dates = plan_dates(planned, calendar, deadlines_of(graph), start)
    return PlannedTickets(planned, graph, dates)


def late_tickets(project: Project, now: datetime) -> frozenset[str]:
    """Returns the IDs of the tickets that miss their deadline in the plan of all open tickets."""
    if not deadlines_of(project.graph):
        return frozenset()  # a plan takes time
    return frozenset(plan_tickets(project, Selection({}), now).dates.late)
