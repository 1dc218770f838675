"""A file as text: byte order mark, newlines, the fences of the front matter, offsets and places."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from jticket.model import rules
from jticket.model.diagnostics import Diagnostic, Place, Rule, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_FILE = 1024 * 1024
MAX_FRONT_MATTER = 64 * 1024
CONFLICT = "git's conflict markers"
CONFLICT_FIX = "choose between the two sides"
_BOM = b"\xef\xbb\xbf"
_OPENING = re.compile(r"---[ \t]*(\r?\n|\Z)")
_CLOSING = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TextProblem:
    """What is wrong with a text, and where; without an `end`, up to the end of the line."""

    rule: Rule
    offset: int
    message: str
    fix: str | None = None
    end: int | None = None


class DocumentError(ValueError):
    """Raised when bytes can't be read as a document: what is wrong, where, and the fix."""

    def __init__(self, rule: Rule, start: Place, message: str, fix: str | None = None) -> None:
        super().__init__(message)
        self.rule = rule
        self.start = start
        self.message = message
        self.fix = fix

    def diagnostic(self, path: str) -> Diagnostic:
        """Returns the finding about the file at a path."""
        return Diagnostic(path, Span(self.start, self.start), self.rule, self.message, self.fix)


@dataclass(frozen=True)
class Document:
    """A file's text without its byte order mark, newlines as they are.

    The front matter is `text[front_start:front_end]`, between the fences; the body begins at
    `body_start`. A file without front matter, such as the config, is all front matter.
    """

    text: str
    front_start: int = 0
    front_end: int = 0
    body_start: int = 0
    bom: bool = False

    @property
    def front(self) -> str:
        """The text between the fences."""
        return self.text[self.front_start : self.front_end]

    @cached_property
    def newline(self) -> str:
        """The line ending of the file's first line."""
        first = self.text.find("\n")
        return "\r\n" if first > 0 and self.text[first - 1] == "\r" else "\n"

    def place(self, offset: int) -> Place:
        """Returns the line and column of an offset."""
        line = bisect_right(self._line_starts, offset)
        return Place(line, offset - self._line_starts[line - 1] + 1)

    def span(self, start: int, end: int) -> Span:
        """Returns the part between two offsets."""
        return Span(self.place(start), self.place(end))

    def span_of(self, problem: TextProblem) -> Span:
        """Returns the part of the text that a problem is about."""
        if problem.end is None:
            return self.line_span(problem.offset)
        return self.span(problem.offset, problem.end)

    def line_span(self, start: int) -> Span:
        """Returns the part from an offset to the end of its line."""
        end = self.text.find("\n", start)
        rest = self.text[start : end if end >= 0 else None].rstrip("\r")
        return self.span(start, start + len(rest))

    def diagnostics(
        self, problems: Iterable[TextProblem], path: str, ticket_id: str | None = None
    ) -> tuple[Diagnostic, ...]:
        """Returns problems as findings about the file at a path, in its order."""
        ordered = sorted(problems, key=lambda text: (text.offset, text.rule.code, text.message))
        return tuple(
            Diagnostic(path, self.span_of(text), text.rule, text.message, text.fix, ticket_id)
            for text in ordered
        )

    def utf16(self, place: Place) -> Place:
        """Returns a place whose column counts UTF-16 code units, as editors' protocols do."""
        start = self._line_starts[place.line - 1]
        before = self.text[start : start + place.column - 1]
        return Place(place.line, len(before.encode("utf-16-le", "surrogatepass")) // 2 + 1)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def encoded(self) -> bytes:
        """Returns the bytes of the file."""
        data = self.text.encode()
        return _BOM + data if self.bom else data

    def with_text(self, text: str) -> Document:
        """Returns the document of another text, with the byte order mark of this one."""
        return replace(split_front_matter(text), bom=self.bom)


def decoded(data: bytes) -> tuple[str, bool]:
    """Returns the text of a file and whether it had a byte order mark.

    Raises:
        DocumentError: the file is larger than 1 MiB, or not UTF-8.
    """
    if len(data) > MAX_FILE:
        message = f"the file has {len(data)} bytes"
        raise DocumentError(rules.TOO_LARGE, Place(), message, f"at most {MAX_FILE}")
    bom = data.startswith(_BOM)
    if bom:
        data = data[len(_BOM) :]
    try:
        return data.decode(), bom
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise DocumentError(rules.NOT_UTF8, place, message, "save the file as UTF-8") from None


def split_front_matter(text: str) -> Document:
    """Returns the document of a ticket's text.

    Raises:
        DocumentError: the front matter is missing, unclosed or larger than 64 KiB.
    """
    opening = _OPENING.match(text)
    if opening is None:
        if text.startswith("<<<<<<< "):
            raise DocumentError(rules.CONFLICT_MARKERS, Place(), CONFLICT, CONFLICT_FIX)
        fix = "a ticket begins with a line ---"
        raise DocumentError(rules.NO_FRONT_MATTER, Place(), "no front matter", fix)
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        message, fix = "the front matter is never closed", "end it with a line ---"
        raise DocumentError(rules.UNCLOSED_FRONT_MATTER, Place(), message, fix)
    size = len(text[opening.end() : closing.start()].encode())
    if size > MAX_FRONT_MATTER:
        message = f"the front matter has {size} bytes"
        raise DocumentError(rules.TOO_LARGE, Place(), message, f"at most {MAX_FRONT_MATTER}")
    return Document(text, opening.end(), closing.start(), closing.end())
