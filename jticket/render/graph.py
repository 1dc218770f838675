"""The graph of dependencies as Mermaid, as DOT, as text and as JSON."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from jticket.model.ids import sort_key
from jticket.model.settings import StatusClass
from jticket.render.payload import number
from jticket.render.styles import ID
from jticket.render.terminal import styled
from jticket.text.printable import safe_line, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.diagram import Diagram
    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket
    from jticket.render.payload import Json

FORMATS = ("mermaid", "dot", "text")
_MERMAID_EDGES = 500
_MERMAID_LENGTH = 50_000
"""What Mermaid draws at most, as the forges configure it."""

_COLORS = {
    StatusClass.OPEN: ("#f6f8fa", "#57606a"),
    StatusClass.ACTIVE: ("#fff8c5", "#9a6700"),
    StatusClass.PARKED: ("#fbefff", "#8250df"),
    StatusClass.DONE: ("#dafbe1", "#1a7f37"),
    StatusClass.CANCELLED: ("#eaeef2", "#8c959f"),
}
_INK = "#24292f"
_MARKUP = re.compile(r'["#&;<>`\\*~$%@^|{}\[\]]')


def mermaid(diagram: Diagram) -> Iterator[str]:
    """Yields a Mermaid flowchart, as the forges render it in Markdown."""
    yield "flowchart LR"
    for epic, children in diagram.framed.items():
        yield f"  subgraph {_node(epic)}[{_label(diagram.graph.tickets[epic])}]"
        for ticket in children:
            yield f"    {_mermaid_node(ticket, diagram.graph)}"
        yield "  end"
    for ticket in diagram.alone:
        yield f"  {_mermaid_node(ticket, diagram.graph)}"
    for before, after in diagram.edges:
        yield f"  {_node(before)} --> {_node(after)}"
    classes = {diagram.graph.settings.class_of(ticket.status) for ticket in diagram.tickets}
    for status, (fill, line) in _COLORS.items():
        if status is StatusClass.PARKED and status not in classes:
            continue  # pictures without parked tickets stay as they are
        yield f"  classDef {status.value} fill:{fill},stroke:{line},color:{_INK}"


def is_too_large(diagram: Diagram, lines: Sequence[str]) -> bool:
    """Returns whether Mermaid, as GitHub and GitLab configure it, refuses to draw this."""
    return len(diagram.edges) > _MERMAID_EDGES or sum(map(len, lines)) > _MERMAID_LENGTH


def _mermaid_node(ticket: Ticket, graph: Graph) -> str:
    return f"{_node(ticket.id)}[{_label(ticket)}]:::{graph.settings.class_of(ticket.status).value}"


def _node(ticket_id: str) -> str:
    """Returns a name that contains no keyword and no arrow."""
    return f"t_{re.sub(r'[^A-Za-z0-9]', '_', ticket_id)}"


def _label(ticket: Ticket) -> str:
    """Returns a quoted label; what Mermaid or HTML takes for markup is a character code."""
    text = safe_line(f"{ticket.id}: {ticket.title}")
    return '"' + _MARKUP.sub(lambda match: f"#{ord(match[0])};", text) + '"'


def dot(diagram: Diagram) -> Iterator[str]:
    """Yields a graph for Graphviz."""
    yield "digraph tickets {"
    yield '  rankdir=LR; node [shape=box, style="rounded,filled", fontname="sans-serif"];'
    yield "  compound=true;"
    for epic, children in diagram.framed.items():
        yield f"  subgraph {_quoted(f'cluster_{epic}')} {{"
        yield f"    label={_dot_label(diagram.graph.tickets[epic])};"
        yield f"    {_quoted(epic)} [shape=point, style=invis];"
        for ticket in children:
            yield f"    {_dot_node(ticket, diagram.graph)}"
        yield "  }"
    for ticket in diagram.alone:
        yield f"  {_dot_node(ticket, diagram.graph)}"
    for before, after in diagram.edges:
        tail = f"ltail={_quoted(f'cluster_{before}')}" if before in diagram.framed else ""
        head = f"lhead={_quoted(f'cluster_{after}')}" if after in diagram.framed else ""
        attributes = ", ".join(filter(None, (tail, head)))
        yield f"  {_quoted(before)} -> {_quoted(after)}{f' [{attributes}]' if attributes else ''};"
    yield "}"


def _dot_node(ticket: Ticket, graph: Graph) -> str:
    fill, line = _COLORS[graph.settings.class_of(ticket.status)]
    attributes = f'label={_dot_label(ticket)}, fillcolor="{fill}", color="{line}"'
    return f"{_quoted(ticket.id)} [{attributes}];"


def _dot_label(ticket: Ticket) -> str:
    return _quoted(safe_line(f"{ticket.id}: {ticket.title}"))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def outline(diagram: Diagram, *, color: bool) -> Iterator[str]:
    """Yields a line per ticket, which ends with an arrow and those that wait for it."""
    following: defaultdict[str, list[str]] = defaultdict(list)
    for before, after in diagram.edges:
        following[before].append(after)
    ids = [safe_line(ticket.id) for ticket in diagram.tickets]
    pad = max(map(width, ids), default=0)
    for ticket, name in zip(diagram.tickets, ids, strict=True):
        waiting = sorted(following[ticket.id], key=sort_key)
        arrow = f" → {', '.join(map(safe_line, waiting))}" if waiting else ""
        title = safe_line(ticket.title)
        padded = styled(name, ID, color=color) + " " * (pad - width(name))
        yield f"{padded}  {title}{arrow}"


def graph_json(diagram: Diagram) -> dict[str, Json]:
    """Returns the nodes, and the edges from what comes before to what comes after."""
    nodes: list[Json] = [
        {
            "id": ticket.id,
            "title": ticket.title,
            "status": ticket.status,
            "ticket_type": ticket.ticket_type,
            "priority": ticket.priority,
            "parent_id": ticket.parent_id or None,
            "effort_hours": number(ticket.effort_hours),
        }
        for ticket in diagram.tickets
    ]
    edges: list[Json] = [{"from": before, "to": after} for before, after in diagram.edges]
    return {"nodes": nodes, "edges": edges}
