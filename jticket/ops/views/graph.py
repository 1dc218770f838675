"""`graph`: which of the selected tickets wait for which."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.model.diagram import diagram
from jticket.ops.selection import select_tickets

if TYPE_CHECKING:
    from datetime import datetime

    from jticket.model.diagram import Diagram
    from jticket.ops.selection import Selection
    from jticket.text.project import Project


def dependency_graph(project: Project, selection: Selection, now: datetime) -> Diagram:
    """Returns the tickets of a selection, by ID, and the dependencies among them.

    It does not change with the clock: a ticket that waits for a day is parked.

    Raises:
        UsageError: a value that the field can't have, or a wrong query.
        NotFoundError: the ticket to filter by does not exist.
    """
    project = project.on(None)
    files = select_tickets(project, replace(selection, sort=("id",)), now)
    return diagram([file.ticket for file in files], project.graph)
