"""`board`: the tickets of a selection in columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.model.graph import EPIC
from jticket.model.stats.grouping import Board, groups
from jticket.ops.selection import filters, select_tickets
from jticket.ops.views.grouping import grouping_key_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jticket.ops.selection import Selection
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile


def board(project: Project, selection: Selection, now: datetime, *, by: str) -> Board[ValidFile]:
    """Returns the tickets of a selection in columns by the named field, each in a list's order.

    Parked tickets come last in their column.

    Epics are left out unless a filter by type names them or nothing else is selected. Statuses
    without a ticket have columns too, closed ones only if the selection takes closed tickets.

    Raises:
        BadGroupingError: tickets can't be grouped by that name.
        UsageError: a value that the field can't have, or a wrong query.
        NotFoundError: the ticket to filter by does not exist.
    """
    key = grouping_key_of(by, project.settings)
    selected = select_tickets(project, selection, now)
    with_closed = select_tickets(project, replace(selection, closed_too=True), now)
    if not _wants_epics(project, selection, selected):
        shown, possible = _without_epics(selected), _without_epics(with_closed)
    else:
        shown, possible = selected, with_closed
    graph = project.graph
    columns = groups(
        sorted(shown, key=lambda file: graph.parking(file.ticket) is not None),
        lambda file: file.ticket,
        key,
        graph,
        shown_anyway=_statuses_shown_anyway(project, selection) if key == "status" else (),
    )
    return Board(key, columns, len(possible) - len(shown), len(selected) - len(shown))


def _wants_epics(project: Project, selection: Selection, selected: Sequence[ValidFile]) -> bool:
    types = {file.ticket.ticket_type for file in selected}
    fields = filters(project, selection).fields
    by_type = (field for field in fields if field.key == "ticket_type")
    return types == {EPIC} or any(EPIC in field.wanted for field in by_type)


def _without_epics(files: Sequence[ValidFile]) -> Sequence[ValidFile]:
    return [file for file in files if file.ticket.ticket_type != EPIC]


def _statuses_shown_anyway(project: Project, selection: Selection) -> Sequence[str]:
    if selection.filters.get("status"):
        return ()
    settings = project.settings
    return [
        status
        for status in settings.statuses
        if selection.closed_too or not settings.is_closed(status)
    ]
