"""The tree of tickets with their sums: for people, for pipes, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.effort import format_hours
from jticket.model.graph import EPIC
from jticket.render.bars import bar
from jticket.render.payload import dumped, number
from jticket.render.styles import ID, status_style
from jticket.render.terminal import table
from jticket.text.printable import safe_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jticket.model.settings import Settings
    from jticket.model.stats.tree import TreeRow

_HEADER = ("ID", "STATUS", "EFFORT", "PROGRESS", "TITLE")
_MOST_LINES = 10
_MOST_INDENTED = 40
_BAR_COLUMNS = 10


def tree_table(
    branches: Iterable[TreeRow], settings: Settings, *, columns: int, color: bool
) -> list[str]:
    """Returns the tree for a terminal: parents with a bar, others with their ticked criteria."""
    rows, styles = [], []
    for line, branch in _with_lines(branches):
        ticket, work = branch.ticket, branch.work
        criteria = f"{ticket.criteria_done}/{len(ticket.criteria)}" if ticket.criteria else ""
        progress = criteria
        if work.progress is not None and (work.tickets > 1 or ticket.ticket_type == EPIC):
            progress = f"{bar(work.progress, _BAR_COLUMNS)} {work.progress:4.0%}"
        effort = format_hours(work.work_hours) if work.says_effort else ""
        rows.append((line + ticket.id, ticket.status, effort, progress, ticket.title))
        styles.append((ID, status_style(ticket.status, settings), None, None, None))
    return table(_HEADER, rows, columns=columns, color=color, styles=styles)


def tree_lines(branches: Iterable[TreeRow]) -> list[str]:
    """Returns a line per ticket: ID, status, hours, percent and title, separated by tabs."""
    lines = []
    for line, branch in _with_lines(branches):
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


def _with_lines(branches: Iterable[TreeRow]) -> Iterator[tuple[str, TreeRow]]:
    """Yields each ticket with the lines that lead to it, the last few if it is very deep."""
    open_above: list[bool] = []
    for branch in branches:
        del open_above[branch.depth :]
        if branch.depth:
            shown = open_above[1:][-_MOST_LINES:]
            hidden = "…" if len(open_above) - 1 > _MOST_LINES else ""
            stems = "".join("│  " if is_open else "   " for is_open in shown)
            yield f"{hidden}{stems}{'└─' if branch.is_last else '├─'} ", branch
        else:
            yield "", branch
        open_above.append(not branch.is_last)


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
