"""The plan for people and as JSON. Hours are from now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.effort import format_hours, working_days
from jticket.render.columns import Column, fitting_table
from jticket.render.payload import number
from jticket.render.plan_dates import date_lines, dates_json
from jticket.render.wrapping import paragraph
from jticket.text.printable import cut, safe_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.graph import Graph
    from jticket.model.planning.plan import Plan
    from jticket.model.planning.plan_dates import PlanDates
    from jticket.render.payload import Json

_INDENT = "  "
_NARROWEST_TITLE = 14
_RANKS = {"SLACK": 1, "PARKED": 2, "WORKER": 2, "EFFORT": 3, "EARLIEST": 4, "PRIORITY": 5}
"""What gives way to the title, the last one first."""


def plan_json(
    plan: Plan, plan_dates: PlanDates | None = None, graph: Graph | None = None
) -> dict[str, Json]:
    """Returns the plan as JSON; the cycles keep the tickets of `left_out` out of it.

    With the graph that was planned it names the tickets that are parked. Without dates, where
    nothing may depend on the clock, it has no dates.
    """
    return {
        "critical_path": {
            "ids": list(plan.critical_path),
            "hours": number(plan.critical_path_hours),
        },
        "waves": [list(wave) for wave in plan.waves],
        "order": list(plan.order),
        "total_hours": number(plan.total_hours),
        "done_hours": number(plan.done_hours),
        "workers": plan.workers,
        "finish_hours": number(plan.finish_hours),
        **({"finish_date": plan_dates.finish.isoformat()} if plan_dates else {}),
        "lower_bound_hours": number(plan.lower_bound_hours),
        "schedule": [
            {
                "id": task.id,
                "worker": task.worker,
                "start": number(task.start),
                "finish": number(task.finish),
            }
            for task in plan.schedule
        ],
        "tickets": {
            ticket_id: {
                "earliest_start": number(timing.earliest_start),
                "earliest_finish": number(timing.earliest_finish),
                "latest_start": number(timing.latest_start),
                "latest_finish": number(timing.latest_finish),
                "slack": number(timing.slack),
                "free_slack": number(timing.free_slack),
                "critical": timing.critical,
                **(dates_json(plan_dates.tickets[ticket_id]) if plan_dates else {}),
            }
            for ticket_id, timing in plan.timings.items()
        },
        "missing_effort": list(plan.missing_effort),
        **({"parked": _parked_ids(plan, graph)} if graph else {}),
        "left_out": list(plan.left_out),
        "circles": [list(cycle.ids) for cycle in plan.cycles],
    }


def _parked_ids(plan: Plan, graph: Graph) -> list[Json]:
    return [ticket_id for ticket_id in plan.timings if graph.parking(graph.tickets[ticket_id])]


def plan_lines(
    plan: Plan, graph: Graph, plan_dates: PlanDates, *, columns: int, color: bool
) -> Iterator[str]:
    """Yields the plan for people: its sums, dates, the critical path, the waves, and an order.

    With workers, their schedule replaces waves and order.
    """

    def heading(line: str) -> Iterator[str]:
        return paragraph(line, columns=columns, color=color, style="bold")

    def text(line: str) -> Iterator[str]:
        return paragraph(line, columns=columns, color=color)

    for line in _summary(plan, graph):
        yield from text(line)
    if not plan.order:
        return
    days = f"from {plan_dates.start.isoformat()} to {plan_dates.finish.isoformat()}"
    yield from text(f"{days} with {_workers(plan.workers) if plan.workers else 'enough people'}")
    yield from date_lines(plan_dates, graph, columns=columns, color=color)
    yield ""
    yield from heading(f"Critical path: {format_hours(plan.critical_path_hours)}")
    yield from _table(
        ("ID", "EFFORT", "TITLE"),
        [
            (ticket_id, _effort(plan, ticket_id), graph.tickets[ticket_id].title)
            for ticket_id in plan.critical_path
        ],
        columns=columns,
        color=color,
    )
    yield ""
    if plan.workers:
        yield from heading(
            f"Schedule for {_workers(plan.workers)}: {format_hours(plan.finish_hours)}"
        )
        yield from paragraph(_gap(plan), columns=columns, color=color, start=_INDENT)
        yield from _schedule(plan, graph, columns=columns, color=color)
        return
    yield from heading("Waves: what can be worked on side by side")
    for place, wave in enumerate(plan.waves, 1):
        yield from _wrapped(f"{_INDENT}{place:>3}  ", wave, columns)
    yield ""
    yield from heading("Order")
    yield from _order(plan, graph, columns=columns, color=color)


def _summary(plan: Plan, graph: Graph) -> Iterator[str]:
    count = len(plan.order)
    days = working_days(plan.total_hours, graph.settings.hours_per_day)
    left = f"{format_hours(plan.total_hours)} ({days} working days)"
    yield (
        f"{count} {'ticket' if count == 1 else 'tickets'} to do, {left}; "
        f"{format_hours(plan.done_hours)} done"
    )
    if plan.missing_effort:
        without = len(plan.missing_effort)
        have = "ticket has" if without == 1 else "tickets have"
        effort = format_hours(graph.settings.default_effort)
        yield f"{without} {have} no effort, which counts as {effort}"
    for cycle in plan.cycles:
        yield safe_line(f"left out, they wait for themselves: {cycle}")


def _workers(count: int) -> str:
    return "1 worker" if count == 1 else f"{count} workers"


def _gap(plan: Plan) -> str:
    """Returns how far the schedule is from the lower bound."""
    finish, bound = plan.finish_hours, plan.lower_bound_hours
    if finish <= bound:
        return "no schedule can be shorter"
    above = (finish - bound) / bound * 100
    share = f"{above:.0f}%" if above >= 1 else "less than 1%"
    return f"a heuristic: {share} above the lower bound, {format_hours(bound)}"


def _effort(plan: Plan, ticket_id: str) -> str:
    timing = plan.timings[ticket_id]
    return format_hours(timing.earliest_finish - timing.earliest_start)


def _schedule(plan: Plan, graph: Graph, *, columns: int, color: bool) -> Iterator[str]:
    rows = [
        (
            format_hours(task.start),
            format_hours(task.finish),
            str(task.worker),
            task.id,
            _parked(graph, task.id),
            graph.tickets[task.id].title,
        )
        for task in plan.schedule
    ]
    header = ("START", "END", "WORKER", "ID", "PARKED", "TITLE")
    yield from _table(header, rows, columns=columns, color=color)


def _order(plan: Plan, graph: Graph, *, columns: int, color: bool) -> Iterator[str]:
    rows = []
    for ticket_id in plan.order:
        ticket, timing = graph.tickets[ticket_id], plan.timings[ticket_id]
        slack = "critical" if timing.critical else format_hours(timing.slack)
        start = format_hours(timing.earliest_start)
        rows.append(
            (
                *(ticket_id, ticket.priority, _effort(plan, ticket_id), start, slack),
                *(_parked(graph, ticket_id), ticket.title),
            )
        )
    header = ("ID", "PRIORITY", "EFFORT", "EARLIEST", "SLACK", "PARKED", "TITLE")
    yield from _table(header, rows, columns=columns, color=color)


def _parked(graph: Graph, ticket_id: str) -> str:
    parking = graph.parking(graph.tickets[ticket_id])
    return parking.label if parking else ""


def _table(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, columns: int, color: bool
) -> Iterator[str]:
    """Yields the lines of a table, without the columns that are empty."""
    kept = [n for n in range(len(header)) if not rows or any(row[n] for row in rows)]
    header = [header[n] for n in kept]
    rows = [[row[n] for n in kept] for row in rows]
    least_title = max(columns * 3 // 8, _NARROWEST_TITLE)
    layout = [
        Column(name, least=least_title if name == "TITLE" else None, rank=_RANKS.get(name, 0))
        for name in header
    ]
    for line in fitting_table(layout, rows, room=columns - len(_INDENT), color=color):
        yield _INDENT + line


def _wrapped(start: str, ids: Sequence[str], columns: int) -> Iterator[str]:
    """Yields IDs on as many lines as they need."""
    line = start
    for place, ticket_id in enumerate(ids):
        word = safe_line(ticket_id) + ("," if place < len(ids) - 1 else "")
        if line.strip() and len(line) + len(word) >= columns and len(line) > len(start):
            yield line.rstrip()
            line = " " * len(start)
        line += f"{word} "
    yield cut(line.rstrip(), columns)
