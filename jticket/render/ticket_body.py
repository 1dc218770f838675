"""The body of one ticket for people: its sections, criteria and devlog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.schema import DEVLOG, SECTIONS, SectionKind
from jticket.render.terminal import styled
from jticket.render.wrapping import StyledText, wrapped
from jticket.text.printable import safe, safe_line, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jticket.model.ticket import Criterion, Ticket

_CRITERION_INDENT = " " * 9


def body_lines(
    ticket: Ticket, markdown: Callable[[str], str], *, columns: int | None, color: bool
) -> Iterator[str]:
    """Yields the sections, each below an empty line and its heading.

    With `columns`, criteria that are longer are wrapped between words.
    """
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
            boxes = [
                line
                for number, criterion in enumerate(ticket.criteria, 1)
                for line in _criterion_lines(number, criterion, columns)
            ]
            parts.append((field.heading, "\n".join(boxes)))
    parts += [part for part in others if part[0]]
    parts.append((DEVLOG, "\n\n".join(entries)))
    for heading, text in parts:
        if text:
            yield ""
            if heading:
                yield styled(safe_line(heading), "bold", color=color)
            yield text


def _criterion_lines(number: int, criterion: Criterion, columns: int | None) -> Iterator[str]:
    """Yields a numbered box with its text, and below it what belongs to the criterion."""
    start = f"{number:>3}. [{'x' if criterion.done else ' '}] "
    for line in safe(criterion.text).split("\n"):
        if columns is None or width(start) + width(line) <= columns:
            yield start + line
        else:
            spaces = " " * (len(line) - len(line.lstrip(" ")))
            yield from wrapped(
                [StyledText(line)],
                columns=columns,
                start=start + spaces,
                indent=_CRITERION_INDENT + spaces,
                color=False,
            )
        start = _CRITERION_INDENT
