"""What an edit may change, computed from bytes, by other means than those of the program.

Front matter is split into lines and keys by a pattern, and read by PyYAML; sections are those that
markdown-it sees.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import yaml
from markdown_it import MarkdownIt

BOM = b"\xef\xbb\xbf"
LARGE_BODY = 20_000
_KEY = re.compile(rb"( *)([A-Za-z_][\w-]*|'[^']*'|\"[^\"\\]*\")[ ]*:(?=[ \t\r\n]|$)")
_LINE_END = re.compile(r"\r\n?|\n")
_COMMENT = re.compile(rb"[ \t]*#")
_BLOCK_SCALAR = re.compile(rb"[|>][-+0-9]*[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_PARSER = MarkdownIt("commonmark", {"maxNesting": 1000}).disable("inline")
# In such lines the parser lets a mark that is indented by four columns open a block.
_TOO_FAR = re.compile(r"(?:^|[\r\n])[> \t]*(?: {4}|\t)[ \t]*[-+*>_#<`~=0-9]")


@dataclass(frozen=True)
class Page:
    """A file's bytes, and where the parts of its text begin and end."""

    data: bytes
    front_start: int
    front_end: int
    body_start: int

    @cached_property
    def values(self) -> dict[str, Any]:
        """The front matter as PyYAML reads it, all scalars as text."""
        text = self.data[self.front_start : self.front_end].decode()
        loaded = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506
        return loaded if isinstance(loaded, dict) else {}

    @cached_property
    def blocks(self) -> dict[str, tuple[int, int]] | None:
        """The lines of each key, up to those of the next; None where lines don't show the keys."""
        starts: list[tuple[str, int]] = []
        base: bytes | None = None
        at = self.front_start
        for line in self.data[self.front_start : self.front_end].split(b"\n"):
            if match := _KEY.match(line):
                base = match[1] if base is None else base
                if match[1] == base:
                    starts.append((match[2].decode().strip("'\""), at))
            at += len(line) + 1
        if [name for name, _ in starts] != list(self.values):
            return None
        ends = [*[start for _, start in starts], self.front_end][1:]
        return {name: (at, end) for (name, at), end in zip(starts, ends, strict=bool(starts))}

    @cached_property
    def sections(self) -> list[tuple[str, int, int]] | None:
        """Headings of the second level, with where the text below begins and ends.

        The first is "", for what is above them. None where the parser is slow, is known to differ,
        or gives up because of deep nesting.
        """
        text = self.data[self.body_start :].decode()
        if len(text) > LARGE_BODY or _TOO_FAR.search(text):
            return None
        lines = [0, *(match.end() for match in _LINE_END.finditer(text)), len(text)]
        try:
            tokens = _PARSER.parse(text)
        except RecursionError:
            return None
        headings = [("", 0, 0)]
        for token, inline in pairwise(tokens):
            is_outer = token.type == "heading_open" and token.level == 0
            if is_outer and token.markup == "##" and token.map:
                begins, ends_at = (lines[line] for line in token.map)
                heading = text[:ends_at].rstrip("\r\n")
                first, last = len(text[:begins].encode()), len(heading.encode())
                headings.append((" ".join(inline.content.split()), first, last))
        ends = [first for _, first, _ in headings[1:]] + [len(self.data) - self.body_start]
        return [
            (name, self.body_start + last, self.body_start + end)
            for (name, _, last), end in zip(headings, ends, strict=True)
        ]

    def section(self, heading: str) -> tuple[int, int] | None:
        """Returns where the text below a heading begins and ends, ignoring the heading's case."""
        for name, start, end in self.sections or ():
            if name.casefold() == heading.casefold():
                return start, end
        return None


def page(data: bytes) -> Page | None:
    """Returns the parts of a file; None if it does not begin with two fences."""
    start = len(BOM) if data.startswith(BOM) else 0
    fences: list[tuple[int, int]] = []
    at = start
    while at < len(data) and len(fences) < 2:
        end = data.find(b"\n", at) + 1 or len(data)
        line = data[at:end]
        if line.endswith(b"\n"):
            line = line[:-1].removesuffix(b"\r")
        if line.startswith(b"---") and not line[3:].strip(b" \t"):
            fences.append((at, end))
        elif not fences:
            return None
        at = end
    if len(fences) < 2:
        return None
    return Page(data, fences[0][1], fences[1][0], fences[1][1])


def is_insertion(old: bytes, new: bytes) -> bool:
    """Returns whether the new bytes are the old ones with something more at one place."""
    return len(new) > len(old) and _common(old, new) + _common(old[::-1], new[::-1]) >= len(old)


def is_within(old: bytes, new: bytes, start: int, end: int) -> bool:
    """Returns whether the bytes before `start` and after `end` of the old ones are as before."""
    kept = start + len(old) - end
    return len(new) >= kept and new.startswith(old[:start]) and new.endswith(old[end:])


def lost_comment(old: bytes, new: bytes) -> bytes | None:
    """Returns a line of comment that is not among the new lines of a key, in the same order."""
    if _BLOCK_SCALAR.search(old):
        return None  # what looks like a comment may be text
    new_lines = iter(new.splitlines())
    for line in old.splitlines()[1:]:
        if _COMMENT.match(line) and line not in new_lines:
            return line
    return None


def _common(one: bytes, two: bytes) -> int:
    """Returns the length of the common beginning."""
    low, high = 0, min(len(one), len(two))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == two[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
