"""The flow of work since a time, by git's history; uncommitted edits do not count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.dates import parse_timestamp
from jticket.model.graph import EPIC
from jticket.model.stats.flow import Flow, StatusTimeline, flow
from jticket.model.stats.tally import effort_of
from jticket.ops.history.reader import status_history
from jticket.ops.selection import select_tickets

if TYPE_CHECKING:
    from datetime import datetime

    from jticket.model.history.timeline import StatusHistory
    from jticket.ops.selection import Selection
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project


@dataclass(frozen=True, slots=True)
class FlowReport:
    """The flow, and what it does not include.

    `deleted` tickets can't be matched with a selection, git does not know `uncommitted` ones.
    `known_since` is when the flow begins if a shallow clone has nothing older.
    """

    flow: Flow
    deleted: int
    uncommitted: int
    known_since: datetime | None


def flow_since(
    workspace: Workspace, project: Project, selection: Selection, since: datetime, now: datetime
) -> FlowReport:
    """Returns the flow of the selected tickets, except epics.

    Raises:
        UsageError: a filter's value that the field can't have, or an invalid query.
        JticketError: there is no repository or no git, or the clone lacks objects.
    """
    wanted = [file.ticket for file in select_tickets(project, selection, now)]
    tickets = {ticket.id: ticket for ticket in wanted if ticket.ticket_type != EPIC}
    histories = status_history(workspace)
    ends = [
        history.steps[0].moment for history in histories if history.steps and not history.begins
    ]
    known_since = max(ends, default=None)
    if known_since is not None:
        since = max(since, known_since)
    living = {
        history.id: history for history in histories if history.steps and history.steps[-1].status
    }
    timelines = [
        _timeline(living[ticket.id], ticket.created, effort_of(ticket, project.settings))
        for ticket in tickets.values()
        if ticket.id in living
    ]
    gone = [history for history in histories if history.steps and history.steps[-1].status is None]
    deleted = sum(history.steps[-1].moment >= since for history in gone)
    deleted += sum(not project.knows(ticket_id) for ticket_id in living)
    return FlowReport(
        flow(timelines, project.settings, since, now),
        deleted,
        len(tickets) - len(timelines),
        known_since if known_since is not None and known_since >= since else None,
    )


def _timeline(history: StatusHistory, created: str, hours: float) -> StatusTimeline:
    steps = tuple((step.moment, step.status) for step in history.steps)
    return StatusTimeline(steps, parse_timestamp(created), hours, history.begins)
