"""The forecast as of each past week, and what happened since."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from jticket.errors import NotFoundError, UsageError
from jticket.model.forecast.backtest import PastForecast, closing_moment
from jticket.ops.history.forecast import forecast_by, past_of
from jticket.ops.snapshots import NoTicketsThenError, snapshots_of
from jticket.vcs.revisions import commit_before

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from jticket.model.forecast.evidence import Evidence
    from jticket.ops.history.forecast import ForecastRequest, Past
    from jticket.ops.selection import Selection
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project

_MOST_WEEKS: Final = 52
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class BacktestReport:
    """Forecasts as of past weeks, oldest first, and the day on which they are judged.

    `evidence` is what a forecast would be made of now. `is_cut`: the clone is shallow.
    """

    forecasts: tuple[PastForecast, ...]
    evidence: Evidence
    today: date
    is_cut: bool


def backtest(
    workspace: Workspace, project: Project, selection: Selection, request: ForecastRequest
) -> BacktestReport:
    """Forecasts as of each week of the last year, and compares that with what happened since.

    As of its Monday, at midnight in UTC, if there was enough history then.

    Raises:
        UsageError: a value that a field can't have, or a wrong query.
        NotFoundError: the ticket to filter by does not exist.
        JticketError: there is no repository or no git, or the clone lacks objects.
    """
    now, past = workspace.now(), past_of(workspace, project)
    present = forecast_by(past, project, selection, replace(request, runs=1), now)
    forecasts: list[PastForecast] = []
    for week, then in _past_projects(workspace, past, now):
        with suppress(NotFoundError, UsageError):  # it asks for what did not exist then
            forecasts += _forecasts(past, then, selection, request, week)
    return BacktestReport(tuple(forecasts), present.evidence, present.as_of, past.is_cut)


def _past_projects(
    workspace: Workspace, past: Past, now: datetime
) -> Iterator[tuple[datetime, Project]]:
    """Yields each Monday since the first ticket came, and the tickets as they were then."""
    if past.first is None:
        return
    snapshots = snapshots_of(workspace)
    day = past.first.date()
    monday = datetime.combine(day - timedelta(days=day.weekday()), time(), UTC) + _WEEK
    monday += max(0, (now - monday) // _WEEK + 1 - _MOST_WEEKS) * _WEEK
    while monday <= now:
        if commit := commit_before(snapshots.repository, monday):
            with suppress(NoTicketsThenError):
                yield monday, snapshots.project(commit).on(monday.date())
        monday += _WEEK


def _forecasts(
    past: Past, then: Project, selection: Selection, request: ForecastRequest, week: datetime
) -> Iterator[PastForecast]:
    """Yields what was forecast then for all that was open, and for each milestone."""
    report = forecast_by(past, then, selection, request, week)
    if report.forecast is None:
        return
    created = {ticket.id: ticket.created for ticket in then.graph.tickets.values()}
    for goal in report.forecast.goals:
        closed = closing_moment(
            [past.timeline(ticket_id, created[ticket_id]) for ticket_id in goal.tickets],
            past.settings,
        )
        happened = closed.astimezone(UTC).date() if closed else None
        yield PastForecast(week.date(), goal.name, len(goal.tickets), goal.ends, happened)
