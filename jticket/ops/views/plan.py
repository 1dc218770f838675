"""`plan`: critical path, slack and order of the selected tickets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.errors import UsageError
from jticket.model.planning import parallel
from jticket.model.planning.plan import plan
from jticket.ops.selection import select_tickets

if TYPE_CHECKING:
    from datetime import datetime

    from jticket.model.graph import Graph
    from jticket.model.planning.plan import Plan
    from jticket.ops.selection import Selection
    from jticket.text.project import Project


@dataclass(frozen=True, slots=True)
class PlannedTickets:
    """A plan, and the graph of the tickets as they were planned."""

    plan: Plan
    graph: Graph


def plan_tickets(
    project: Project,
    selection: Selection,
    now: datetime,
    *,
    workers: int | None = None,
    share_files: bool = False,
    from_scratch: bool = False,
) -> PlannedTickets:
    """Plans the open tickets of a selection, for so many workers if a number is given.

    With `share_files`, tickets that touch the same files may run at once; with `from_scratch`,
    nothing counts as begun or done.

    Raises:
        UsageError: less than one worker, a value that a field can't have, or a wrong query.
        NotFoundError: the ticket to filter by does not exist.
    """
    if workers is not None and workers < 1:
        raise UsageError(f"a plan needs at least one worker, not {workers}")
    chosen = {file.ticket.id for file in select_tickets(project, selection, now)}
    graph = parallel.from_scratch(project.graph) if from_scratch else project.graph
    return PlannedTickets(plan(graph, chosen, workers=workers, share_files=share_files), graph)
