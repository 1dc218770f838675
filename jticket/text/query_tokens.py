"""The words, operators and marks that the text of a query consists of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from jticket.model.queries.query import QueryError, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYWORDS = ("and", "or", "not", "in")

_TOKEN = re.compile(
    r"""(?P<blank>\s+) | (?P<mark>[(),]) | (?P<operator>[=!<>~]+)
    | (?P<quoted>'(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*") | (?P<unclosed>['"])
    | (?P<word>[^\s()=!<>~,]+)""",
    re.VERBOSE | re.DOTALL,
)
_BARE = re.compile(r"[^\s()=!<>~,'\"][^\s()=!<>~,]*")
_ESCAPED = re.compile(r"\\(['\"\\])")


class Sort(Enum):
    """What a token is."""

    WORD = "word"
    QUOTED = "quoted"
    KEYWORD = "keyword"
    OPERATOR = "operator"
    MARK = "mark"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query; `text` is without quotes, a keyword's in lower case."""

    sort: Sort
    text: str
    start: int
    end: int

    @property
    def word(self) -> Word:
        """The token as a word, with its place."""
        return Word(self.text, self.sort is Sort.QUOTED, self.start, self.end)

    def means(self, *texts: str) -> bool:
        """Whether it is one of these keywords or marks."""
        return self.sort in (Sort.KEYWORD, Sort.MARK) and self.text in texts

    @property
    def is_word(self) -> bool:
        """Whether it may be a field or a value."""
        return self.sort in (Sort.WORD, Sort.QUOTED)


def is_bare(text: str) -> bool:
    """Whether the text is one word without quotes, and no keyword."""
    return _BARE.fullmatch(text) is not None and not _is_keyword(text)


def _is_keyword(text: str) -> bool:
    return text.lower() in KEYWORDS


def tokens(text: str) -> Iterator[Token]:
    """What the text consists of, an end last.

    Raises:
        QueryError: a quote is not closed.
    """
    for match in _TOKEN.finditer(text):
        found, start, end = match[0], match.start(), match.end()
        match match.lastgroup:
            case "word" if _is_keyword(found):
                yield Token(Sort.KEYWORD, found.lower(), start, end)
            case "word":
                yield Token(Sort.WORD, found, start, end)
            case "quoted":
                yield Token(Sort.QUOTED, _ESCAPED.sub(r"\1", found[1:-1]), start, end)
            case "operator":
                yield Token(Sort.OPERATOR, found, start, end)
            case "mark":
                yield Token(Sort.MARK, found, start, end)
            case "unclosed":
                whole = Word(found, start=start, end=len(text))
                raise QueryError("this quote is not closed", whole)
            case _:
                pass
    yield Token(Sort.END, "", len(text), len(text))
