"""The tree of tickets with their sums: for people, for pipes, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.effort import format_hours
from jticket.model.graph import EPIC
from jticket.render.bars import bar
from jticket.render.columns import Column, fitting_table
from jticket.render.payload import dumped, number
from jticket.render.stems import MOST_LEVELS, levels_on, stems
from jticket.render.styles import ID, status_style
from jticket.text.printable import safe_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jticket.model.settings import Settings
    from jticket.model.stats.tree import TreeRow

_MOST_INDENTED = 40
_BAR_COLUMNS = 10
_NARROW_TERMINAL = 64
_COLUMNS_BESIDE = 16
_NARROWEST_TITLE = 14


def tree_table(
    branches: Iterable[TreeRow], settings: Settings, *, columns: int, color: bool
) -> list[str]:
    """Returns the tree for a terminal: parents with a bar, others with their ticked criteria."""
    rows, styles = [], []
    branches = [*branches]
    has_bars = columns >= _NARROW_TERMINAL
    for line, branch in zip(
        _stems(branches, levels_on(columns - _COLUMNS_BESIDE)), branches, strict=True
    ):
        ticket, work = branch.ticket, branch.work
        criteria = f"{ticket.criteria_done}/{len(ticket.criteria)}" if ticket.criteria else ""
        progress = criteria
        if work.progress is not None and (work.tickets > 1 or ticket.ticket_type == EPIC):
            drawn = f"{bar(work.progress, _BAR_COLUMNS)} " if has_bars else ""
            progress = f"{drawn}{work.progress:4.0%}"
        effort = format_hours(work.work_hours) if work.says_effort else ""
        rows.append((line + ticket.id, ticket.status, effort, progress, ticket.title))
        styles.append((ID, status_style(ticket.status, settings), None, None, None))
    layout = (
        Column("ID"),
        Column("STATUS", rank=2),
        Column("EFFORT", rank=3),
        Column("PROGRESS" if has_bars else "DONE", rank=1),
        Column("TITLE", least=max(columns * 3 // 8, _NARROWEST_TITLE)),
    )
    return fitting_table(layout, rows, room=columns, color=color, styles=styles)


def tree_lines(branches: Iterable[TreeRow]) -> list[str]:
    """Returns a line per ticket: ID, status, hours, percent and title, separated by tabs."""
    lines = []
    branches = [*branches]
    for line, branch in zip(_stems(branches, MOST_LEVELS), branches, strict=True):
        ticket, work = branch.ticket, branch.work
        cells = (
            line + ticket.id,
            ticket.status,
            f"{number(work.work_hours)}" if work.says_effort else "-",
            "-" if work.progress is None else f"{work.progress:.0%}",
            ticket.title,
        )
        lines.append("\t".join(safe_line(cell) or "-" for cell in cells))
    return lines


def _stems(branches: Iterable[TreeRow], most: int) -> Iterator[str]:
    return stems(((branch.depth, branch.is_last) for branch in branches), most)


def tree_json(branches: Iterable[TreeRow]) -> Iterator[str]:
    """Yields the lines of the tree as JSON, without recursion, so that depth does not matter."""
    yield "["
    depth = -1
    for branch in branches:
        if branch.depth > depth:
            closed = "" if depth < 0 else f'{_pad(depth)}  "children": ['
        else:
            closed = ""
            yield f'{_pad(depth)}  "children": []'
            for above in range(depth, branch.depth, -1):
                yield f"{_pad(above)}}}"
                yield f"{_pad(above - 1)}  ]"
            yield f"{_pad(branch.depth)}}},"
        if closed:
            yield closed
        depth = branch.depth
        yield f"{_pad(depth)}{{"
        for key, value in _values(branch).items():
            yield f'{_pad(depth)}  "{key}": {dumped(value, indent=None)},'
    if depth >= 0:
        yield f'{_pad(depth)}  "children": []'
        for above in range(depth, 0, -1):
            yield f"{_pad(above)}}}"
            yield f"{_pad(above - 1)}  ]"
        yield f"{_pad(0)}}}"
    yield "]"


def _values(branch: TreeRow) -> dict[str, str | float | None]:
    progress = branch.work.progress
    return {
        "id": branch.ticket.id,
        "title": branch.ticket.title,
        "status": branch.ticket.status,
        "effort_hours": number(branch.work.work_hours) if branch.work.says_effort else None,
        "progress": None if progress is None else round(progress, 4),
    }


def _pad(depth: int) -> str:
    """Returns the indentation of an object at a depth, up to a limit."""
    return "  " * (2 * min(depth, _MOST_INDENTED) + 1)
