"""What a list on a terminal shows besides the fields of its tickets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.model.marks import Mark, marks_of
from jticket.ops.selection import select_tickets
from jticket.ops.views.plan import late_tickets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from jticket.model.ticket import Ticket
    from jticket.ops.selection import Selection
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile


def list_marks(
    project: Project, files: Sequence[ValidFile], now: datetime
) -> Mapping[str, tuple[Mark, ...]]:
    """Returns the marks of tickets, by ID."""
    late = late_tickets(project, now)
    return {file.ticket.id: marks_of(file.ticket, project.graph, late) for file in files}


def unfiltered_count(
    project: Project,
    selection: Selection,
    files: Sequence[ValidFile],
    now: datetime,
    *,
    only: Callable[[Ticket], bool] | None = None,
) -> int:
    """Returns how many tickets there are without filters and limit; `only` as in `select_tickets`.

    Closed ones count if there are any among the `files` of the selection.
    """
    settings = project.settings
    closed_too = selection.closed_too or any(
        settings.is_closed(file.ticket.status) for file in files
    )
    everything = replace(
        selection, filters={}, where=None, view=None, limit=None, closed_too=closed_too
    )
    return len(select_tickets(project, everything, now, only=only))
