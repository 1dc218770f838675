"""A plan as a Gantt chart: its bars and sections, and the chart in Mermaid."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from jticket.model.ids import sort_key
from jticket.model.planning.deadlines import milestone_days
from jticket.text.printable import cut, safe_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.graph import Graph
    from jticket.model.planning.plan_dates import PlanDates

_MERMAID_LENGTH = 50_000
"""How many characters Mermaid draws at most, as GitHub and GitLab configure it."""
_MARKUP = re.compile(r'["#&;:,<>`\\*~$%@^|{}\[\]]')
_LABEL_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """A ticket from its first day to its last; `label` is its ID and title, not yet escaped."""

    label: str
    start: date
    finish: date
    deadline: date | None
    is_late: bool
    is_active: bool


@dataclass(frozen=True, slots=True)
class GanttSection:
    """The tickets of a milestone, of none where `name` is "", and the day on which it is due."""

    name: str
    due: date | None
    bars: tuple[Bar, ...]


def sections(plan_dates: PlanDates, graph: Graph) -> tuple[GanttSection, ...]:
    """Returns milestones by the lowest ID in each, and what has none last; bars by their start."""
    bars: defaultdict[str, list[Bar]] = defaultdict(list)
    for ticket_id, dates in sorted(plan_dates.tickets.items(), key=lambda pair: sort_key(pair[0])):
        ticket = graph.tickets[ticket_id]
        bars[ticket.milestone].append(
            Bar(
                cut(safe_line(f"{ticket_id} {ticket.title}"), _LABEL_COLUMNS),
                dates.start_date,
                dates.finish_date,
                dates.deadline.day if dates.deadline else None,
                dates.is_late,
                graph.settings.is_active(ticket.status),
            )
        )
    due_days = milestone_days(graph.settings)
    return tuple(
        GanttSection(name, due_days.get(name), tuple(sorted(bars[name], key=_days)))
        for name in sorted(bars, key=lambda name: not name)
    )


def _days(bar: Bar) -> tuple[date, date]:
    return bar.start, bar.finish


def mermaid_gantt(chart: Sequence[GanttSection]) -> Iterator[str]:
    """Yields a Gantt chart in Mermaid, as GitHub and GitLab render it in Markdown; red is late."""
    yield "gantt"
    yield "  dateFormat YYYY-MM-DD"
    yield "  axisFormat %d %b"
    yield "  todayMarker off"
    for section in chart:
        name = _escaped(cut(safe_line(section.name), _LABEL_COLUMNS)) or "No milestone"
        if section.name or len(chart) > 1:
            yield f"  section {name}"
        for bar in section.bars:
            tags = [*(["crit"] if bar.is_late else []), *(["active"] if bar.is_active else [])]
            days = [bar.start.isoformat(), _next_day(bar.finish).isoformat()]
            yield f"  {_escaped(bar.label)} :{', '.join([*tags, *days])}"
        if section.due:
            # A line that began with the name could begin with a word or a day that Mermaid reads.
            yield f"  Deadline of {name} :milestone, {_next_day(section.due).isoformat()}, 0d"


def is_too_long(lines: Sequence[str]) -> bool:
    """Returns whether Mermaid, as GitHub and GitLab configure it, refuses to draw this."""
    return sum(map(len, lines)) + len(lines) > _MERMAID_LENGTH


def _escaped(text: str) -> str:
    """Returns text in which what Mermaid or HTML takes for markup is a character code."""
    return _MARKUP.sub(lambda match: f"#{ord(match[0])};", text)


def _next_day(day: date) -> date:
    """Returns the end of a day, which Mermaid takes for the beginning of the next one."""
    return day + timedelta(days=1) if day < date.max else day
