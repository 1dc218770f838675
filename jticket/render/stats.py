"""Counted tickets: bars for people, lines for programs, and JSON.

Figures come before names, so that a right-to-left name can't reorder them on a terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.effort import format_hours, working_days
from jticket.model.schema import BY_KEY
from jticket.render.bars import bar
from jticket.render.columns import Column, fitting_table
from jticket.render.payload import number
from jticket.render.styles import status_style
from jticket.render.terminal import styled
from jticket.render.wrapping import paragraph
from jticket.text.printable import safe_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.settings import Settings
    from jticket.model.stats.tally import Breakdown, Statistics, Survey, Tally
    from jticket.render.payload import Json
    from jticket.text.project import Project

NONE = "-"
_NARROWEST_BAR = 8
_WIDEST_BAR = 30
_NARROW_TERMINAL = 56
_NARROWEST_NAME = 12


def statistics_json(survey: Survey) -> dict[str, Json]:
    """Returns the figures as JSON, efforts in hours; the key "" is that of no value."""
    return {
        **counted_json(survey.tickets),
        "epics": counted_json(survey.epics),
        "overdue": survey.overdue,
        "late": survey.late,
    }


def counted_json(counted: Statistics) -> dict[str, Json]:
    """Returns the figures of one count as JSON."""
    total = counted.total
    by: dict[str, Json] = {
        breakdown.key: {value: _tally_json(tally) for value, tally in breakdown.tallies}
        for breakdown in counted.by
    }
    return {
        "total": total.tickets,
        "open": total.open,
        "done": total.done,
        "cancelled": total.cancelled,
        "effort_hours": number(total.effort_hours),
        "done_hours": number(total.done_hours),
        "cancelled_hours": number(total.cancelled_hours),
        "missing_effort": total.missing_effort,
        "by": by,
    }


def _tally_json(tally: Tally) -> dict[str, Json]:
    return {
        "tickets": tally.tickets,
        "effort_hours": number(tally.effort_hours),
        "done": tally.done,
        "done_hours": number(tally.done_hours),
    }


def statistics_lines(survey: Survey) -> list[str]:
    """Returns lines for programs: field, value, tickets, effort, done, done hours, by tabs."""
    lines = [_line("total", NONE, survey.tickets.total), _line("epics", NONE, survey.epics.total)]
    for breakdown in survey.tickets.by:
        lines += [_line(breakdown.key, value or NONE, tally) for value, tally in breakdown.tallies]
    return lines


def _line(field: str, value: str, tally: Tally) -> str:
    figures = (tally.tickets, _bare(tally.effort_hours), tally.done, _bare(tally.done_hours))
    return "\t".join(safe_line(str(cell)) for cell in (field, value, *figures))


def statistics_table(
    survey: Survey, project: Project, *, columns: int, color: bool, every: bool
) -> list[str]:
    """Returns the figures for people; `every`: also fields of which all tickets share one value.

    If there are only epics, these are broken down.
    """
    settings = project.settings
    only_epics = survey.epics.total.tickets and not survey.tickets.total.tickets
    shown, noun = (survey.epics, "epic") if only_epics else (survey.tickets, "ticket")
    lines = [*paragraph(_counts(shown.total, noun), columns=columns, color=color, style="bold")]
    missed = ((survey.overdue, "overdue"), (survey.late, "late"))
    if words := ", ".join(f"{count} {what}" for count, what in missed if count):
        lines.append(styled(words, "red", color=color))
    for line in _hours(shown.total, settings):
        lines += paragraph(line, columns=columns, color=color)
    if (share := shown.total.progress) is not None:
        done = "" if columns >= _NARROW_TERMINAL else " done"
        lines.append(styled(_progress(share, columns).lstrip() + done, "green", color=color))
    if not only_epics and survey.epics.total.tickets:
        lines += paragraph(_counts(survey.epics.total, "epic"), columns=columns, color=color)
    by = [breakdown for breakdown in shown.by if every or len(breakdown.tallies) > 1]
    tables = [_rows(breakdown, shown.total, project, columns) for breakdown in by]
    pads = [max((len(row[n]) for rows in tables for row in rows), default=0) for n in range(3)]
    for breakdown, rows in zip(by, tables, strict=True):
        padded = [[*map(str.rjust, row[:3], pads), row[3]] for row in rows]
        styles = [_styles(breakdown.key, value, settings) for value, _ in breakdown.tallies]
        layout = [
            Column(padded[0][0]),
            Column(padded[0][1], rank=1),
            Column(padded[0][2], rank=2),
            Column(padded[0][3], least=_NARROWEST_NAME),
        ]
        rows = padded[1:]
        lines += ["", *fitting_table(layout, rows, room=columns, color=color, styles=styles)]
    return lines


def _counts(total: Tally, noun: str) -> str:
    plural = "" if total.tickets == 1 else "s"
    parts = [f"{total.open} open", f"{total.done} done"]
    if total.cancelled:
        parts.append(f"{total.cancelled} cancelled")
    heading = f"{total.tickets} {noun}{plural}"
    return f"{heading}: {', '.join(parts)}" if total.tickets else heading


def _hours(total: Tally, settings: Settings) -> Iterator[str]:
    """Yields the tickets' effort in hours and working days; nothing if none has an effort."""

    def in_words(hours: float) -> str:
        days = working_days(hours, settings.hours_per_day)
        return f"{format_hours(hours)} ({days} day{'' if days == 1 else 's'})"

    if total.effort_hours:
        parts = [f"{in_words(total.done_hours)} done", f"{in_words(total.open_hours)} to go"]
        if total.cancelled_hours:
            parts.append(f"{in_words(total.cancelled_hours)} cancelled")
        yield f"{in_words(total.effort_hours)}: {', '.join(parts)}"
        if total.missing_effort:
            yield f"{total.missing_effort} without an effort: progress is counted in tickets"


