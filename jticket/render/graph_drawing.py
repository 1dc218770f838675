"""The graph of dependencies drawn on a terminal, each ticket once.

A ticket is below the last one that it waits for. Others are named at the end of its line,
unless it is below them too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jticket.render.columns import Column, fitting_table
from jticket.render.stems import levels_on, stems
from jticket.render.styles import status_style
from jticket.render.terminal import styled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jticket.model.diagram import Diagram
    from jticket.model.ticket import Ticket

_APART = "Without a dependency"
_LEAST_TICKET = 14
_NARROW_TERMINAL = 64
_MOST_NAMED = 2


@dataclass(frozen=True, slots=True)
class DrawnTicket:
    """A ticket in the drawing: how deep it stands, and which others it waits for besides."""

    ticket_id: str
    depth: int
    is_last: bool
    others: tuple[str, ...]


def drawn_graph(diagram: Diagram, *, columns: int, color: bool) -> Iterator[str]:
    """Yields the lines of the drawing: what is connected as a tree, then what is apart."""
    tickets = {ticket.id: ticket for ticket in diagram.tickets}
    connected = {ticket_id for edge in diagram.edges for ticket_id in edge}
    rows = branches([key for key in tickets if key in connected], diagram.edges)
    apart = [key for key in tickets if key not in connected]
    if rows:
        yield from _table(rows, tickets, diagram, columns, color=color)
    if apart:
        if rows:
            yield ""
            yield styled(_APART, "bold", color=color)
        alone = [DrawnTicket(key, 0, is_last=True, others=()) for key in apart]
        yield from _table(alone, tickets, diagram, columns, color=color)[bool(rows) :]


def branches(ids: Sequence[str], edges: Sequence[tuple[str, str]]) -> list[DrawnTicket]:
    """Returns the tree that is drawn of tickets, in the order of its lines.

    An edge is a pair of IDs, first the one to finish first. Where tickets wait for each other in a
    cycle, the first of them begins.
    """
    before: defaultdict[str, list[str]] = defaultdict(list)
    for first, second in edges:
        before[second].append(first)
    depths = _depths(ids, before)
    below: defaultdict[str | None, list[str]] = defaultdict(list)
    others: dict[str, tuple[str, ...]] = {}
    parents: dict[str, str | None] = {}
    for ticket_id in ids:
        above = [key for key in before[ticket_id] if depths[key] < depths[ticket_id]]
        parents[ticket_id] = max(above, key=lambda key: depths[key], default=None)
        below[parents[ticket_id]].append(ticket_id)
    for ticket_id in ids:
        above = before[ticket_id]
        ancestors = _ancestors(ticket_id, parents) if len(above) > 1 else {parents[ticket_id]}
        others[ticket_id] = tuple(key for key in above if key not in ancestors)
    return [*_in_lines(below, others)]


def _ancestors(ticket_id: str, parents: Mapping[str, str | None]) -> set[str | None]:
    """Returns the tickets above one in the tree."""
    ancestors: set[str | None] = set()
    while (parent := parents[ticket_id]) is not None:
        ancestors.add(parent)
        ticket_id = parent
    return ancestors


def _in_lines(
    below: Mapping[str | None, Sequence[str]], others: Mapping[str, tuple[str, ...]]
) -> Iterator[DrawnTicket]:
    roots = below.get(None, ())
    waiting = [(key, 0, n == 0) for n, key in enumerate(reversed(roots))]
    while waiting:
        key, depth, is_last = waiting.pop()
        yield DrawnTicket(key, depth, is_last, others[key])
        children = below.get(key, ())
        waiting += [(child, depth + 1, n == 0) for n, child in enumerate(reversed(children))]


@dataclass(slots=True)
class _Open:
    """What is not placed yet: how many dependencies each ticket has left, and who waits for it."""

    left: dict[str, int]
    after: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def _depths(ids: Sequence[str], before: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Returns how many tickets come before each at most; a cycle is cut at its first ticket."""
    state = _Open({key: len(before.get(key, ())) for key in ids})
    for key in ids:
        for first in before.get(key, ()):
            state.after[first].append(key)
    depths: dict[str, int] = {}
    queue = [key for key in reversed(ids) if not state.left[key]]
    rest = iter(ids)
    while len(depths) < len(ids):
        if not queue:
            queue = [next(key for key in rest if key not in depths)]
        key = queue.pop()
        known = [depths[first] + 1 for first in before.get(key, ()) if first in depths]
        depths[key] = max(known, default=0)
        for second in state.after[key]:
            state.left[second] -= 1
            if not state.left[second] and second not in depths:
                queue.append(second)
    return depths


def _table(
    rows: Sequence[DrawnTicket],
    tickets: Mapping[str, Ticket],
    diagram: Diagram,
    columns: int,
    *,
    color: bool,
) -> list[str]:
    lines = stems(((row.depth, row.is_last) for row in rows), levels_on(columns))
    named = _MOST_NAMED if columns >= _NARROW_TERMINAL else 1
    cells, styles = [], []
    for line, row in zip(lines, rows, strict=True):
        ticket = tickets[row.ticket_id]
        text = f"{line}{ticket.id} {ticket.title}"
        cells.append([ticket.status, text, _others(row.others, named)])
        status = status_style(ticket.status, diagram.graph.settings)
        styles.append([status, None, "dim"])
    layout = [
        Column("STATUS", rank=1),
        Column("TICKET", least=max(_LEAST_TICKET, columns // 2)),
        Column("ALSO AFTER"),
    ]
    if not any(row.others for row in rows):
        layout = layout[:-1]
        cells, styles = [row[:-1] for row in cells], [row[:-1] for row in styles]
    return fitting_table(layout, cells, room=columns, color=color, styles=styles)


def _others(ids: Sequence[str], most: int) -> str:
    """Returns the first of some IDs, and how many more there are."""
    more = len(ids) - most
    return ", ".join(ids[:most]) + (f" +{more}" if more > 0 else "")
