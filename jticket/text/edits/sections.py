"""Edits of the body as splices: tick a criterion, append one or an entry, set a section."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jticket.model.schema import ACCEPTANCE_CRITERIA, DEVLOG, HEADINGS, section_named
from jticket.text.body import Part
from jticket.text.edits.spans import Splice
from jticket.text.markdown_text import last_line_end, line_ends, normalised
from jticket.text.outline import outline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.ticket import DevlogEntry
    from jticket.text.body import BodyText, CriterionPlace
    from jticket.text.document import Document

_NUMBERED_MARKER = re.compile(r"([ \t]*)([0-9]{1,9})([.)][ \t]+)")
_NEWLINE = re.compile(r"\r?\n")  # after a lone carriage return, a newline would join it
_MAX_NUMBER = 999_999_999


def tick(body: BodyText, number: int, *, done: bool) -> list[Splice]:
    """Ticks or unticks a criterion, counted from 1."""
    if body.value.criteria[number - 1].done == done:
        return []
    at = body.criterion_places[number - 1].box
    return [Splice(at, at + 1, "x" if done else " ")]


def append_criterion(document: Document, body: BodyText, text: str, *, done: bool) -> list[Splice]:
    """Appends a criterion after the last one, in the same style of list."""
    part = body.part(ACCEPTANCE_CRITERIA)
    if part is None or not body.value.criteria:
        block = criterion_lines(text, done=done)
        return append_to_section(document, body, ACCEPTANCE_CRITERIA, block)
    places, newline = body.criterion_places, document.newline
    last = places[-1].item
    lines = criterion_lines(text, done=done, marker=_next_marker(document.text, places))
    between = document.text[places[-2].item.end : last.start] if len(places) > 1 else ""
    is_loose = line_ends(between) > 1 and not between.strip()
    gap = newline if is_loose else ""
    return [_lines_after(document.text, last.end, gap + lines.replace("\n", newline), newline)]


def criterion_lines(text: str, *, done: bool = False, marker: str = "- ") -> str:
    """Returns a criterion as Markdown; its further lines are indented below the first."""
    first, *below = text.split("\n")
    pad = " " * len(marker.expandtabs(4))
    lines = [f"{marker}[{'x' if done else ' '}] {first}"]
    return "\n".join([*lines, *(pad + line if line.strip(" \t") else "" for line in below)])


def append_entry(document: Document, body: BodyText, entry: DevlogEntry) -> list[Splice]:
    """Appends a devlog entry after the last one."""
    closing = " ###" if entry.author.endswith("#") else ""
    block = f"### {entry.timestamp} {entry.author}{closing}\n\n{entry.text}".rstrip("\n")
    return append_to_section(document, body, DEVLOG, block)


def append_to_section(document: Document, body: BodyText, heading: str, block: str) -> list[Splice]:
    """Appends a block to a section, which is added if it is missing."""
    part = find_section(body, heading)
    if part is None:
        return [_new_section(document, body, heading, block)]
    return [_block_after(document, part.last, block)]


def set_section(document: Document, body: BodyText, heading: str, content: str) -> list[Splice]:
    """Replaces the text below a heading, from its first to its last line that is not blank.

    The heading "" means the text above the first heading.
    """
    part = find_section(body, heading) if heading else _preamble(document, body)
    if part is None:
        return [_new_section(document, body, heading, content)] if content else []
    text = document.text
    inside = text[part.content : part.last]
    if normalised(inside) == content:
        return []
    if not inside.strip(" \t\r\n"):
        return [_block_after(document, part.last, content)]
    if not content:
        return [Splice(last_line_end(text, part.content, part.content), part.last, "")]
    first = part.content + _leading_blank_lines(inside)
    if line_ends(text[part.last : part.end]) == 1 and not _ends_before_heading(content):
        content += "\n"
    return [Splice(first, part.last, content.replace("\n", document.newline))]


def _preamble(document: Document, body: BodyText) -> Part:
    """Returns the text above the first heading as a section without one."""
    start = document.body_start
    end = body.parts[0].start if body.parts else len(document.text)
    return Part("", None, start, start, last_line_end(document.text, start, end), end)


def _ends_before_heading(content: str) -> bool:
    """Returns whether a heading may follow the text directly: HTML goes on to a blank line."""
    headings = outline(f"{content}\n# heading").headings
    return bool(headings) and headings[-1].start > len(content)


def _leading_blank_lines(text: str) -> int:
    """Returns the length of the blank lines at the start of a text."""
    blank = len(text) - len(text.lstrip(" \t\r\n"))
    return max(text.rfind("\n", 0, blank), text.rfind("\r", 0, blank)) + 1


def find_section(body: BodyText, heading: str) -> Part | None:
    """Returns the section of a heading; the heading of one with a meaning may vary in case."""
    section = section_named(heading)
    if section is not None:
        return body.part(section.heading)
    return next((part for part in body.parts if part.heading == heading), None)


def _next_marker(text: str, places: Sequence[CriterionPlace]) -> str:
    """Returns the marker of the next criterion, like that of the last.

    Numbers go up by one, unless the last two are equal.
    """
    leads = [text[place.item.start : place.item.content] for place in places[-2:]]
    numbered = _NUMBERED_MARKER.fullmatch(leads[-1])
    if numbered is None or len(set(leads)) < len(leads):
        return leads[-1]
    number = min(int(numbered[2]) + 1, _MAX_NUMBER)
    return f"{numbered[1]}{number}{numbered[3]}"


def _new_section(document: Document, body: BodyText, heading: str, content: str) -> Splice:
    """Adds a section after its nearest predecessor in canonical order, else before its successor.

    A section without a meaning goes before the devlog, after all others.
    """
    section = section_named(heading)
    name = section.heading if section else None
    rank = HEADINGS.index(name or DEVLOG)
    before = [part for part in body.parts if part.name in HEADINGS[:rank]]
    after = [part for part in body.parts if part.name in HEADINGS[rank:]]
    unnamed = [part for part in body.parts if part.name is None]
    if name == DEVLOG:
        before = list(body.parts)
    elif name is None and unnamed:
        before = unnamed
    block = f"## {name or heading}\n\n{content}" if content else f"## {name or heading}"
    if before:
        return _block_after(document, max(part.last for part in before), block)
    stop = after[0].start if after else len(document.text)
    return _block_after(document, last_line_end(document.text, document.body_start, stop), block)


def _block_after(document: Document, at: int, block: str) -> Splice:
    """Adds a block of lines after the line that ends at `at`, separated by blank lines."""
    text, newline = document.text, document.newline
    written = newline + block.replace("\n", newline)
    rest = text[at:]
    following = rest.lstrip(" \t\r\n")
    if following:
        missing = 2 - line_ends(rest[: len(rest) - len(following)])
        written += newline * max(missing, 0)
    elif "\n" not in rest and document.body_start == len(text):
        written += newline  # the file ended with its front matter
    return _lines_after(text, at, written, newline)


def _lines_after(text: str, at: int, lines: str, newline: str) -> Splice:
    """Adds lines after the line that ends at `at`, whose newline may differ from theirs."""
    if ending := _NEWLINE.match(text, at):
        return Splice(ending.end(), ending.end(), lines + newline)
    return Splice(at, at, newline + lines)
