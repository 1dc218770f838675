"""A Gantt chart as a self-contained SVG, for light and dark pages: no scripts, fonts or links."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING, Final

from jticket.model.wording import day_words
from jticket.text.printable import cut, safe_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeGuard

    from jticket.render.gantt import Bar, GanttSection

_WIDTH: Final = 1000
_LABELS: Final = 380
_MARGIN: Final = 12
_ROW: Final = 22
_HEAD: Final = 34
_MOST_TICKS: Final = 12
_LEAST_ROOM: Final = 14
_NAME_COLUMNS: Final = 50
_TICK_WIDTH: Final = 46
_PAPER, _INK, _FAINT, _GRID = "#ffffff", "#24292f", "#57606a", "#d0d7de"
_PLANNED, _ACTIVE, _LATE = "#54aeff", "#d4a72c", "#cf222e"
_DARK: Final = {
    _PAPER: "#0d1117",
    _INK: "#e6edf3",
    _FAINT: "#9198a1",
    _GRID: "#3d444d",
    _PLANNED: "#1f6feb",
    _ACTIVE: "#bb8009",
    _LATE: "#f85149",
}
"""What each color becomes where the reader prefers a dark page."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class _Scale:
    """Where days are on the chart, from the first shown to the last."""

    def __init__(self, days: Sequence[date]) -> None:
        self.first = min(days)
        self.count = (max(days) - self.first).days + 1
        self._step = (_WIDTH - _LABELS - _MARGIN) / self.count

    def x(self, day: date) -> float:
        """Returns where a day begins."""
        return round(_LABELS + (day - self.first).days * self._step, 1)

    def shows(self, day: date | None) -> TypeGuard[date]:
        """Returns whether a day is on the chart."""
        return day is not None and 0 <= (day - self.first).days < self.count

    def end(self, day: date) -> float:
        """Returns where a day ends."""
        return round(self.x(day) + self._step, 1)

    def ticks(self) -> Iterator[date]:
        """Yields the days to name: every day, week or more, so that there is room for each."""
        step = next(n for n in _steps() if self.count / n <= _MOST_TICKS)
        for number in range(0, self.count, step):
            yield self.first + timedelta(days=number)


def _steps() -> Iterator[int]:
    yield from (1, 2)
    step = 7
    while True:
        yield step
        step *= 2


def svg_gantt(chart: Sequence[GanttSection]) -> Iterator[str]:
    """Yields a Gantt chart; red is late, a diamond is a deadline."""
    days = _days_shown(chart)
    rows = sum(len(section.bars) + bool(section.name or len(chart) > 1) for section in chart)
    height = _HEAD + max(rows, 1) * _ROW + _MARGIN
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" role="img" font-family="sans-serif" font-size="12">'
    )
    yield "<title>Plan</title>"
    yield f"<style>@media (prefers-color-scheme: dark) {{{''.join(_dark_rules())}}}</style>"
    yield f'<rect width="{_WIDTH}" height="{height}" fill="{_PAPER}"/>'
    if not days:
        yield _text(_MARGIN, _HEAD + 15, "Nothing is planned", _FAINT)
    else:
        scale = _Scale(days)
        yield from _axis(scale, height)
        yield from _rows(chart, scale)
    yield "</svg>"


def _dark_rules() -> Iterator[str]:
    for light, dark in _DARK.items():
        yield f'[fill="{light}"]{{fill:{dark}}}[stroke="{light}"]{{stroke:{dark}}}'


def _days_shown(chart: Sequence[GanttSection]) -> list[date]:
    """Returns the days of all bars, and of the deadlines that are not too far from them."""
    bars = [bar for section in chart for bar in section.bars]
    days = [day for bar in bars for day in (bar.start, bar.finish)]
    if not days:
        return []
    room = max((max(days) - min(days)).days, _LEAST_ROOM)
    deadlines = [bar.deadline for bar in bars] + [section.due for section in chart]
    near = [
        day
        for day in deadlines
        if day and (min(days) - day).days <= room and (day - max(days)).days <= room
    ]
    return [*days, *near]


def _axis(scale: _Scale, height: int) -> Iterator[str]:
    previous = None
    for day in scale.ticks():
        x = scale.x(day)
        yield f'<path d="M{x} {_HEAD - 8}V{height - _MARGIN}" stroke="{_GRID}"/>'
        if x + _TICK_WIDTH > _WIDTH:
            continue
        if day.year != previous:
            yield _text(x + 2, _HEAD - 24, str(day.year), _FAINT)
        previous = day.year
        yield _text(x + 2, _HEAD - 12, day_words(day, with_year=False), _FAINT)


def _rows(chart: Sequence[GanttSection], scale: _Scale) -> Iterator[str]:
    top = _HEAD
    for section in chart:
        if section.name or len(chart) > 1:
            name = cut(safe_line(section.name), _NAME_COLUMNS) or "No milestone"
            yield _label(top, name, bold=True)
            top += _ROW
        if scale.shows(section.due):
            line = f"M{scale.end(section.due)} {top - 4}V{top + len(section.bars) * _ROW}"
            yield f'<path d="{line}" stroke="{_LATE}" stroke-dasharray="4 3"/>'
        for bar in section.bars:
            yield from _bar(bar, top, scale)
            top += _ROW


def _bar(bar: Bar, top: int, scale: _Scale) -> Iterator[str]:
    color = _LATE if bar.is_late else _ACTIVE if bar.is_active else _PLANNED
    x, end, middle = scale.x(bar.start), scale.end(bar.finish), top + _ROW // 2
    yield _label(top, cut(bar.label, _NAME_COLUMNS))
    yield (
        f'<rect x="{x}" y="{top + 4}" width="{round(end - x, 1)}" height="{_ROW - 8}" rx="3" '
        f'fill="{color}"/>'
    )
    if scale.shows(bar.deadline):
        d = scale.end(bar.deadline)
        yield f'<path d="M{d - 5} {middle}l5 -5l5 5l-5 5z" fill="{_INK}"/>'


def _label(top: int, text: str, *, bold: bool = False) -> str:
    """Returns the name of a row; what the reader's font makes too wide ends before the bars."""
    content = _text(_MARGIN, 15, text, _INK, bold=bold)
    return f'<svg y="{top}" width="{_LABELS - 4}" height="{_ROW}">{content}</svg>'


def _text(x: float, y: float, text: str, color: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    content = escape(_NOT_XML.sub("\ufffd", text))
    return f'<text x="{x}" y="{y}" fill="{color}"{weight}>{content}</text>'
