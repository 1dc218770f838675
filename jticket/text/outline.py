"""The outermost headings and list items of a Markdown text, as a forge renders them.

Follows CommonMark's block structure as far as it decides what is a heading or an item of the
outermost level: nested quotes and lists, code fences, HTML blocks, paragraphs and their lazy lines.
Every line is read once, however deep it is nested.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from jticket.text import markdown_blocks
from jticket.text.markdown_blocks import TAB, spaces_end

_MAX_DEPTH = 100
_BLOCK_STARTS = frozenset("#>*+-=_`~<0123456789")
_LINE_END = re.compile(r"\r\n?|\n")
_BLOCK = re.compile(r"[\r\n](?:[ \t#>*+\-=_`~0-9]|<[A-Za-z/!?])")
"""The newline before a line that may begin a block; lines between two such are prose or empty."""

_HEADING = re.compile(r"(#{1,6})[ \t]++([^\r\n#]*[^\r\n# \t])[ \t]*\n")
"""The common form of a heading, which needs no further analysis."""


class Heading(NamedTuple):
    """A heading of the outermost level, from its line's start to that of the line below it."""

    level: int
    text: str
    start: int
    end: int


class Item(NamedTuple):
    """A list item of the outermost level.

    `start` is the start of its line, `marker` the place of its marker, `content` that of its text.
    It ends with its last line that is not blank; further lines belong to it from column `width` on.
    """

    start: int
    marker: int
    content: int
    end: int
    width: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The outermost headings and items of a text.

    `headings` are ATX headings (`## Text`), `underlined` setext ones, which have no meaning here.
    `verbatim` are the spans of code fences and HTML; `unclosed` would close the one that is open at
    the end.
    """

    headings: tuple[Heading, ...]
    underlined: tuple[Heading, ...]
    items: tuple[Item, ...]
    verbatim: tuple[tuple[int, int], ...]
    unclosed: str

    def is_verbatim(self, offset: int) -> bool:
        """Returns whether an offset is inside a code fence or HTML."""
        at = bisect_right(self.verbatim, offset, key=itemgetter(0))
        return at > 0 and offset < self.verbatim[at - 1][1]


def outline(text: str, start: int = 0, end: int | None = None) -> Outline:
    """Returns the outline of `text[start:end]`, with offsets into `text`."""
    scan = _Scan()
    end = len(text) if end is None else end
    at = start
    while at < end:
        if at > start and scan.is_idle:
            block = _BLOCK.search(text, at - 1, end)
            following = block.start() + 1 if block else end
            if following > at:
                scan.read_prose(text[at:following], at)
                at = following
            if heading := _HEADING.match(text, at, end):
                scan.read_heading(heading)
                at = heading.end()
                continue
            if at == end:
                break
        newline = _LINE_END.search(text, at, end)
        stop, following = newline.span() if newline else (end, end)
        scan.read(text[at:stop], at, following)
        at = following
    unclosed = "" if scan.open else scan.closer
    scan.leave(0, end)
    return Outline(
        tuple(scan.headings),
        tuple(scan.underlined),
        tuple(scan.items),
        tuple(scan.verbatim),
        unclosed,
    )


class _Scan:
    """The state of the line-by-line scan: the open blocks and the current line.

    `open` holds the open quotes (0) and list items (how far their text is indented), outermost
    first. The innermost holds a paragraph (which began at `paragraph`, else -1), a fence, HTML, or
    nothing that a line could continue. `text` is the line with its tabs expanded.
    """

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self.underlined: list[Heading] = []
        self.items: list[Item] = []
        self.verbatim: list[tuple[int, int]] = []
        self.open: list[int] = []
        self.item = (0, 0, 0, 0)
        self.item_end = 0
        self.item_is_bare = False  # the innermost item has no text yet: a blank line ends it
        self.paragraph = -1
        self.fence = self.html = self.closer = ""
        self.verbatim_start = 0
        self.line = self.text = ""
        self.start = self.end = 0

    @property
    def is_idle(self) -> bool:
        """Whether a line of prose would belong to a paragraph of the outermost level."""
        return not (self.open or self.fence or self.html)

    def read_prose(self, lines: str, start: int) -> None:
        """Reads lines that are empty or begin no block."""
        last = lines.removesuffix("\n").removesuffix("\r")
        if not last or last[-1] in "\r\n":
            self.paragraph = -1
        else:
            gap = max(f"\n{last}".rfind("\n\n"), f"\n{last}".rfind("\n\r\n"))
            if gap >= 0 or self.paragraph < 0:
                self.paragraph = start + len(last) - len(last[max(gap, 0) :].lstrip("\r\n"))

    def read_heading(self, match: re.Match[str]) -> None:
        """Reads a line that is a heading of the common form."""
        self.paragraph = -1
        self.headings.append(Heading(len(match[1]), match[2], *match.span()))

    def read(self, line: str, start: int, end: int) -> None:
        """Reads a line, given without its newline; the next one begins at `end`."""
        self.line, self.start, self.end = line, start, end
        self.text = line.expandtabs(TAB) if "\t" in line else line
        first = spaces_end(self.text, 0)
        if first == len(self.text):
            self._blank(self.open.index(0) if 0 in self.open else len(self.open))
            return
        at, depth = self._continued(first) if self.open else (0, 0)
        if spaces_end(self.text, at) == len(self.text):
            self._blank(depth)
        else:
            if depth < len(self.open) and self.paragraph < 0:
                self.leave(depth, start)
            self.item_is_bare = False
            if self.fence or self.html:
                self._continue_verbatim(at)
            else:
                self._begin(at, depth)
        self.item_end = start + len(line)

    def leave(self, depth: int, at: int) -> None:
        """Closes all but the outermost `depth` quotes and items."""
        self.paragraph = -1
        if self.fence or self.html:
            self._close_verbatim(at)
        if not depth and self.open and self.open[0]:
            line, marker, content, width = self.item
            self.items.append(Item(line, marker, content, self.item_end, width))
        del self.open[depth:]

    def _blank(self, depth: int) -> None:
        """Reads a line that is blank, or blank after the `>` of its first `depth` blocks."""
        self.paragraph = -1
        if self.html == markdown_blocks.HTML_BLOCK:
            self._close_verbatim(self.start)
        if depth < len(self.open):
            self.leave(depth, self.start)
        elif self.item_is_bare:
            self.leave(depth - 1, self.start)
        self.item_is_bare = False

    def _continued(self, first: int) -> tuple[int, int]:
        """Returns where the rest of the line begins, and how many open blocks it continues."""
        at = depth = 0
        for width in self.open:
            if width and first < len(self.text):
                if first - at < width:
                    break
                at += width
            elif width:
                at = first
            else:
                if first - at >= TAB or self.text[first : first + 1] != ">":
                    break
                at = markdown_blocks.quote_end(self.text, first)
                first = spaces_end(self.text, at)
            depth += 1
        return at, depth

    def _continue_verbatim(self, at: int) -> None:
        if self.fence:
            ends = markdown_blocks.ends_fence(self.text, at, self.fence)
        else:
            ends = markdown_blocks.ends_html(self.text, at, self.html)
        if ends:
            self._close_verbatim(self.end)

    def _close_verbatim(self, at: int) -> None:
        self.verbatim.append((self.verbatim_start, at))
        self.fence = self.html = self.closer = ""

    def _begin(self, at: int, depth: int) -> None:
        """Reads a line whose first `depth` quotes and items, up to `at`, have been read."""
        while (first := spaces_end(self.text, at)) < len(self.text):
            if first - at >= TAB and self.paragraph < 0:
                return  # an indented code block
            if first - at >= TAB or depth == _MAX_DEPTH or self.text[first] not in _BLOCK_STARTS:
                break
            if self._begin_leaf(first, depth):
                return
            following = self._begin_container(at, first, depth)
            if following is None:
                break
            at, depth = following, depth + 1
        else:
            return
        if self.paragraph < 0:
            self.paragraph = self.start

    def _begin_leaf(self, first: int, depth: int) -> bool:
        """Reads a heading, a thematic break, or the opening of a fence or of HTML, if it is one."""
        text, mark = self.text, self.text[first]
        paragraph, lazy = self.paragraph, depth < len(self.open)
        if mark == "#" and (heading := markdown_blocks.heading(text, first)):
            self.leave(depth, self.start)
            if not depth:
                heading = markdown_blocks.heading(self.line.lstrip(" \t"), 0) or heading
                self.headings.append(Heading(*heading, self.start, self.end))
        elif mark in "`~" and (marks := markdown_blocks.fence(text, first)):
            self.leave(depth, self.start)
            self.fence = self.closer = marks
            self.verbatim_start = self.start
        elif mark == "<" and (
            html := markdown_blocks.html(text, first, in_paragraph=paragraph >= 0)
        ):
            self.leave(depth, self.start)
            self.html, self.closer = html
            self.verbatim_start = self.start
            self._continue_verbatim(first)
        elif (
            mark in "=-"
            and paragraph >= 0
            and not lazy
            and (level := markdown_blocks.underline(text, first))
        ):
            self.paragraph = -1
            if not depth:
                self.underlined.append(Heading(level, "", paragraph, self.end))
        elif mark in "*-_" and text[-1] in (mark, " ") and markdown_blocks.is_break(text, first):
            self.leave(depth, self.start)
        else:
            return False
        return True

    def _begin_container(self, at: int, first: int, depth: int) -> int | None:
        """Opens a quote or list item and returns where its content begins, None without one."""
        if self.text[first] == ">":
            self.leave(depth, self.start)
            self.open.append(0)
            return markdown_blocks.quote_end(self.text, first)
        in_paragraph = self.paragraph >= 0 and depth == len(self.open)
        width = markdown_blocks.item_width(self.text, first, in_paragraph=in_paragraph)
        if width is None:
            return None
        self.leave(depth, self.start)
        self.open.append(first - at + width)
        if not depth:
            self._begin_item(first, first + width)
        self.item_is_bare = spaces_end(self.text, first + width) == len(self.text)
        return first + width

    def _begin_item(self, first: int, width: int) -> None:
        """Records the place of an outermost item in the line as it is written."""
        marker, content = first, min(width, len(self.line))
        if self.text is not self.line:
            marker = len(self.line) - len(self.line.lstrip(" \t"))
            after = marker + len(self.line[marker:].replace("\t", " ").partition(" ")[0])
            content = len(self.line) - len(self.line[after:].lstrip(" \t"))
            if content == len(self.line) or len(self.line[:content].expandtabs(TAB)) != width:
                content = min(after + 1, len(self.line))
        self.item = (self.start, self.start + marker, self.start + content, width)
