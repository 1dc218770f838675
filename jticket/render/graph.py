"""The graph of dependencies as Mermaid, as DOT, as text and as JSON."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from jticket.model.ids import sort_key
from jticket.model.settings import StatusClass
from jticket.render.payload import number
from jticket.render.terminal import cut, safe_line, styled, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.diagram import Diagram
    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket
    from jticket.render.payload import Json

FORMATS = ("mermaid", "dot", "text")
MERMAID_EDGES = 500
MERMAID_LENGTH = 50_000
"""What Mermaid draws at most, as the forges have it set."""

_COLORS = {
    StatusClass.OPEN: ("#f6f8fa", "#57606a"),
    StatusClass.ACTIVE: ("#fff8c5", "#9a6700"),
    StatusClass.DONE: ("#dafbe1", "#1a7f37"),
    StatusClass.CANCELLED: ("#eaeef2", "#8c959f"),
}
_INK = "#24292f"
_MARKUP = re.compile(r'["#&;<>`\\*~$%@^|{}\[\]]')
_TITLE = 20


def mermaid(drawn: Diagram) -> Iterator[str]:
    """A Mermaid flowchart, as the forges render it in Markdown."""
    yield "flowchart LR"
    for epic, below in drawn.framed.items():
        yield f"  subgraph {_node(epic)}[{_label(drawn.graph.tickets[epic])}]"
        for ticket in below:
            yield f"    {_mermaid_node(ticket, drawn.graph)}"
        yield "  end"
    for ticket in drawn.alone:
        yield f"  {_mermaid_node(ticket, drawn.graph)}"
    for before, after in drawn.edges:
        yield f"  {_node(before)} --> {_node(after)}"
    for status, (fill, line) in _COLORS.items():
        yield f"  classDef {status.value} fill:{fill},stroke:{line},color:{_INK}"


def is_too_large(drawn: Diagram, lines: Sequence[str]) -> bool:
    """Whether Mermaid, as the forges have it set, refuses to draw this."""
    return len(drawn.edges) > MERMAID_EDGES or sum(map(len, lines)) > MERMAID_LENGTH


def _mermaid_node(ticket: Ticket, graph: Graph) -> str:
    return f"{_node(ticket.id)}[{_label(ticket)}]:::{graph.settings.class_of(ticket.status).value}"


def _node(ticket_id: str) -> str:
    """A name that no keyword and no arrow is part of."""
    return f"t_{re.sub(r'[^A-Za-z0-9]', '_', ticket_id)}"


def _label(ticket: Ticket) -> str:
    """A quoted label; what Mermaid or HTML could take for markup stands as a character code."""
    text = safe_line(f"{ticket.id}: {ticket.title}")
    return '"' + _MARKUP.sub(lambda match: f"#{ord(match[0])};", text) + '"'


def dot(drawn: Diagram) -> Iterator[str]:
    """A graph for Graphviz."""
    yield "digraph tickets {"
    yield '  rankdir=LR; node [shape=box, style="rounded,filled", fontname="sans-serif"];'
    yield "  compound=true;"
    for epic, below in drawn.framed.items():
        yield f"  subgraph {_quoted(f'cluster_{epic}')} {{"
        yield f"    label={_dot_label(drawn.graph.tickets[epic])};"
        yield f"    {_quoted(epic)} [shape=point, style=invis];"
        for ticket in below:
            yield f"    {_dot_node(ticket, drawn.graph)}"
        yield "  }"
    for ticket in drawn.alone:
        yield f"  {_dot_node(ticket, drawn.graph)}"
    for before, after in drawn.edges:
        tail = f"ltail={_quoted(f'cluster_{before}')}" if before in drawn.framed else ""
        head = f"lhead={_quoted(f'cluster_{after}')}" if after in drawn.framed else ""
        looks = ", ".join(filter(None, (tail, head)))
        yield f"  {_quoted(before)} -> {_quoted(after)}{f' [{looks}]' if looks else ''};"
    yield "}"


def _dot_node(ticket: Ticket, graph: Graph) -> str:
    fill, line = _COLORS[graph.settings.class_of(ticket.status)]
    looks = f'label={_dot_label(ticket)}, fillcolor="{fill}", color="{line}"'
    return f"{_quoted(ticket.id)} [{looks}];"


def _dot_label(ticket: Ticket) -> str:
    return _quoted(safe_line(f"{ticket.id}: {ticket.title}"))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def outline(drawn: Diagram, *, columns: int | None, color: bool) -> Iterator[str]:
    """A line a ticket, and behind an arrow those that wait for it; where columns are given, the
    title is cut before the arrow is."""
    following: defaultdict[str, list[str]] = defaultdict(list)
    for before, after in drawn.edges:
        following[before].append(after)
    ids = [safe_line(each.id) for each in drawn.tickets]
    pad = max(map(width, ids), default=0)
    for ticket, name in zip(drawn.tickets, ids, strict=True):
        waiting = sorted(following[ticket.id], key=sort_key)
        arrow = f" → {', '.join(map(safe_line, waiting))}" if waiting else ""
        title = safe_line(ticket.title)
        if columns is not None:
            title = cut(title, max(columns - pad - 2 - width(arrow), _TITLE))
            arrow = cut(arrow, max(columns - pad - 2 - width(title), _TITLE))
        padded = styled(name, "cyan", color=color) + " " * (pad - width(name))
        yield f"{padded}  {title}{arrow}"


def graph_json(drawn: Diagram) -> dict[str, Json]:
    """The nodes, and the edges from what comes before to what comes after."""
    nodes: list[Json] = [
        {
            "id": each.id,
            "title": each.title,
            "status": each.status,
            "ticket_type": each.ticket_type,
            "priority": each.priority,
            "parent_id": each.parent_id or None,
            "effort_hours": number(each.effort_hours),
        }
        for each in drawn.tickets
    ]
    edges: list[Json] = [{"from": before, "to": after} for before, after in drawn.edges]
    return {"nodes": nodes, "edges": edges}
