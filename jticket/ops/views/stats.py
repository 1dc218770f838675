"""`stats`: the tickets of a selection, counted in all and by fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.graph import EPIC
from jticket.model.planning.deadlines import deadlines_of
from jticket.model.stats.tally import USUAL_KEYS, Survey, statistics
from jticket.ops.selection import select_tickets
from jticket.ops.views.grouping import grouping_keys_of
from jticket.ops.views.plan import late_tickets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket
    from jticket.ops.selection import Selection
    from jticket.text.project import Project


def count_tickets(
    project: Project, selection: Selection, now: datetime, *, by: Sequence[str] = ()
) -> Survey:
    """Counts the tickets of a selection by the named fields, `USUAL_KEYS` where none is named.

    Services of the config are counted even where they have no ticket, unless the selection filters
    by service.

    Raises:
        BadGroupingError: tickets can't be grouped by one of the names.
        UsageError: a value that the field can't have, or a wrong query.
        NotFoundError: the ticket to filter by does not exist.
    """
    keys = grouping_keys_of(by, project.settings) or USUAL_KEYS
    selected = [file.ticket for file in select_tickets(project, selection, now)]
    services = [service.service_id for service in project.settings.services]
    shown_anyway = {} if selection.filters.get("service_id") else {"service_id": services}
    tickets = [ticket for ticket in selected if ticket.ticket_type != EPIC]
    epics = [ticket for ticket in selected if ticket.ticket_type == EPIC]
    return Survey(
        statistics(tickets, keys, project.graph, shown_anyway),
        statistics(epics, keys, project.graph, {}),
        overdue=sum(_is_overdue(ticket, project.graph) for ticket in tickets),
        late=len({ticket.id for ticket in tickets} & late_tickets(project, now)),
    )


def _is_overdue(ticket: Ticket, graph: Graph) -> bool:
    deadline = deadlines_of(graph).get(ticket.id)
    return deadline is not None and graph.today is not None and deadline.is_overdue(graph.today)
