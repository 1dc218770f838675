"""The blocks that a line of Markdown can begin or end: CommonMark's rules, line by line.

Every pattern is linear in the line's length: no two repetitions that touch share a character.
Lines come without their newline, their tabs expanded.
"""

from __future__ import annotations

import re

TAB = 4
_SPACES = re.compile(r" *")
_HEADING = re.compile(r"(#{1,6})(?: (.*)|)$", re.DOTALL)
_FENCE = re.compile(r"(`{3,}+)[^`]*$|(~{3,})")
_UNDERLINE = re.compile(r"(=+|-+) *$")
_MARKER = re.compile(r"(?:[-*+]|([0-9]{1,9})[.)])(?= |$)")
_BLOCK_TAGS = (
    "address article aside base basefont blockquote body caption center col colgroup dd details "
    "dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 "
    "head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option "
    "p param search section summary table tbody td tfoot th thead title tr track ul"
).replace(" ", "|")
_HTML = re.compile(
    r"<(?:(?P<raw>script|pre|style|textarea)(?=[\s>]|$)|(?P<comment>!--)|(?P<instruction>\?)"
    r"|(?P<declaration>![A-Z])|(?P<data>!\[CDATA\[)"
    rf"|(?P<block>/?(?:{_BLOCK_TAGS})(?=[\s>]|/>|$)))",
    re.IGNORECASE | re.ASCII,
)
_TAG = re.compile(
    r"<(?:[A-Za-z][A-Za-z0-9-]*+"
    r"(?:\s++[A-Za-z_:][\w.:-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?)*\s*+/?"
    r"|/[A-Za-z][A-Za-z0-9-]*+\s*+)>\s*+$",
    re.ASCII,
)
_HTML_END: dict[str, re.Pattern[str]] = {
    "raw": re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE),
    "comment": re.compile(r"-->"),
    "instruction": re.compile(r"\?>"),
    "declaration": re.compile(r">"),
    "data": re.compile(r"\]\]>"),
}
_HTML_CLOSER = {"comment": "-->", "instruction": "?>", "declaration": ">", "data": "]]>"}
HTML_BLOCK = "block"
"""The kind of HTML that a blank line ends."""


def spaces_end(line: str, at: int) -> int:
    """Returns where the spaces that begin at `at` end."""
    spaces = _SPACES.match(line, at)
    return spaces.end() if spaces else at


def heading(line: str, at: int) -> tuple[int, str] | None:
    """Returns the level and text of an ATX heading."""
    match = _HEADING.match(line, at)
    if match is None:
        return None
    text = (match[2] or "").strip(" ")
    kept = text.rstrip("#")
    closed = not kept or kept.endswith(" ")
    return len(match[1]), kept.rstrip(" ") if closed else text


def fence(line: str, at: int) -> str:
    """Returns the marks that open a code fence, "" if there are none."""
    match = _FENCE.match(line, at)
    return match[1] or match[2] if match else ""


def ends_fence(line: str, at: int, marks: str) -> bool:
    """Returns whether the line, read up to `at`, closes the fence that these marks opened."""
    first = spaces_end(line, at)
    if first - at >= TAB or not line.startswith(marks, first):
        return False
    return not line[first:].rstrip(" ").strip(marks[0])


def underline(line: str, at: int) -> int | None:
    """Returns the level of the heading that the line makes of the paragraph above it."""
    match = _UNDERLINE.match(line, at)
    return None if match is None else 1 if line[at] == "=" else 2


def is_break(line: str, at: int) -> bool:
    """Returns whether the line is a thematic break."""
    marks = line[at:].replace(" ", "")
    return len(marks) > 2 and marks[0] in "*-_" and not marks.strip(marks[0])


def html(line: str, at: int, *, in_paragraph: bool) -> tuple[str, str] | None:
    """Returns the kind of HTML block that begins and what closes it ("" for a blank line)."""
    if match := _HTML.match(line, at):
        kind = match.lastgroup or HTML_BLOCK
        return kind, f"</{match[kind]}>" if kind == "raw" else _HTML_CLOSER.get(kind, "")
    return (HTML_BLOCK, "") if not in_paragraph and _TAG.match(line, at) else None


def ends_html(line: str, at: int, kind: str) -> bool:
    """Returns whether a line that is not blank closes an HTML block."""
    ending = _HTML_END.get(kind)
    return ending is not None and ending.search(line, at) is not None


def quote_end(line: str, at: int) -> int:
    """Returns where the text of a quote begins whose mark is at `at`."""
    return at + 2 if line[at + 1 : at + 2] == " " else at + 1


def item_width(line: str, at: int, *, in_paragraph: bool) -> int | None:
    """Returns how far after `at`, the place of its marker, a list item's text begins.

    A list may interrupt a paragraph only with text, and a numbered one only as number 1.
    """
    marker = _MARKER.match(line, at)
    if marker is None:
        return None
    after = marker.end()
    content = spaces_end(line, after)
    bare = content == len(line)
    if in_paragraph and (bare or int(marker[1] or 1) != 1):
        return None
    return (after + 1 if bare or content - after > TAB else content) - at
