"""The flow of work: plots of blocks for people, lines for programs, and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.dates import format_timestamp
from jticket.model.effort import format_hours
from jticket.model.settings import StatusClass
from jticket.render.bars import bar, stacked
from jticket.render.payload import number
from jticket.render.terminal import safe_line, styled, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeVar

    from jticket.model.settings import Settings
    from jticket.model.stats.flow import Durations, Flow, StatusCounts
    from jticket.render.payload import Json

    Item = TypeVar("Item")

_ROWS = 26
_BARS = 24
_NARROW = 64


def flow_json(found: Flow) -> dict[str, Json]:
    """The figures as JSON: durations and efforts in hours, moments in UTC."""
    return {
        "since": format_timestamp(found.since),
        "until": format_timestamp(found.until),
        "done": found.done,
        "done_hours": number(found.done_hours),
        "first_seen_done": found.first_seen_done,
        "throughput": [
            {"week": each.start.isoformat(), "done": each.done, "effort_hours": number(each.hours)}
            for each in found.throughput
        ],
        "cycle_time": _times_json(found.cycle),
        "lead_time": _times_json(found.lead),
        "step": "day" if found.by_day else "week",
        "cumulative": [
            {"at": format_timestamp(each.moment), "tickets": dict(each.counts)}
            for each in found.points
        ],
        "burndown": [
            {
                "at": format_timestamp(each.moment),
                "open": each.open,
                "open_hours": number(each.open_hours),
            }
            for each in found.burndown
        ],
    }


def _times_json(times: Durations) -> dict[str, Json]:
    return {
        "tickets": len(times.hours),
        "unknown": times.unknown,
        "median_hours": _rounded(times.percentile(50)),
        "p85_hours": _rounded(times.percentile(85)),
    }


def _rounded(hours: float | None) -> float | None:
    return None if hours is None else number(round(hours, 4))


def flow_lines(found: Flow) -> list[str]:
    """A line a figure for programs, parted by tabs; the first word says which."""
    rows: list[tuple[object, ...]] = [
        ("throughput", each.start.isoformat(), each.done, number(each.hours))
        for each in found.throughput
    ]
    for name, times in (("cycle_time", found.cycle), ("lead_time", found.lead)):
        middle, most = _rounded(times.percentile(50)), _rounded(times.percentile(85))
        rows.append((name, middle, most, len(times.hours), times.unknown))
    for each in found.points:
        moment = format_timestamp(each.moment)
        rows += [("cumulative", moment, status, count) for status, count in each.counts]
    rows += [
        ("burndown", format_timestamp(each.moment), each.open, number(each.open_hours))
        for each in found.burndown
    ]
    return [
        "\t".join(safe_line("-" if cell is None else str(cell)) for cell in row) for row in rows
    ]


def flow_table(found: Flow, settings: Settings, *, columns: int, color: bool) -> list[str]:
    """The figures for people."""
    several = "" if found.done == 1 else "s"
    head = f"Since {found.since:%Y-%m-%d %H:%M} UTC: {found.done} ticket{several} done"
    head += f", {format_hours(found.done_hours)}" if found.done_hours else ""
    lines = [styled(head, "bold", color=color)]
    if found.first_seen_done:
        lines.append(f"{found.first_seen_done} of them done when git first saw them")
    if found.done:
        times = (("first work", found.cycle), ("creation", found.lead))
        rows = [[name, *_spelt(each)] for name, each in times]
        header = ["TIME TO DONE FROM", "MEDIAN", "85% WITHIN", "OF", "UNKNOWN"]
        lines += ["", *table(header, rows, columns=columns, color=color)]
    wide = _BARS if columns >= _NARROW else max(columns - 40, 8)
    lines += ["", styled("Done, week by week", "bold", color=color)]
    lines += _throughput(found, wide, columns=columns, color=color)
    lines += ["", styled("Cumulative flow: █ done ▓ active ░ open", "bold", color=color)]
    lines += _cumulative(found.points, settings, wide, columns=columns, color=color)
    lines += ["", styled("Burndown: what is left to do", "bold", color=color)]
    lines += _burndown(found.burndown, wide, columns=columns, color=color)
    return lines


def _spelt(times: Durations) -> list[str]:
    middle, most = (times.percentile(each) for each in (50, 85))
    spans = ["-" if each is None else _span(each) for each in (middle, most)]
    return [*spans, str(len(times.hours)), str(times.unknown)]


def _span(hours: float) -> str:
    """A time of the calendar for people: hours up to two days, then days."""
    return f"{round(hours, 1):g}h" if hours < 48 else f"{round(hours / 24, 1):g} days"


def _throughput(found: Flow, wide: int, *, columns: int, color: bool) -> list[str]:
    weeks = found.throughput
    most = max((each.done for each in weeks), default=0)
    rows = [
        [
            f"{each.start:%Y-%m-%d}",
            f"{each.done:4d}",
            f"{format_hours(each.hours):>6}",
            _bar(each.done, most, wide),
        ]
        for each in weeks[-_ROWS:]
    ]
    return table(["WEEK OF", "DONE", " HOURS", ""], rows, columns=columns, color=color)


def _cumulative(
    points: Sequence[StatusCounts], settings: Settings, wide: int, *, columns: int, color: bool
) -> list[str]:
    classes = (StatusClass.DONE, StatusClass.ACTIVE, StatusClass.OPEN)
    sums = [
        [
            sum(n for status, n in each.counts if settings.class_of(status) is chosen)
            for chosen in classes
        ]
        for each in points
    ]
    most = max((sum(each) for each in sums), default=0)
    rows = [
        [
            _day(point, points),
            f"{done:4d}",
            f"{active:6d}",
            f"{waiting:4d}",
            stacked((done, active, waiting), most, wide),
        ]
        for point, (done, active, waiting) in _thinned([*zip(points, sums, strict=True)])
    ]
    return table(["AT", "DONE", "ACTIVE", "OPEN", ""], rows, columns=columns, color=color)


def _burndown(points: Sequence[StatusCounts], wide: int, *, columns: int, color: bool) -> list[str]:
    by_hours = any(each.open_hours for each in points)
    sizes = [each.open_hours if by_hours else each.open for each in points]
    most = max(sizes, default=0)
    rows = [
        [
            _day(each, points),
            f"{each.open:7d}",
            f"{format_hours(each.open_hours):>6}",
            _bar(size, most, wide),
        ]
        for each, size in _thinned([*zip(points, sizes, strict=True)])
    ]
    return table(["AT", "TICKETS", " HOURS", ""], rows, columns=columns, color=color)


def _day(point: StatusCounts, points: Sequence[StatusCounts]) -> str:
    return "now" if point is points[-1] else f"{point.moment:%Y-%m-%d}"


def _bar(size: float, most: float, wide: int) -> str:
    return bar(size / most, wide).rstrip("░") if most else ""


def _thinned(items: Sequence[Item]) -> Iterator[Item]:
    """As many as fit a screen, as far apart as it takes, the last one among them."""
    apart = -(-len(items) // _ROWS)
    return reversed(items[::-1][:: max(apart, 1)])
