"""The flow of work: bars for people, lines for programs, and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.dates import format_timestamp
from jticket.model.effort import format_hours
from jticket.model.settings import StatusClass
from jticket.render.bars import bar, stacked
from jticket.render.columns import Column, fitting_table
from jticket.render.payload import number
from jticket.render.terminal import table
from jticket.render.wrapping import paragraph
from jticket.text.printable import safe_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeVar

    from jticket.model.settings import Settings
    from jticket.model.stats.flow import Durations, Flow, StatusCounts
    from jticket.render.payload import Json

    Item = TypeVar("Item")

_MOST_ROWS = 26
_BAR_COLUMNS = 24
_NARROW_TERMINAL = 64


def flow_json(flow: Flow) -> dict[str, Json]:
    """Returns the figures as JSON: durations and efforts in hours, timestamps in UTC."""
    return {
        "since": format_timestamp(flow.since),
        "until": format_timestamp(flow.until),
        "done": flow.done,
        "done_hours": number(flow.done_hours),
        "first_seen_done": flow.first_seen_done,
        "throughput": [
            {"week": week.start.isoformat(), "done": week.done, "effort_hours": number(week.hours)}
            for week in flow.throughput
        ],
        "cycle_time": _durations_json(flow.cycle),
        "lead_time": _durations_json(flow.lead),
        "step": "day" if flow.by_day else "week",
        "cumulative": [
            {"at": format_timestamp(point.moment), "tickets": dict(point.counts)}
            for point in flow.points
        ],
        "burndown": [
            {
                "at": format_timestamp(point.moment),
                "open": point.open,
                "open_hours": number(point.open_hours),
            }
            for point in flow.burndown
        ],
    }


def _durations_json(durations: Durations) -> dict[str, Json]:
    return {
        "tickets": len(durations.hours),
        "unknown": durations.unknown,
        "median_hours": _rounded(durations.percentile(50)),
        "p85_hours": _rounded(durations.percentile(85)),
    }


def _rounded(hours: float | None) -> float | None:
    return None if hours is None else number(round(hours, 4))


def flow_lines(flow: Flow) -> list[str]:
    """Returns a line per figure for programs, cells separated by tabs; the first names it."""
    rows: list[tuple[object, ...]] = [
        ("throughput", week.start.isoformat(), week.done, number(week.hours))
        for week in flow.throughput
    ]
    for name, times in (("cycle_time", flow.cycle), ("lead_time", flow.lead)):
        percentiles = _rounded(times.percentile(50)), _rounded(times.percentile(85))
        rows.append((name, *percentiles, len(times.hours), times.unknown))
    for point in flow.points:
        moment = format_timestamp(point.moment)
        rows += [("cumulative", moment, status, count) for status, count in point.counts]
    rows += [
        ("burndown", format_timestamp(point.moment), point.open, number(point.open_hours))
        for point in flow.burndown
    ]
    return [
        "\t".join(safe_line("-" if cell is None else str(cell)) for cell in row) for row in rows
    ]


def flow_table(flow: Flow, settings: Settings, *, columns: int, color: bool) -> list[str]:
    """Returns the figures for people."""
    plural = "" if flow.done == 1 else "s"
    heading = f"Since {flow.since:%Y-%m-%d %H:%M} UTC: {flow.done} ticket{plural} done"
    heading += f", {format_hours(flow.done_hours)}" if flow.done_hours else ""

    def bold(text: str) -> Iterator[str]:
        return paragraph(text, columns=columns, color=color, style="bold")

    lines = [*bold(heading)]
    if flow.first_seen_done:
        seen = f"{flow.first_seen_done} of them done when git first saw them"
        lines += paragraph(seen, columns=columns, color=color)
    if flow.done:
        times = (("first work", flow.cycle), ("creation", flow.lead))
        rows = [[name, *_duration_cells(durations)] for name, durations in times]
        is_narrow = columns < _NARROW_TERMINAL
        layout = (
            Column("TO DONE FROM" if is_narrow else "TIME TO DONE FROM"),
            Column("MEDIAN"),
            Column("85%" if is_narrow else "85% WITHIN"),
            Column("OF", rank=1),
            Column("UNKNOWN", rank=2),
        )
        lines += ["", *fitting_table(layout, rows, room=columns, color=color)]
    bar_columns = _BAR_COLUMNS if columns >= _NARROW_TERMINAL else max(columns - 40, 8)
    lines += ["", *bold("Done, week by week")]
    lines += _throughput(flow, bar_columns, columns=columns, color=color)
    lines += ["", *bold("Cumulative flow: █ done ▓ active ░ open")]
    lines += _cumulative(flow.points, settings, bar_columns, columns=columns, color=color)
    lines += ["", *bold("Burndown: what is left to do")]
    lines += _burndown(flow.burndown, bar_columns, columns=columns, color=color)
    return lines


def _duration_cells(durations: Durations) -> list[str]:
    percentiles = (durations.percentile(50), durations.percentile(85))
    cells = ["-" if hours is None else _span(hours) for hours in percentiles]
    return [*cells, str(len(durations.hours)), str(durations.unknown)]


def _span(hours: float) -> str:
    """Returns calendar time for people: hours up to two days, then days."""
    return f"{round(hours, 1):g}h" if hours < 48 else f"{round(hours / 24, 1):g} days"


def _throughput(flow: Flow, bar_columns: int, *, columns: int, color: bool) -> list[str]:
    weeks = flow.throughput
    maximum = max((week.done for week in weeks), default=0)
    rows = [
        [
            f"{week.start:%Y-%m-%d}",
            f"{week.done:4d}",
            f"{format_hours(week.hours):>6}",
            _bar(week.done, maximum, bar_columns),
        ]
        for week in weeks[-_MOST_ROWS:]
    ]
    return table(["WEEK OF", "DONE", " HOURS", ""], rows, columns=columns, color=color)


def _cumulative(
    points: Sequence[StatusCounts],
    settings: Settings,
    bar_columns: int,
    *,
    columns: int,
    color: bool,
) -> list[str]:
    waiting_classes = (StatusClass.OPEN, StatusClass.PARKED)
    classes = ((StatusClass.DONE,), (StatusClass.ACTIVE,), waiting_classes)
    sums = [
        [
            sum(count for status, count in point.counts if settings.class_of(status) in wanted)
            for wanted in classes
        ]
        for point in points
    ]
    maximum = max(map(sum, sums), default=0)
    rows = [
        [
            _day(point, points),
            f"{done:4d}",
            f"{active:6d}",
            f"{waiting:4d}",
            stacked((done, active, waiting), maximum, bar_columns),
        ]
        for point, (done, active, waiting) in _thinned([*zip(points, sums, strict=True)])
    ]
    return table(["AT", "DONE", "ACTIVE", "OPEN", ""], rows, columns=columns, color=color)


def _burndown(
    points: Sequence[StatusCounts], bar_columns: int, *, columns: int, color: bool
) -> list[str]:
    by_hours = any(point.open_hours for point in points)
    sizes = [point.open_hours if by_hours else point.open for point in points]
    maximum = max(sizes, default=0)
    rows = [
        [
            _day(point, points),
            f"{point.open:7d}",
            f"{format_hours(point.open_hours):>6}",
            _bar(size, maximum, bar_columns),
        ]
        for point, size in _thinned([*zip(points, sizes, strict=True)])
    ]
    return table(["AT", "TICKETS", " HOURS", ""], rows, columns=columns, color=color)


def _day(point: StatusCounts, points: Sequence[StatusCounts]) -> str:
    return "now" if point is points[-1] else f"{point.moment:%Y-%m-%d}"


def _bar(size: float, maximum: float, bar_columns: int) -> str:
    return bar(size / maximum, bar_columns).rstrip("░") if maximum else ""


def _thinned(items: Sequence[Item]) -> Iterator[Item]:
    """Returns evenly spaced items, as many as fit a screen, the last one among them."""
    step = -(-len(items) // _MOST_ROWS)
    return reversed(items[::-1][:: max(step, 1)])
