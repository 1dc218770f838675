"""The dates of a plan for people and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.effort import format_hours
from jticket.model.planning.deadlines import Cause
from jticket.render.columns import Column, fitting_table
from jticket.render.payload import number
from jticket.render.terminal import styled
from jticket.render.wrapping import paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.model.graph import Graph
    from jticket.model.planning.deadlines import Deadline
    from jticket.model.planning.plan_dates import PlanDates, TicketDates
    from jticket.render.payload import Json

_INDENT = "  "
_NARROWEST_TITLE = 14
_NARROWEST_REASON = 14


def dates_json(dates: TicketDates) -> dict[str, Json]:
    """Returns the dates of a ticket as JSON; null where it has no deadline."""
    deadline = dates.deadline
    return {
        "start_date": dates.start_date.isoformat(),
        "finish_date": dates.finish_date.isoformat(),
        "deadline": deadline.day.isoformat() if deadline else None,
        "must_start_by": deadline.must_start_by.isoformat() if deadline else None,
        "late_by_hours": number(dates.late_by_hours),
    }


def date_lines(plan_dates: PlanDates, graph: Graph, *, columns: int, color: bool) -> Iterator[str]:
    """Yields the ticket that must start first, and a table of the late ones."""
    for ticket_id in plan_dates.by_deadline[:1]:
        if deadline := plan_dates.tickets[ticket_id].deadline:
            day = deadline.must_start_by.isoformat()
            reason = f"deadline {deadline.day.isoformat()}, {because(deadline)}"
            sentence = f"{ticket_id} must start first, by {day} ({reason})"
            yield from paragraph(sentence, columns=columns, color=color)
    if not plan_dates.late:
        return
    yield ""
    yield styled(f"Late: {len(plan_dates.late)}", "bold", color=color)
    rows = [
        (
            ticket_id,
            dates.deadline.day.isoformat(),
            dates.finish_date.isoformat(),
            format_hours(dates.late_by_hours),
            because(dates.deadline),
            graph.tickets[ticket_id].title,
        )
        for ticket_id in plan_dates.late
        if (dates := plan_dates.tickets[ticket_id]).deadline is not None
    ]
    layout = (
        Column("ID"),
        Column("DEADLINE", rank=1),
        Column("FINISH", rank=3),
        Column("LATE BY"),
        Column("BECAUSE", least=_NARROWEST_REASON, rank=2),
        Column("TITLE", least=max(columns * 3 // 8, _NARROWEST_TITLE)),
    )
    for line in fitting_table(layout, rows, room=columns - len(_INDENT), color=color):
        yield _INDENT + line


def because(deadline: Deadline) -> str:
    """Returns what a deadline follows from, as a phrase."""
    match deadline.cause:
        case Cause.DUE:
            return "due"
        case Cause.MILESTONE:
            return f"milestone {deadline.source}"
        case Cause.EPIC:
            return f"epic {deadline.source}"
        case Cause.DEPENDENT:
            return f"before {deadline.source}"
