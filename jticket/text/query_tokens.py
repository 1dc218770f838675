"""Splits the text of a query into words, operators and marks."""

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
_ESCAPED = re.compile(r"\\(['\"\\])")


class TokenType(Enum):
    """The type of a token."""

    WORD = "word"
    QUOTED = "quoted"
    KEYWORD = "keyword"
    OPERATOR = "operator"
    MARK = "mark"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query; `text` has no quotes, and a keyword is in lower case."""

    type: TokenType
    text: str
    start: int
    end: int

    @property
    def word(self) -> Word:
        """The token as a word, with its place."""
        return Word(self.text, self.type is TokenType.QUOTED, self.start, self.end)

    def is_any_of(self, *texts: str) -> bool:
        """Returns whether the token is one of these keywords or marks."""
        return self.type in (TokenType.KEYWORD, TokenType.MARK) and self.text in texts

    @property
    def is_word(self) -> bool:
        """Whether the token may be a field or a value."""
        return self.type in (TokenType.WORD, TokenType.QUOTED)


def _is_keyword(text: str) -> bool:
    return text.lower() in KEYWORDS


def tokens(query: str) -> Iterator[Token]:
    """Yields the tokens of a text, an end last.

    Raises:
        QueryError: a quote is not closed.
    """
    for match in _TOKEN.finditer(query):
        text, start, end = match[0], match.start(), match.end()
        match match.lastgroup:
            case "word" if _is_keyword(text):
                yield Token(TokenType.KEYWORD, text.lower(), start, end)
            case "word":
                yield Token(TokenType.WORD, text, start, end)
            case "quoted":
                yield Token(TokenType.QUOTED, _ESCAPED.sub(r"\1", text[1:-1]), start, end)
            case "operator":
                yield Token(TokenType.OPERATOR, text, start, end)
            case "mark":
                yield Token(TokenType.MARK, text, start, end)
            case "unclosed":
                rest = Word(text, start=start, end=len(query))
                raise QueryError("this quote is not closed", rest)
            case _:
                pass
    yield Token(TokenType.END, "", len(query), len(query))
