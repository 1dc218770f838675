"""When the open tickets will be done, by the project's own past."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Final

from jticket.errors import Argument
from jticket.model.calendar import calendar_of
from jticket.model.dates import parse_timestamp
from jticket.model.forecast.clock import WorkClock
from jticket.model.forecast.evidence import evidence_of
from jticket.model.forecast.forecast import Question, Start, forecast
from jticket.model.forecast.schedule import agenda_of
from jticket.model.planning.plan_dates import waiting_hours
from jticket.model.stats.flow import StatusTimeline
from jticket.ops.dates import day_asked_for
from jticket.ops.history.reader import history_reader
from jticket.ops.selection import select_tickets
from jticket.ops.snapshots import snapshots_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from jticket.model.forecast.evidence import Evidence
    from jticket.model.forecast.forecast import Forecast
    from jticket.model.history.timeline import StatusHistory
    from jticket.model.settings import Settings
    from jticket.ops.selection import Selection
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project

RUNS: Final = 1000
SEED: Final = 1
"""What a forecast takes where nothing else is asked for."""
BACKTEST_RUNS: Final = 200
"""Fewer than of one forecast, for a backtest makes one for each of up to 52 weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastRequest:
    """How to forecast: how often to run, from which seed, and for how many workers, if given.

    `start` is the day on which work begins, now by default.
    """

    runs: int = RUNS
    seed: int = SEED
    workers: int | None = None
    start: str | None = None


@dataclass(frozen=True, slots=True)
class ForecastReport:
    """A forecast, and what it is made of; None with too little evidence or nothing to do.

    `open` is how many tickets are to be done, `left_out` are those that wait for themselves.
    `is_cut`: the clone is shallow, so older changes are not known.
    """

    forecast: Forecast | None
    evidence: Evidence
    as_of: date
    start: date
    open: int
    left_out: tuple[str, ...]
    is_cut: bool


def forecast_tickets(
    workspace: Workspace,
    project: Project,
    selection: Selection,
    request: ForecastRequest,
    at: str | None = None,
) -> ForecastReport:
    """Forecasts when the open tickets of a selection are done, now or as of a revision or date.

    The same tickets, history, time and seed make the same forecast.

    Raises:
        UsageError: no date to start on, a value that a field can't have, or a wrong query.
        NotFoundError: there is no such commit, or the ticket to filter by does not exist.
        JticketError: there is no repository or no git, or the clone lacks objects.
    """
    now = workspace.now()
    if at is not None:
        snapshots = snapshots_of(workspace)
        now = snapshots.moment(snapshots.point(at))
    return forecast_by(past_of(workspace, project, at), project, selection, request, now)


class Past:
    """The statuses of tickets in git's history, by the IDs that they have in a project now.

    `is_cut`: the clone is shallow.
    """

    def __init__(
        self, project: Project, histories: Sequence[StatusHistory], *, is_cut: bool
    ) -> None:
        self._project = project
        self._histories: dict[str, StatusHistory] = {}
        self.is_cut = is_cut
        self.settings: Settings = project.settings
        for history in histories:
            is_living = bool(history.steps) and history.steps[-1].status is not None
            if history.steps and (is_living or history.id not in self._histories):
                self._histories[history.id] = history

    @property
    def first(self) -> datetime | None:
        """When git first saw a ticket; None if it did not."""
        histories = self._histories.values()
        return min((history.steps[0].moment for history in histories), default=None)

    def timeline(
        self, ticket_id: str, created: str, until: datetime | None = None
    ) -> StatusTimeline | None:
        """Returns the statuses of a ticket, by its ID or a former one; None if it had none.

        Only those up to a moment, if one is given.
        """
        history = self._histories.get(self._project.graph.resolve(ticket_id) or ticket_id)
        steps = tuple(
            (step.moment, step.status)
            for step in (history.steps if history else ())
            if until is None or step.moment <= until
        )
        if history is None or not steps:
            return None
        return StatusTimeline(steps, parse_timestamp(created), begins=history.begins)


def past_of(workspace: Workspace, project: Project, at: str | None = None) -> Past:
    """Returns the past of a project by the history of HEAD, or of a revision or date.

    Raises:
        JticketError: there is no repository, no git or no such commit, or the clone lacks objects.
    """
    history = history_reader(workspace, at).history(bodies=False)
    return Past(project, history.statuses(), is_cut=history.is_cut)


def forecast_by(
    past: Past, project: Project, selection: Selection, request: ForecastRequest, now: datetime
) -> ForecastReport:
    """Forecasts when the tickets of a selection, as they were at a moment, are done.

    Raises:
        UsageError: no date to start on, a value that a field can't have, or a wrong query.
        NotFoundError: the ticket to filter by does not exist.
    """
    graph, today = project.graph, project.today or now.date()
    clock = WorkClock(calendar_of(graph.settings))
    timelines = {
        ticket.id: timeline
        for ticket in graph.tickets.values()
        if (timeline := past.timeline(ticket.id, ticket.created, now)) is not None
    }
    evidence = evidence_of(graph, timelines, clock, now)
    start = Start(clock, max(clock.point(now), clock.start(today)), today)
    if request.start is not None:
        day = day_asked_for(request.start, today, Argument.PLAN_START)
        start = Start(clock, clock.start(day), day)
    begun = start.point - clock.start(start.day)
    agenda = agenda_of(
        graph,
        {file.ticket.id for file in select_tickets(project, selection, now)},
        {
            ticket_id: hours - begun
            for ticket_id, hours in waiting_hours(graph, clock.calendar, start.day).items()
        },
    )
    question = Question(agenda, graph.settings, start, request.runs, request.workers)
    random = Random(request.seed)  # noqa: S311  # chances, not secrets
    return ForecastReport(
        forecast(question, evidence, random) if evidence.is_enough else None,
        evidence,
        today,
        start.day,
        len(agenda.ranked),
        agenda.network.left_out,
        past.is_cut,
    )
