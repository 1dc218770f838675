"""Pieces of Markdown as values hold them: normalised, closed, split, with headings demoted."""

from __future__ import annotations

import re
from operator import attrgetter

from jticket.text.outline import outline

SECTION_LEVEL = 2
ENTRY_LEVEL = 3
_COMMENT = re.compile(r"[ \t\n]*<!--")
_WHITESPACE = " \t\r\n"
_LINE_END = re.compile(r"\r\n?|\n")


def prose(text: str) -> str:
    """Returns text as values hold it: normalised, and "" if it consists of comments alone."""
    text = normalised(text)
    return "" if _is_only_comments(text) else text


def _is_only_comments(text: str) -> bool:
    at = 0
    while comment := _COMMENT.match(text, at):
        end = text.find("-->", comment.end() - 2)  # `<!-->` is a complete comment
        if end < 0:
            return False
        at = end + len("-->")
    return at == len(text)


def normalised(text: str) -> str:
    """Returns the text with `\\n` newlines and without blank lines at its ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip(_WHITESPACE)
    blank = len(text) - len(text.lstrip(_WHITESPACE))
    return text[text.rfind("\n", 0, blank) + 1 :]


def last_line_end(text: str, start: int, end: int) -> int:
    """Returns where the last line before `end` that is not blank ends, without its newline.

    If all lines are blank, that is the end of the line before `start`.
    """
    inside = text[start:end].rstrip(_WHITESPACE)
    if not inside:
        before = max(start - len("\r\n"), 0)
        return before + len(text[before:start].rstrip("\r\n"))
    at = start + len(inside)
    newline = _LINE_END.search(text, at, end)
    return newline.start() if newline else end


def line_ends(text: str) -> int:
    """Returns how many lines end in a text: with a newline, a carriage return, or both."""
    return len(_LINE_END.findall(text))


def paragraph_lines(text: str) -> int:
    """Returns how many lines the paragraph has that a text begins with, at least one."""
    structure = outline(text)
    starts = {item.start for item in structure.items}
    starts |= {heading.start for heading in (*structure.headings, *structure.underlined)}
    starts |= {start for start, _ in structure.verbatim}
    first, *below = text.split("\n")
    at = len(first) + 1
    for number, line in enumerate(below, 1):
        if not line.strip(" \t") or at in starts or line.lstrip(" ").startswith(">"):
            return number
        at += len(line) + 1
    return 1 + len(below)


def close_open_blocks(text: str) -> str:
    """Returns the text with a code fence or HTML block closed that it leaves open."""
    closing = outline(text).unclosed
    return f"{text}\n{closing}" if closing else text


def demote_headings(text: str) -> str:
    """Returns the text of a devlog entry with its headings below the entry's own third level.

    Underlined headings, which only exist on the first two levels, become ATX headings.
    """
    structure = outline(text)
    headings = sorted((*structure.headings, *structure.underlined), key=attrgetter("start"))
    shift = ENTRY_LEVEL + 1 - min((heading.level for heading in headings), default=ENTRY_LEVEL + 1)
    if shift <= 0:
        return text
    pieces, at = [], 0
    for heading in headings:
        lines = text[heading.start : heading.end].rstrip("\n").split("\n")
        marks = "#" * min(heading.level + shift, 6)
        if heading in structure.underlined:
            words = " ".join(line.strip(" \t") for line in lines[:-1])
            line = f"{marks} {words} {marks}" if words.endswith("#") else f"{marks} {words}"
        else:
            indent, _, rest = lines[0].partition("#" * heading.level)
            line = indent + marks + rest
        pieces += [text[at : heading.start], line]
        at = heading.start + len("\n".join(lines))
    return "".join([*pieces, text[at:]])


def split_sections(text: str) -> list[tuple[str, str]]:
    """Returns pairs of second-level heading and text; the text before the first has ""."""
    text = normalised(text)
    headings = [heading for heading in outline(text).headings if heading.level == SECTION_LEVEL]
    first = headings[0].start if headings else len(text)
    parts = [("", normalised(text[:first]))]
    for index, heading in enumerate(headings):
        end = headings[index + 1].start if index + 1 < len(headings) else len(text)
        parts.append((heading.text, normalised(text[heading.end : end])))
    return parts
