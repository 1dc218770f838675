"""The plan for people and as JSON. Hours are from now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.effort import format_hours, working_days
from jticket.render.payload import number
from jticket.render.terminal import cut, safe_line, styled, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.graph import Graph
    from jticket.model.planning.plan import Plan
    from jticket.render.payload import Json

_INDENT = "  "


def plan_json(found: Plan) -> dict[str, Json]:
    """The plan as JSON; `cycles` are those that keep the tickets of `left_out` out of it."""
    return {
        "critical_path": {
            "ids": list(found.critical_path),
            "hours": number(found.critical_path_hours),
        },
        "waves": [list(wave) for wave in found.waves],
        "order": list(found.order),
        "total_hours": number(found.total_hours),
        "done_hours": number(found.done_hours),
        "workers": found.workers,
        "finish_hours": number(found.finish_hours),
        "lower_bound_hours": number(found.lower_bound_hours),
        "schedule": [
            {
                "id": each.id,
                "worker": each.worker,
                "start": number(each.start),
                "finish": number(each.finish),
            }
            for each in found.schedule
        ],
        "tickets": {
            ticket_id: {
                "earliest_start": number(each.earliest_start),
                "earliest_finish": number(each.earliest_finish),
                "latest_start": number(each.latest_start),
                "latest_finish": number(each.latest_finish),
                "slack": number(each.slack),
                "free_slack": number(each.free_slack),
                "critical": each.critical,
            }
            for ticket_id, each in found.timings.items()
        },
        "missing_effort": list(found.missing_effort),
        "left_out": list(found.left_out),
        "circles": [list(each.ids) for each in found.cycles],
    }


def plan_lines(found: Plan, graph: Graph, *, columns: int, color: bool) -> Iterator[str]:
    """The plan for people: what it adds up to, the critical path, the waves, and an order.

    With workers their schedule stands in place of waves and order.
    """

    def headed(heading: str) -> str:
        return styled(heading, "bold", color=color)

    yield from _summary(found, graph)
    if not found.order:
        return
    yield ""
    yield headed(f"Critical path: {format_hours(found.critical_path_hours)}")
    yield from _table(
        ("ID", "EFFORT", "TITLE"),
        [(each, _effort(found, each), graph.tickets[each].title) for each in found.critical_path],
        columns=columns,
        color=color,
    )
    yield ""
    if found.workers:
        yield headed(f"Schedule for {_workers(found.workers)}: {format_hours(found.finish_hours)}")
        yield _INDENT + _distance(found)
        yield from _schedule(found, graph, columns=columns, color=color)
        return
    yield headed("Waves: what can be worked on side by side")
    for place, wave in enumerate(found.waves, 1):
        yield from _wrapped(f"{_INDENT}{place:>3}  ", wave, columns)
    yield ""
    yield headed("Order")
    yield from _order(found, graph, columns=columns, color=color)


def _summary(found: Plan, graph: Graph) -> Iterator[str]:
    count = len(found.order)
    days = working_days(found.total_hours, graph.settings.hours_per_day)
    left = f"{format_hours(found.total_hours)} ({days} working days)"
    yield (
        f"{count} {'ticket' if count == 1 else 'tickets'} to do, {left}; "
        f"{format_hours(found.done_hours)} done"
    )
    if found.missing_effort:
        without = len(found.missing_effort)
        say = "ticket says" if without == 1 else "tickets say"
        effort = format_hours(graph.settings.default_effort)
        yield f"{without} {say} no effort and count {effort}"
    for cycle in found.cycles:
        yield safe_line(f"left out, they wait for themselves: {cycle}")


def _workers(count: int) -> str:
    return "1 worker" if count == 1 else f"{count} workers"


def _distance(found: Plan) -> str:
    """How far a schedule is from what none can beat."""
    finish, bound = found.finish_hours, found.lower_bound_hours
    if finish <= bound:
        return "no schedule can be shorter"
    above = (finish - bound) / bound * 100
    share = f"{above:.0f}%" if above >= 1 else "less than 1%"
    return f"a heuristic: {share} above the lower bound, {format_hours(bound)}"


def _effort(found: Plan, ticket_id: str) -> str:
    timing = found.timings[ticket_id]
    return format_hours(timing.earliest_finish - timing.earliest_start)


def _schedule(found: Plan, graph: Graph, *, columns: int, color: bool) -> Iterator[str]:
    rows = [
        (
            format_hours(each.start),
            format_hours(each.finish),
            str(each.worker),
            each.id,
            graph.tickets[each.id].title,
        )
        for each in found.schedule
    ]
    yield from _table(("START", "END", "WORKER", "ID", "TITLE"), rows, columns=columns, color=color)


def _order(found: Plan, graph: Graph, *, columns: int, color: bool) -> Iterator[str]:
    rows = []
    for each in found.order:
        ticket, timing = graph.tickets[each], found.timings[each]
        slack = "critical" if timing.critical else format_hours(timing.slack)
        start = format_hours(timing.earliest_start)
        rows.append((each, ticket.priority, _effort(found, each), start, slack, ticket.title))
    header = ("ID", "PRIORITY", "EFFORT", "EARLIEST", "SLACK", "TITLE")
    yield from _table(header, rows, columns=columns, color=color)


def _table(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, columns: int, color: bool
) -> Iterator[str]:
    for line in table(header, rows, columns=columns - len(_INDENT), color=color):
        yield _INDENT + line


def _wrapped(start: str, ids: Sequence[str], columns: int) -> Iterator[str]:
    """IDs on as many lines as they need, below one another."""
    line = start
    for place, ticket_id in enumerate(ids):
        word = safe_line(ticket_id) + ("," if place < len(ids) - 1 else "")
        if line.strip() and len(line) + len(word) >= columns and len(line) > len(start):
            yield line.rstrip()
            line = " " * len(start)
        line += f"{word} "
    yield cut(line.rstrip(), columns)
