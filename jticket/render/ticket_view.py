"""One ticket for people: its fields, then its body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.dates import age, parse_timestamp
from jticket.model.effort import format_hours
from jticket.model.field_values import values_of
from jticket.model.planning.deadlines import deadlines_of
from jticket.model.relations import relations
from jticket.model.schema import FIELDS, REFERENCES
from jticket.model.ticket import RawMapping
from jticket.render.plan_dates import because
from jticket.render.styles import priority_style, status_style
from jticket.render.terminal import styled
from jticket.render.ticket_body import body_lines
from jticket.render.wrapping import StyledText, wrapped
from jticket.text.printable import safe, safe_line, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from jticket.model.graph import Graph
    from jticket.model.planning.deadlines import Deadline
    from jticket.model.settings import Settings
    from jticket.model.ticket import Raw, Ticket
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

_IN_TITLE = ("id", "title")
_LEAST_TITLE = 16
_UNBOUNDED = 1_000_000


@dataclass(frozen=True, slots=True)
class _Fact:
    """A name, a text in a style, and the IDs of other tickets, which are shown with their titles.

    `id_style` is the style of those IDs.
    """

    name: str
    text: str = ""
    style: str | None = None
    tickets: tuple[str, ...] = ()
    id_style: str | None = None


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

    With `columns`, what is longer is wrapped between words. `markdown` renders the Markdown of the
    body, and `now` adds how long ago it was created and whether it is overdue.
    """
    ticket = file.ticket
    room = columns or _UNBOUNDED
    start = f"{ticket.id}  "
    lines = [*_wrapped(ticket.title, "bold", room, start=start, color=color)]
    facts = [*_facts(file, project, now)]
    pad = max(width(safe_line(fact.name)) for fact in facts) + 2
    for fact in facts:
        name = f"{safe_line(fact.name)}:"
        label = styled(name, "dim", color=color) + " " * (pad - width(name))
        for line in _fact_lines(fact, project, room - pad, color=color):
            lines.append((label + line).rstrip())
            label = " " * pad
    lines += body_lines(ticket, markdown, columns=columns, color=color)
    return "\n".join(lines)


def _wrapped(
    text: str, style: str | None, room: int, *, start: str = "", color: bool
) -> Iterator[str]:
    """Yields a text, as it is if it fits, else wrapped between words."""
    if width(start) + width(safe_line(text)) <= room:
        yield styled(f"{start}{safe_line(text)}", style, color=color)
        return
    indent = " " * (width(start) or 2)
    yield from wrapped(
        [StyledText(text, style)],
        columns=room,
        start=start,
        start_style=style,
        indent=indent,
        color=color,
    )


def _facts(file: ValidFile, project: Project, now: datetime | None) -> Iterator[_Fact]:
    ticket, graph = file.ticket, project.graph
    yield from _own_facts(ticket, project, now)
    if inherited := graph.inherited_dependencies(ticket):
        yield _Fact("of its epics", tickets=tuple(inherited))
    if waiting := graph.waiting_for(ticket):
        style = "red" if graph.is_blocked(ticket) else None
        yield _Fact("waiting for", tickets=waiting, id_style=style)
    if parking := graph.parking(ticket):
        yield _Fact("parked", parking.words, "red")
    if deadline := deadlines_of(graph).get(ticket.id):
        is_overdue = bool(now and graph.today and deadline.is_overdue(graph.today))
        words = f"{_deadline(deadline)}{', overdue' if is_overdue else ''}"
        yield _Fact("deadline", words, "red" if is_overdue else None)
    if blocks := graph.blocks(ticket.id):
        yield _Fact("blocks", tickets=tuple(blocks))
    if children := graph.children(ticket.id):
        closed = len(children) - len(graph.open_children(ticket))
        count = f"{closed} of {len(children)} closed"
        yield _Fact("children", count, tickets=tuple(children))
    yield from _other_ends(ticket, graph)
    if ticket.criteria:
        yield _Fact("criteria", f"{ticket.criteria_done} of {len(ticket.criteria)} ticked")
    yield _Fact("file", file.path)


def _own_facts(ticket: Ticket, project: Project, now: datetime | None) -> Iterator[_Fact]:
    """Yields what the front matter says."""
    settings, graph = project.settings, project.graph
    for field in FIELDS:
        value = ticket.value(field.key)
        if field.key in _IN_TITLE or not value:
            continue
        if field.refers:
            yield _Fact(field.key, tickets=values_of(ticket, field.key, graph))
            continue
        text = value if isinstance(value, str) else ", ".join(value)
        if field.key == "effort" and ticket.effort_hours is not None:
            hours = format_hours(ticket.effort_hours)
            text += "" if text == hours else f" ({hours})"
        elif field.key == "created" and now and (moment := parse_timestamp(text)):
            text += f" ({age(moment, now)} ago)"
        yield _Fact(field.key, text, _style(field.key, text, settings))
    custom_relations = {known.key for known in relations(settings)}
    for key, raw in ticket.fields:
        if key in custom_relations and (ids := values_of(ticket, key, graph)):
            yield _Fact(key, tickets=ids)
        else:
            yield _Fact(key, value_words(raw))


def _deadline(deadline: Deadline) -> str:
    """Returns the day, what it follows from, and when to start if that is another day."""
    start = deadline.must_start_by
    words = f"{deadline.day.isoformat()} ({because(deadline)})"
    return words if start == deadline.day else f"{words}, must start by {start.isoformat()}"


def _other_ends(ticket: Ticket, graph: Graph) -> Iterator[_Fact]:
    """Yields the relations that other tickets have to this one."""
    for field in REFERENCES:
        if field.inverse:
            own = values_of(ticket, field.key, graph) if field.symmetric else ()
            ids = [source for source in graph.inverse(field.key, ticket.id) if source not in own]
            if ids:
                yield _Fact(field.inverse.replace("_", " "), tickets=tuple(ids))


def _fact_lines(fact: _Fact, project: Project, room: int, *, color: bool) -> Iterator[str]:
    if fact.text or not fact.tickets:
        yield from _wrapped(fact.text, fact.style, room, color=color)
    yield from _ticket_lines(fact, project, room, color=color)


def _ticket_lines(fact: _Fact, project: Project, room: int, *, color: bool) -> Iterator[str]:
    """Yields the tickets, each with its status and title; the titles line up if there is room."""
    rows: list[tuple[str, str, str]] = []
    for ticket_id in dict.fromkeys(fact.tickets):
        ticket = project.graph.tickets.get(ticket_id)
        status, title = (ticket.status, ticket.title) if ticket else ("not found", "")
        rows.append((safe_line(ticket_id), safe_line(status), title))
    id_width, status_width = (max((width(row[n]) for row in rows), default=0) for n in (0, 1))
    lead = id_width + status_width + 4
    for ticket_id, status, title in rows:
        style = None if status == "not found" else status_style(status, project.settings)
        if room - lead < _LEAST_TITLE:
            spans = [(ticket_id, fact.id_style), (status, style), (title, None)]
            texts = [StyledText(*span) for span in spans]
            yield from wrapped(texts, columns=room, indent="  ", color=color)
            continue
        id_cell = styled(ticket_id, fact.id_style, color=color) + " " * (
            id_width - width(ticket_id)
        )
        cell = styled(status, style, color=color) + " " * (status_width - width(status))
        first, *others = [*_wrapped(title, None, room, start=" " * lead, color=color)] or [""]
        yield f"{id_cell}  {cell}  {first[lead:]}".rstrip()
        yield from others


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
