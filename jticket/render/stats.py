"""Counted tickets: bars for people, lines for programs, and JSON.

Figures stand before names, so that a name that is written from the right can't reorder them on a
terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.effort import format_hours, working_days
from jticket.model.schema import BY_KEY
from jticket.render.bars import bar
from jticket.render.payload import number
from jticket.render.terminal import safe_line, styled, table
from jticket.render.ticket_view import STATUS_STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.settings import Settings
    from jticket.model.stats.tally import Breakdown, Statistics, Survey, Tally
    from jticket.render.payload import Json
    from jticket.text.project import Project

NONE = "-"
_NARROWEST_BAR = 8
_WIDEST_BAR = 30


def statistics_json(survey: Survey) -> dict[str, Json]:
    """The figures as JSON; the key "" stands for no value. Hours, not rounded."""
    return {**counted_json(survey.tickets), "epics": counted_json(survey.epics)}


def counted_json(found: Statistics) -> dict[str, Json]:
    """The figures of one count."""
    total = found.total
    by: dict[str, Json] = {
        each.key: {value: _tally_json(tally) for value, tally in each.tallies} for each in found.by
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
    """A line a figure for programs: field, value, tickets, effort, done, done hours, by tabs."""
    lines = [_line("total", NONE, survey.tickets.total), _line("epics", NONE, survey.epics.total)]
    for breakdown in survey.tickets.by:
        lines += [_line(breakdown.key, value or NONE, each) for value, each in breakdown.tallies]
    return lines


def _line(field: str, value: str, tally: Tally) -> str:
    figures = (tally.tickets, _bare(tally.effort_hours), tally.done, _bare(tally.done_hours))
    return "\t".join(safe_line(str(each)) for each in (field, value, *figures))


def statistics_table(
    survey: Survey, project: Project, *, columns: int, color: bool, every: bool
) -> list[str]:
    """The figures for people; `every` shows fields that tell nothing apart, too.

    Where only epics were found, these are what is broken down.
    """
    settings = project.settings
    only_epics = survey.epics.total.tickets and not survey.tickets.total.tickets
    shown, noun = (survey.epics, "epic") if only_epics else (survey.tickets, "ticket")
    lines = [styled(_counts(shown.total, noun), "bold", color=color)]
    lines += _hours(shown.total, settings)
    if (part := shown.total.progress) is not None:
        lines.append(styled(_progress(part, columns), "green", color=color))
    if not only_epics and survey.epics.total.tickets:
        lines.append(_counts(survey.epics.total, "epic"))
    by = [each for each in shown.by if every or len(each.tallies) > 1]
    rows = [_rows(each, shown.total, project, columns) for each in by]
    pads = [max((len(cells[n]) for each in rows for cells in each), default=0) for n in range(3)]
    for breakdown, cells in zip(by, rows, strict=True):
        padded = [[*map(str.rjust, row[:3], pads), row[3]] for row in cells]
        looks = [_styles(breakdown.key, value, settings) for value, _ in breakdown.tallies]
        drawn = table(padded[0], padded[1:], columns=columns, color=color, styles=looks)
        lines += ["", *drawn]
    return lines


def _counts(total: Tally, noun: str) -> str:
    several = "" if total.tickets == 1 else "s"
    parts = [f"{total.open} open", f"{total.done} done"]
    if total.cancelled:
        parts.append(f"{total.cancelled} cancelled")
    head = f"{total.tickets} {noun}{several}"
    return f"{head}: {', '.join(parts)}" if total.tickets else head


def _hours(total: Tally, settings: Settings) -> Iterator[str]:
    """What the tickets take, in hours and working days; nothing where no effort is given."""

    def spelt(hours: float) -> str:
        days = working_days(hours, settings.hours_per_day)
        return f"{format_hours(hours)} ({days} day{'' if days == 1 else 's'})"

    if total.effort_hours:
        parts = [f"{spelt(total.done_hours)} done", f"{spelt(total.open_hours)} to go"]
        if total.cancelled_hours:
            parts.append(f"{spelt(total.cancelled_hours)} cancelled")
        yield f"{spelt(total.effort_hours)}: {', '.join(parts)}"
        if total.missing_effort:
            yield f"{total.missing_effort} without an effort: progress goes by tickets"


def _rows(breakdown: Breakdown, whole: Tally, project: Project, columns: int) -> list[list[str]]:
    """The header and the rows of one field; the status tells a share, the others progress."""
    field = BY_KEY.get(breakdown.key)
    name = (field.name if field else breakdown.key).upper()
    by_status = breakdown.key == "status"
    bar_columns = len(_progress(0.0, columns))
    figures = ("TICKETS", "HOURS", "SHARE") if by_status else ("DONE", "HOURS", "PROGRESS")
    rows = [[*figures[:2], figures[2].ljust(bar_columns), name]]
    for value, each in breakdown.tallies:
        label = _label(breakdown.key, value, project)
        if by_status:
            part: float | None = each.share_of(whole)
            counts, hours = str(each.tickets), format_hours(each.effort_hours)
        else:
            part = each.progress
            counts = f"{each.done}/{each.done + each.open}"
            of = format_hours(each.done_hours + each.open_hours)
            hours = f"{_bare(each.done_hours)}/{of}"
        rows.append([counts, hours, "" if part is None else _progress(part, columns), label])
    return rows


def _styles(key: str, value: str, settings: Settings) -> Sequence[str | None]:
    status = STATUS_STYLES[settings.class_of(value)] if key == "status" else None
    return (None, None, status or "green", status)


def _label(key: str, value: str, project: Project) -> str:
    """A value for people; a parent with its title."""
    parent = project.graph.tickets.get(value) if key == "parent_id" else None
    return f"{parent.id}  {parent.title}" if parent else value or NONE


def _progress(part: float, columns: int) -> str:
    """A bar and per cent, for a sheet of so many columns; 0 and 100 only where that is true."""
    wide = min(max(columns // 6, _NARROWEST_BAR), _WIDEST_BAR)
    percent = round(part * 100)
    if 0 < part < 1:
        percent = min(max(percent, 1), 99)
    return f"{bar(part, wide)} {percent:3d}%"


def _bare(hours: float) -> str:
    return format_hours(hours).removesuffix("h")
