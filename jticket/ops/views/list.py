"""`list`, `ready` and `blocked`: the tickets of a selection, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.ops.selection import select_tickets

if TYPE_CHECKING:
    from datetime import datetime

    from jticket.ops.selection import Selection
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile


def list_tickets(project: Project, selection: Selection, now: datetime) -> tuple[ValidFile, ...]:
    """Returns the tickets of a selection.

    Raises:
        UsageError: a value that the field can't have, or a wrong query.
        NotFoundError: the ticket to filter by does not exist.
    """
    return select_tickets(project, selection, now)


def ready_tickets(project: Project, selection: Selection, now: datetime) -> tuple[ValidFile, ...]:
    """Returns the tickets of a selection that can be started now.

    Raises as `list_tickets` does.
    """
    return select_tickets(project, selection, now, only=project.graph.is_ready)


def blocked_tickets(project: Project, selection: Selection, now: datetime) -> tuple[ValidFile, ...]:
    """Returns the tickets of a selection that can't begin.

    Raises as `list_tickets` does.
    """
    return select_tickets(project, selection, now, only=project.graph.is_blocked)
