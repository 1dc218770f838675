"""One ticket for people: its fields, then its body."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from jticket.model.dates import age, parse_timestamp
from jticket.model.effort import format_hours
from jticket.model.field import Reference
from jticket.model.field_values import values_of
from jticket.model.schema import DEVLOG, FIELDS, REFERENCES, SECTIONS, SectionKind
from jticket.model.ticket import RawMapping
from jticket.render.styles import priority_style, status_style
from jticket.render.terminal import styled, table
from jticket.text.printable import cut, safe, safe_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from jticket.model.graph import Graph
    from jticket.model.settings import Settings
    from jticket.model.ticket import Raw, Ticket
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

Fact: TypeAlias = "tuple[str, str | list[str], str | None]"
"""A name, a value, or the lines of one, already escaped, and its style."""

_UNCUT = 100_000
_IN_TITLE = ("id", "title")


def ticket_view(
    file: ValidFile,
    project: Project,
    *,
    color: bool,
    columns: int | None = None,
    markdown: Callable[[str], str] = safe,
    now: datetime | None = None,
) -> str:
    """Returns a ticket with the tickets around it and its progress.

    Their titles are cut to fit into `columns`. `markdown` renders the Markdown of the body, and
    `now` adds how long ago it was created.
    """
    ticket = file.ticket
    title = f"{ticket.id}  {safe_line(ticket.title)}"
    lines = [styled(title, "bold", color=color)]
    facts = [(safe_line(name), value, style) for name, value, style in _facts(file, project)]
    pad = max(len(name) for name, _, _ in facts)
    for name, value, style in facts:
        if isinstance(value, list):
            shown = [cut(line, columns - pad - 2) for line in value] if columns else value
        elif name == "created" and now and (moment := parse_timestamp(value)):
            shown = [safe_line(f"{value} ({age(moment, now)} ago)")]
        else:
            shown = [safe_line(value)]
        label = styled(f"{name}:".ljust(pad + 1), "dim", color=color)
        for line in shown:
            lines.append(f"{label} {styled(line, style, color=color)}")
            label = " " * (pad + 1)
    lines += _body(ticket, markdown, color=color)
    return "\n".join(lines)


def _facts(file: ValidFile, project: Project) -> Iterator[Fact]:
    """Yields names, values and their styles."""
    ticket, settings, graph = file.ticket, project.settings, project.graph
    for field in FIELDS:
        value = ticket.value(field.key)
        if field.key in _IN_TITLE or not value:
            continue
        if field.refers in (Reference.DEPENDENCY, Reference.RELATION):
            yield field.key, _tickets(values_of(ticket, field.key, graph), graph), None
            continue
        text = value if isinstance(value, str) else ", ".join(value)
        if field.key == "effort" and ticket.effort_hours is not None:
            hours = format_hours(ticket.effort_hours)
            text += "" if text == hours else f" ({hours})"
        yield field.key, text, _style(field.key, text, settings)
    for key, raw in ticket.fields:
        yield key, value_words(raw), None
    if inherited := graph.inherited_dependencies(ticket):
        yield "of its epics", _tickets(inherited, graph), None
    if waiting := graph.waiting_for(ticket):
        yield "waiting for", ", ".join(waiting), "red" if graph.is_blocked(ticket) else None
    if parking := graph.parking(ticket):
        yield "parked", parking.words, "red"
    if blocks := graph.blocks(ticket.id):
        yield "blocks", _tickets(blocks, graph), None
    if children := graph.children(ticket.id):
        closed = len(children) - len(graph.open_children(ticket))
        count = f"{closed} of {len(children)} closed"
        yield "children", [count, *_tickets(children, graph)], None
    yield from _other_ends(ticket, graph)
    if ticket.criteria:
        yield "criteria", f"{ticket.criteria_done} of {len(ticket.criteria)} ticked", None
    yield "file", file.path, None


def _other_ends(ticket: Ticket, graph: Graph) -> Iterator[tuple[str, list[str], None]]:
    """Yields the relations that other tickets have to this one."""
    for field in REFERENCES:
        if field.inverse:
            own = values_of(ticket, field.key, graph) if field.symmetric else ()
            ids = [source for source in graph.inverse(field.key, ticket.id) if source not in own]
            if ids:
                yield field.inverse.replace("_", " "), _tickets(ids, graph), None


def _tickets(ids: Iterable[str], graph: Graph) -> list[str]:
    """Returns a line per ticket, with its status and title, escaped and lined up."""
    rows = []
    for ticket_id in dict.fromkeys(ids):
        ticket = graph.tickets.get(ticket_id)
        status, title = (ticket.status, ticket.title) if ticket else ("not found", "")
        rows.append([ticket_id, status, title])
    return table([""] * 3, rows, columns=_UNCUT)[1:]


def _style(key: str, text: str, settings: Settings) -> str | None:
    if key == "status":
        return status_style(text, settings)
    return priority_style(text) if key == "priority" else None


def value_words(raw: Raw) -> str:
    """Returns a value of the front matter that has no declared shape, in words."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, RawMapping):
        return ", ".join(f"{key}: {value_words(value)}" for key, value in raw.pairs)
    return ", ".join(value_words(item) for item in raw)


def _body(ticket: Ticket, markdown: Callable[[str], str], *, color: bool) -> Iterator[str]:
    boxes = [
        f"{number:>3}. [{'x' if criterion.done else ' '}] "
        + criterion.text.replace("\n", "\n         ")
        for number, criterion in enumerate(ticket.criteria, 1)
    ]
    entries = [
        f"{styled(safe_line(f'{entry.timestamp} {entry.author}'), 'dim', color=color)}\n"
        f"{markdown(entry.text)}".rstrip()
        for entry in ticket.devlog
    ]
    others = [(section.heading, markdown(section.text)) for section in ticket.sections]
    parts: list[tuple[str, str]] = [part for part in others if not part[0]]
    for field in SECTIONS:
        if field.kind is SectionKind.TEXT:
            parts.append((field.heading, markdown(ticket.text(field.key))))
        elif field.kind is SectionKind.CRITERIA:
            parts.append((field.heading, safe("\n".join(boxes))))
    parts += [part for part in others if part[0]]
    parts.append((DEVLOG, "\n\n".join(entries)))
    for heading, text in parts:
        if text:
            yield ""
            if heading:
                yield styled(safe_line(heading), "bold", color=color)
            yield text
