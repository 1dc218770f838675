"""The body of a ticket: its sections, criteria and devlog, each with its place in the text."""

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
from jticket.text.document import TextProblem
from jticket.text.outline import Heading, Item, Outline, outline

_CHECKBOX = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
_MARKERS = re.compile(r"^(?:<{7} |={7}\r?$|>{7} )", re.MULTILINE)
_COMMENT = re.compile(r"[ \t\n]*<!--")
_BLANK = " \t\r\n"
_LEVEL = 2
_ENTRY_LEVEL = 3


class Part(NamedTuple):
    """A section and its span: `name` is its meaning, None where it has none or is a repetition.

    The heading's line begins at `start`, the content at `content`; `last` is where the last line
    that is not blank ends, without its newline, and `end` where the next section begins.
    """

    heading: str
    name: str | None
    start: int
    content: int
    last: int
    end: int


class CriterionPlace(NamedTuple):
    """Where a criterion stands: its item, and the character between its brackets."""

    item: Item
    box: int


@dataclass(frozen=True, slots=True)
class BodyText:
    """What a body says, and where: its parts, each criterion, the start of each devlog entry."""

    value: Body
    parts: tuple[Part, ...]
    preamble: str
    criterion_places: tuple[CriterionPlace, ...]
    devlog_places: tuple[int, ...]
    problems: tuple[TextProblem, ...]

    def part(self, name: str) -> Part | None:
        """The section of that meaning, if there is one."""
        return next((part for part in self.parts if part.name == name), None)


def read_body(text: str, start: int = 0) -> BodyText:
    """Reads the body that begins at `start`; offsets count in `text`."""
    found = outline(text, start)
    problems: list[TextProblem] = list(_conflict_problems(text, start, found))
    parts = _parts(text, start, found.headings, problems)
    named = {part.name: part for part in parts if part.name}
    criteria, places = _criteria(text, named.get(ACCEPTANCE_CRITERIA), found.items)
    entries, entry_places = _devlog(text, named.get(DEVLOG), found.headings, problems)
    texts = {
        key: content
        for key, heading in TEXT_SECTIONS.items()
        if (part := named.get(heading)) and (content := _content(text, part))
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


def prose(text: str) -> str:
    """Text as values hold it: `\\n` newlines, no blank lines around; "" for comments alone."""
    text = normalised(text)
    return "" if _is_only_comments(text) else text


def _is_only_comments(text: str) -> bool:
    at = 0
    while comment := _COMMENT.match(text, at):
        end = text.find("-->", comment.end() - 2)  # `<!-->` is a whole comment
        if end < 0:
            return False
        at = end + len("-->")
    return at == len(text)


def normalised(text: str) -> str:
    """The text with `\\n` newlines and without blank lines at its ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip(_BLANK)
    blank = len(text) - len(text.lstrip(_BLANK))
    return text[text.rfind("\n", 0, blank) + 1 :]


def last_line_end(text: str, start: int, end: int) -> int:
    """Where the last line before `end` that is not blank ends, without its newline.

    The line before `start` when all are blank.
    """
    inside = text[start:end].rstrip(_BLANK)
    if not inside:
        before = max(start - len("\r\n"), 0)
        return before + len(text[before:start].rstrip("\r\n"))
    at = start + len(inside)
    newline = text.find("\n", at, end)
    if newline < 0:
        return end
    return newline - 1 if text[newline - 1] == "\r" else newline


def close_open_blocks(text: str) -> str:
    """The text, with the code fence or HTML closed that it leaves open."""
    closing = outline(text).unclosed
    return f"{text}\n{closing}" if closing else text


def demote_headings(text: str) -> str:
    """A devlog text with its headings pushed below the entry's own third level.

    An underlined heading, which can only be of the first or second level, becomes one with marks.
    """
    found = outline(text)
    headings = sorted((*found.headings, *found.underlined), key=lambda each: each.start)
    shift = _ENTRY_LEVEL + 1 - min((each.level for each in headings), default=_ENTRY_LEVEL + 1)
    if shift <= 0:
        return text
    pieces, at = [], 0
    for heading in headings:
        lines = text[heading.start : heading.end].rstrip("\n").split("\n")
        marks = "#" * min(heading.level + shift, 6)
        if heading in found.underlined:
            words = " ".join(line.strip(" \t") for line in lines[:-1])
            line = f"{marks} {words} {marks}" if words.endswith("#") else f"{marks} {words}"
        else:
            indent, _, rest = lines[0].partition("#" * heading.level)
            line = indent + marks + rest
        pieces += [text[at : heading.start], line]
        at = heading.start + len("\n".join(lines))
    return "".join([*pieces, text[at:]])


def split_sections(text: str) -> list[tuple[str, str]]:
    """A text cut at its second-level headings, as (heading, text); what stands first has ""."""
    text = normalised(text)
    headings = [each for each in outline(text).headings if each.level == _LEVEL]
    first = headings[0].start if headings else len(text)
    parts = [("", normalised(text[:first]))]
    for index, heading in enumerate(headings):
        end = headings[index + 1].start if index + 1 < len(headings) else len(text)
        parts.append((heading.text, normalised(text[heading.end : end])))
    return parts


def _parts(
    text: str, start: int, headings: tuple[Heading, ...], problems: list[TextProblem]
) -> tuple[Part, ...]:
    opening = [each for each in headings if each.level == _LEVEL]
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
            lines = [first, *(_dedented(line, item.width) for line in below)] if below else [first]
            criteria.append(Criterion("\n".join(lines), box[1] != " "))
            places.append(CriterionPlace(item, box.start(1)))
    return tuple(criteria), tuple(places)


def _dedented(line: str, width: int) -> str:
    """A line without an item's indent, of which it may have less, or a tab that reaches it."""
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
        if heading.level != _ENTRY_LEVEL or not part.content <= heading.start < part.end:
            continue
        timestamp, _, author = heading.text.partition(" ")
        if parse_timestamp(timestamp) is None or not author.strip():
            message = f"{quoted(heading.text)} heads no entry of the devlog"
            fix = "write ### 2025-10-01T09:30:00Z AUTHOR"
            problems.append(TextProblem(rules.BAD_DEVLOG_HEADING, heading.start, message, fix))
            continue
        opening.append((heading, timestamp, author.strip()))
    entries: list[DevlogEntry] = []
    for index, (heading, timestamp, author) in enumerate(opening):
        end = opening[index + 1][0].start if index + 1 < len(opening) else part.end
        entries.append(DevlogEntry(timestamp, author, normalised(text[heading.end : end])))
        if index and parse_timestamp(timestamp) < parse_timestamp(opening[index - 1][1]):  # type: ignore[operator]  # both were parsed above
            message = f"{timestamp} stands below a later entry"
            fix = "the oldest entry stands first"
            problems.append(TextProblem(rules.DEVLOG_ORDER, heading.start, message, fix))
    return tuple(entries), tuple(heading.start for heading, _, _ in opening)


def _conflict_problems(text: str, start: int, found: Outline) -> list[TextProblem]:
    """The first conflict that git left; markers in a code fence are an example of one."""
    if "<<<<<<< " not in text:
        return []
    opened, expected = -1, "<"
    for match in _MARKERS.finditer(text, start):
        mark, at = text[match.start()], match.start()
        if mark == "<" and not found.is_verbatim(at):
            opened, expected = at, "="
        elif mark == expected == "=":
            expected = ">"
        elif mark == expected == ">":
            message, fix = "git's conflict markers", "choose between the two sides"
            return [TextProblem(rules.CONFLICT_MARKERS, opened, message, fix)]
    return []
