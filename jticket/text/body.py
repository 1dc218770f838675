"""Reads the body of a ticket: sections, criteria and devlog, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from jticket.model import rules
from jticket.model.dates import parse_timestamp
from jticket.model.schema import (
    ACCEPTANCE_CRITERIA,
    DEVLOG,
    TEXT_SECTIONS,
    section_named,
)
from jticket.model.ticket import Body, Criterion, DevlogEntry, Section
from jticket.model.wording import quoted
from jticket.text.document import CONFLICT, CONFLICT_FIX, TextProblem
from jticket.text.markdown_text import (
    ENTRY_LEVEL,
    SECTION_LEVEL,
    last_line_end,
    normalised,
    prose,
)
from jticket.text.outline import Heading, Item, Outline, outline

_CHECKBOX = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
_CONFLICT_MARKERS = re.compile(r"^(?:<{7} |={7}\r?$|>{7} )", re.MULTILINE)


class Part(NamedTuple):
    """A section and its span.

    `name` is the canonical heading, None for a section without a meaning and for a repetition. The
    heading's line begins at `start`, the content at `content`; the last line that is not blank ends
    at `last`, without its newline, and the next section begins at `end`.
    """

    heading: str
    name: str | None
    start: int
    content: int
    last: int
    end: int


class CriterionPlace(NamedTuple):
    """The place of a criterion: its list item, and the offset of the character in its brackets."""

    item: Item
    box: int


@dataclass(frozen=True, slots=True)
class BodyText:
    """A body with the places of its parts: sections, criteria, starts of the devlog entries."""

    value: Body
    parts: tuple[Part, ...]
    preamble: str
    criterion_places: tuple[CriterionPlace, ...]
    devlog_places: tuple[int, ...]
    problems: tuple[TextProblem, ...]

    def part(self, name: str) -> Part | None:
        """Returns the section with this canonical heading, if there is one."""
        return next((part for part in self.parts if part.name == name), None)


def read_body(text: str, start: int = 0) -> BodyText:
    """Returns the body that begins at `start`; all offsets are relative to `text`."""
    structure = outline(text, start)
    problems: list[TextProblem] = list(_conflict_problems(text, start, structure))
    parts = _parts(text, start, structure.headings, problems)
    part_of = {part.name: part for part in parts if part.name}
    criteria, places = _criteria(text, part_of.get(ACCEPTANCE_CRITERIA), structure.items)
    entries, entry_places = _devlog(text, part_of.get(DEVLOG), structure.headings, problems)
    texts = {
        key: content
        for key, heading in TEXT_SECTIONS.items()
        if (part := part_of.get(heading)) and (content := _content(text, part))
    }
    preamble = prose(text[start : parts[0].start if parts else len(text)])
    first = (Section("", preamble),) if preamble else ()
    others = [Section(part.heading, _content(text, part)) for part in parts if not part.name]
    return BodyText(
        value=Body(texts, criteria, entries, (*first, *others)),
        parts=parts,
        preamble=preamble,
        criterion_places=places,
        devlog_places=entry_places,
        problems=tuple(problems),
    )


def _parts(
    text: str, start: int, headings: tuple[Heading, ...], problems: list[TextProblem]
) -> tuple[Part, ...]:
    opening = [heading for heading in headings if heading.level == SECTION_LEVEL]
    parts: list[Part] = []
    seen: set[str] = set()
    for index, heading in enumerate(opening):
        end = opening[index + 1].start if index + 1 < len(opening) else len(text)
        section = section_named(heading.text)
        name = section.heading if section else None
        if name in seen:
            message = f"a second section '{name}'"
            problems.append(
                TextProblem(rules.REPEATED_SECTION, heading.start, message, "join the two")
            )
            name = None
        if name:
            seen.add(name)
        last = last_line_end(text, heading.end, end)
        parts.append(Part(heading.text, name, heading.start, heading.end, last, end))
    return tuple(parts)


def _content(text: str, part: Part) -> str:
    return prose(text[part.content : part.end])


def _criteria(
    text: str, part: Part | None, items: tuple[Item, ...]
) -> tuple[tuple[Criterion, ...], tuple[CriterionPlace, ...]]:
    criteria: list[Criterion] = []
    places: list[CriterionPlace] = []
    if part is None:
        return (), ()
    for item in items:
        if not part.content <= item.start < part.end:
            continue
        if box := _CHECKBOX.match(text, item.content, item.end):
            first, *below = normalised(text[box.end() : item.end]).split("\n")
            lines = [first, *(_dedented(line, item.width) for line in below)]
            criteria.append(Criterion("\n".join(lines), box[1] != " "))
            places.append(CriterionPlace(item, box.start(1)))
    return tuple(criteria), tuple(places)


def _dedented(line: str, width: int) -> str:
    """Returns a line without its item's indent, which may be shorter, or a tab that reaches it."""
    cut = min(len(line) - len(line.lstrip(" ")), width)
    tab = cut < width and line[cut : cut + 1] == "\t"
    return line[cut + tab :] if line.strip(" \t") else ""


def _devlog(
    text: str, part: Part | None, headings: tuple[Heading, ...], problems: list[TextProblem]
) -> tuple[tuple[DevlogEntry, ...], tuple[int, ...]]:
    if part is None:
        return (), ()
    opening: list[tuple[Heading, str, str]] = []
    for heading in headings:
        if heading.level != ENTRY_LEVEL or not part.content <= heading.start < part.end:
            continue
        timestamp, _, author = heading.text.partition(" ")
        if parse_timestamp(timestamp) is None or not author.strip():
            message = f"{quoted(heading.text)} is not the heading of a devlog entry"
            fix = "write ### 2025-10-01T09:30:00Z AUTHOR"
            problems.append(TextProblem(rules.BAD_DEVLOG_HEADING, heading.start, message, fix))
            continue
        opening.append((heading, timestamp, author.strip()))
    entries: list[DevlogEntry] = []
    for index, (heading, timestamp, author) in enumerate(opening):
        end = opening[index + 1][0].start if index + 1 < len(opening) else part.end
        entries.append(DevlogEntry(timestamp, author, normalised(text[heading.end : end])))
        if index and parse_timestamp(timestamp) < parse_timestamp(opening[index - 1][1]):  # type: ignore[operator]  # both were parsed above
            message = f"{timestamp} is below a later entry"
            fix = "the oldest entry comes first"
            problems.append(TextProblem(rules.DEVLOG_ORDER, heading.start, message, fix))
    return tuple(entries), tuple(heading.start for heading, _, _ in opening)


def _conflict_problems(text: str, start: int, structure: Outline) -> list[TextProblem]:
    """Returns the first conflict that git left; markers in a code fence are an example of one."""
    if "<<<<<<< " not in text:
        return []
    opened, expected = -1, "<"
    for match in _CONFLICT_MARKERS.finditer(text, start):
        mark, at = text[match.start()], match.start()
        if mark == "<" and not structure.is_verbatim(at):
            opened, expected = at, "="
        elif mark == expected == "=":
            expected = ">"
        elif mark == expected == ">":
            return [TextProblem(rules.CONFLICT_MARKERS, opened, CONFLICT, CONFLICT_FIX)]
    return []
