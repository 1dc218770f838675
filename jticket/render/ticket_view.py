"""One ticket for people to read: the facts, then the body as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.dates import age, parse_timestamp
from jticket.model.effort import format_hours
from jticket.model.schema import DEVLOG, FIELDS, SECTIONS, SectionKind
from jticket.model.settings import StatusClass
from jticket.model.ticket import RawMapping
from jticket.render.terminal import safe, safe_line, styled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from jticket.model.settings import Settings
    from jticket.model.ticket import Raw, Ticket
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

_SHOWN_ABOVE = ("id", "title")
STATUS_STYLES: dict[StatusClass, str | None] = {
    StatusClass.OPEN: None,
    StatusClass.ACTIVE: "yellow",
    StatusClass.DONE: "green",
    StatusClass.CANCELLED: "dim",
}
PRIORITY_STYLES: dict[str, str | None] = {"critical": "red", "high": "yellow", "low": "dim"}


def sheet(
    file: ValidFile,
    project: Project,
    *,
    color: bool,
    drawn: Callable[[str], str] = safe,
    now: datetime | None = None,
) -> str:
    """A ticket with what it blocks, its children and its progress.

    `drawn` makes of the body's Markdown what is shown; `now` adds how long ago it was created.
    """
    ticket = file.ticket
    title = f"{ticket.id}  {safe_line(ticket.title)}"
    lines = [styled(title, "bold", color=color)]
    facts = [(safe_line(n), value, style) for n, value, style in _facts(ticket, file, project)]
    pad = max(len(name) for name, _, _ in facts)
    for name, value, style in facts:
        if name == "created" and now and (moment := parse_timestamp(value)):
            value += f" ({age(moment, now)} ago)"
        label = styled(f"{name}:".ljust(pad + 1), "dim", color=color)
        lines.append(f"{label} {styled(safe_line(value), style, color=color)}")
    lines += _body(ticket, drawn, color=color)
    return "\n".join(lines)


def _facts(
    ticket: Ticket, file: ValidFile, project: Project
) -> Iterator[tuple[str, str, str | None]]:
    settings, graph = project.settings, project.graph
    for field in FIELDS:
        value = ticket.value(field.key)
        if field.key in _SHOWN_ABOVE or not value:
            continue
        text = value if isinstance(value, str) else ", ".join(value)
        if field.key == "effort" and ticket.effort_hours is not None:
            hours = format_hours(ticket.effort_hours)
            text += "" if text == hours else f" ({hours})"
        yield field.key, text, _style(field.key, text, settings)
    for key, raw in ticket.fields:
        yield key, plain(raw), None
    if waiting := graph.waiting_for(ticket):
        yield "waiting for", ", ".join(waiting), "red" if graph.is_blocked(ticket) else None
    if blocks := graph.blocks(ticket.id):
        yield "blocks", ", ".join(blocks), None
    if children := graph.children(ticket.id):
        closed = len(children) - len(graph.open_children(ticket))
        yield "children", f"{', '.join(children)} ({closed} of {len(children)} closed)", None
    if ticket.criteria:
        yield "criteria", f"{ticket.criteria_done} of {len(ticket.criteria)} ticked", None
    yield "file", file.path, None


def _style(key: str, text: str, settings: Settings) -> str | None:
    if key == "status":
        return STATUS_STYLES[settings.class_of(text)]
    return PRIORITY_STYLES.get(text) if key == "priority" else None


def plain(raw: Raw) -> str:
    """A value of the front matter that has no declared shape, in words."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, RawMapping):
        return ", ".join(f"{key}: {plain(value)}" for key, value in raw.pairs)
    return ", ".join(plain(item) for item in raw)


def _body(ticket: Ticket, drawn: Callable[[str], str], *, color: bool) -> Iterator[str]:
    boxes = [
        f"{number:>3}. [{'x' if each.done else ' '}] " + each.text.replace("\n", "\n         ")
        for number, each in enumerate(ticket.criteria, 1)
    ]
    entries = [
        f"{styled(safe_line(f'{each.timestamp} {each.author}'), 'dim', color=color)}\n"
        f"{drawn(each.text)}".rstrip()
        for each in ticket.devlog
    ]
    parts = [("", drawn(each.text)) for each in ticket.sections if not each.heading]
    for section in SECTIONS:
        if section.kind is SectionKind.TEXT:
            parts.append((section.heading, drawn(ticket.text(section.key))))
        elif section.kind is SectionKind.CRITERIA:
            parts.append((section.heading, safe("\n".join(boxes))))
    parts += [(each.heading, drawn(each.text)) for each in ticket.sections if each.heading]
    parts.append((DEVLOG, "\n\n".join(entries)))
    for heading, text in parts:
        if text:
            yield ""
            if heading:
                yield styled(safe_line(heading), "bold", color=color)
            yield text