def _rows(breakdown: Breakdown, total: Tally, project: Project, columns: int) -> list[list[str]]:
    """Returns the header and rows of a field: shares of the status, progress of the others."""
    field = BY_KEY.get(breakdown.key)
    name = (field.name if field else breakdown.key).upper()
    by_status = breakdown.key == "status"
    bar_columns = len(_progress(0.0, columns))
    figures = ("TICKETS", "HOURS", "SHARE") if by_status else ("DONE", "HOURS", "PROGRESS")
    rows = [[*figures[:2], figures[2].ljust(bar_columns), name]]
    for value, tally in breakdown.tallies:
        label = _label(breakdown.key, value, project)
        if by_status:
            share: float | None = tally.share_of(total)
            counts, hours = str(tally.tickets), format_hours(tally.effort_hours)
        else:
            share = tally.progress
            counts = f"{tally.done}/{tally.done + tally.open}"
            planned = format_hours(tally.done_hours + tally.open_hours)
            hours = f"{_bare(tally.done_hours)}/{planned}"
        rows.append([counts, hours, "" if share is None else _progress(share, columns), label])
    return rows


def _styles(key: str, value: str, settings: Settings) -> Sequence[str | None]:
    status = status_style(value, settings) if key == "status" else None
    return (None, None, status or "green", status)


def _label(key: str, value: str, project: Project) -> str:
    """Returns a value for people; a parent with its title."""
    parent = project.graph.tickets.get(value) if key == "parent_id" else None
    return f"{parent.id}  {parent.title}" if parent else value or NONE


def _progress(share: float, columns: int) -> str:
    """Returns a bar and a percentage for a terminal of so many columns, a narrow one has no bar.

    It is 0% or 100% only if nothing or everything is done.
    """
    bar_columns = min(max(columns // 6, _NARROWEST_BAR), _WIDEST_BAR)
    percent = round(share * 100)
    if 0 < share < 1:
        percent = min(max(percent, 1), 99)
    drawn = f"{bar(share, bar_columns)} " if columns >= _NARROW_TERMINAL else ""
    return f"{drawn}{percent:3d}%"


def _bare(hours: float) -> str:
    return format_hours(hours).removesuffix("h")
