"""The filters of templates beside those of Jinja2."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from jticket.model.effort import format_hours, working_days
from jticket.model.ids import number_of, sort_key
from jticket.render.bars import bar
from jticket.render.markdown_escape import link_target, markdown_text
from jticket.text.inert_html import without_html
from jticket.text.markdown_text import close_open_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jticket.render.payload import Json


def hours(value: float | None) -> str:
    """Returns hours as people write them, `-` for none."""
    return "-" if value is None else format_hours(value)


def percent(share: float | None) -> str:
    """Returns a share from 0 to 1 as `45%`, `-` for none; 100% only if it is complete."""
    if share is None:
        return "-"
    return f"{min(round(share * 100), 99) if share < 1 else 100}%"


def progress_bar(share: float | None, columns: int = 10) -> str:
    """Returns a share from 0 to 1 as a bar."""
    return bar(share or 0.0, columns)


def id_ranges(tickets: Iterable[Mapping[str, object]]) -> str:
    """Returns the IDs of tickets, consecutive ones as a range: `JJM-001 to JJM-005, JJM-009`."""
    runs: list[list[str]] = []
    for ticket_id in sorted({str(ticket["id"]) for ticket in tickets}, key=sort_key):
        if runs and _is_next(runs[-1][-1], ticket_id):
            runs[-1].append(ticket_id)
        else:
            runs.append([ticket_id])
    return ", ".join(_range(run) for run in runs)


def _is_next(before: str, after: str) -> bool:
    first, second = number_of(before), number_of(after)
    return bool(first and second and (first[0], first[1] + 1) == second)


def _range(run: list[str]) -> str:
    return run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}"


def demoted(text: str, levels: int = 1) -> str:
    """Returns Markdown with its headings a number of levels deeper, at most at level six.

    HTML shows as text. A fence that it leaves open is closed, or it would take in what follows.
    """
    lines, fence = [], ""
    for line in close_open_blocks(without_html(text)).splitlines():
        if fence:
            if re.match(rf" {{0,3}}{re.escape(fence)}+\s*$", line):
                fence = ""
        elif match := re.match(r" {0,3}(`{3,}|~{3,})", line):
            fence = match[1]
        elif match := re.match(r" {0,3}(#{1,6})(?=\s|$)", line):
            line = "#" * min(len(match[1]) + levels, 6) + line[match.end() :]
        lines.append(line)
    return "\n".join(lines)


def link(folder: str) -> Callable[[Mapping[str, object]], str]:
    """Returns the filter `link`: a ticket's ID as a link from a file in the folder to its file."""

    def link_to(ticket: Mapping[str, object]) -> str:
        target = posixpath.relpath(str(ticket["path"]), folder or ".")
        return f"[{markdown_text(ticket['id'])}]({link_target(target)})"

    return link_to


def days(hours_per_day: float) -> Callable[[float], int]:
    """Returns the filter `days`: hours as full working days, half a day rounded up."""
    return lambda value: working_days(value, hours_per_day)


def day(value: Json) -> str:
    """Returns the day of a timestamp, `2025-10-01`."""
    return str(value or "")[:10]
