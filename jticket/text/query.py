"""Parses queries such as `priority >= high and not blocked`.

A recursive descent parser: `or` binds loosest, then `and`, then `not`. The length of a query and
the depth of its parentheses are bounded, so that no query can exhaust the stack.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from jticket.model.dates import is_day_name, is_time_span
from jticket.model.queries.query import AllOf, AnyOf, Not, Operator, QueryError, Word
from jticket.model.suggestions import did_you_mean
from jticket.model.wording import quoted
from jticket.text.query_tokens import Token, TokenType, tokens

if TYPE_CHECKING:
    from jticket.model.queries.compiler import QueryCompiler
    from jticket.model.queries.query import Query

MAX_LENGTH = 10_000
"""The most characters that a query may have."""

MAX_DEPTH = 50
"""The most levels to which parentheses and `not` may be nested."""

_LIST_OPERATORS = (Operator.IN, Operator.NOT_IN)
_SIGNS = {sign.value: sign for sign in Operator if sign.value and sign not in _LIST_OPERATORS}


def parse_query(text: str, compiler: QueryCompiler) -> Query:
    """Returns the query that a text holds.

    Raises:
        QueryError: the text is not a query, or names unknown fields or values.
    """
    if len(text) > MAX_LENGTH:
        message = f"the query has {len(text)} characters, at most {MAX_LENGTH} are read"
        raise QueryError(message, Word("", start=MAX_LENGTH, end=MAX_LENGTH + 1))
    return _Parser([*tokens(text)], compiler).query()


class _Parser:
    """Parses tokens from left to right with one token of lookahead."""

    def __init__(self, query_tokens: list[Token], compiler: QueryCompiler) -> None:
        self._tokens = query_tokens
        self._compiler = compiler
        self._at = 0
        self._depth = 0

    @property
    def _ahead(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._ahead
        self._at += token.type is not TokenType.END
        return token

    def query(self) -> Query:
        query = self._any_of()
        if self._ahead.type is not TokenType.END:
            self._reject_next()
        return query

    def _any_of(self) -> Query:
        queries = [self._all_of()]
        while self._ahead.is_any_of("or"):
            self._take()
            queries.append(self._all_of())
        return AnyOf(tuple(queries)) if len(queries) > 1 else queries[0]

    def _all_of(self) -> Query:
        queries = [self._term()]
        while self._ahead.is_any_of("and"):
            self._take()
            queries.append(self._term())
        return AllOf(tuple(queries)) if len(queries) > 1 else queries[0]

    def _term(self) -> Query:
        if not self._ahead.is_any_of("not", "("):
            return self._comparison()
        opening = self._take()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise QueryError(f"nested deeper than {MAX_DEPTH} levels", opening.word)
        query: Query = Not(self._term()) if opening.text == "not" else self._enclosed(opening)
        self._depth -= 1
        return query

    def _enclosed(self, opening: Token) -> Query:
        query = self._any_of()
        if self._ahead.type is TokenType.END:
            raise QueryError("this parenthesis is not closed", opening.word)
        if not self._ahead.is_any_of(")"):
            self._reject_next()
        self._take()
        return query

    def _reject_next(self) -> NoReturn:
        token = self._ahead
        if token.is_any_of(")"):
            raise QueryError("this parenthesis was never opened", token.word)
        hint = None
        if token.is_word or token.type is TokenType.KEYWORD:
            hint = "put a value with spaces in quotes"
        elif token.is_any_of(","):
            hint = "write several values as `FIELD in (A, B)`"
        raise QueryError("expected 'and' or 'or' here", token.word, hint)

    def _comparison(self) -> Query:
        field = self._take()
        if not field.is_word:
            hint = "write not" if field.text == "!" else "for example `priority >= high`"
            raise QueryError("expected a field here", field.word, hint)
        token = self._ahead
        if token.type is TokenType.OPERATOR:
            return self._compared(field, self._take())
        if token.is_any_of("in", "not"):
            return self._among(field, self._take())
        if token.is_word or token.is_any_of("("):
            hint = f"one of {' '.join(_SIGNS)} in"
            raise QueryError(f"expected an operator after {quoted(field.text)}", token.word, hint)
        return self._compiler.comparison(field.word, Operator.IS, field.word, ())

    def _compared(self, field: Token, sign: Token) -> Query:
        if sign.text not in _SIGNS:
            hint = "write `not FIELD ~ TEXT`" if sign.text == "!~" else None
            hint = hint or did_you_mean(sign.text, _SIGNS) or f"one of {' '.join(_SIGNS)}"
            raise QueryError(f"unknown operator '{sign.text}'", sign.word, hint)
        words = (self._value(),)
        return self._compiler.comparison(field.word, _SIGNS[sign.text], sign.word, words)

    def _among(self, field: Token, first: Token) -> Query:
        operator = Operator.IN
        if first.is_any_of("not"):
            operator = Operator.NOT_IN
            if not self._take().is_any_of("in"):
                hint = f"`{field.text} not in (A, B)` or `not {field.text} = A`"
                raise QueryError("expected 'in' after this", first.word, hint)
        opening = self._take()
        if not opening.is_any_of("("):
            raise QueryError("expected '(' here", opening.word, "write `FIELD in (A, B)`")
        words = [self._value()]
        while self._ahead.is_any_of(","):
            self._take()
            words.append(self._value())
        if not self._ahead.is_any_of(")"):
            if self._ahead.type is TokenType.END:
                raise QueryError("this parenthesis is not closed", opening.word)
            raise QueryError("expected ',' or ')' here", self._ahead.word)
        self._take()
        return self._compiler.comparison(field.word, operator, first.word, tuple(words))

    def _value(self) -> Word:
        token = self._take()
        if token.type is TokenType.KEYWORD:
            hint = f"put '{token.text}' in quotes if it is one"
            raise QueryError("expected a value here", token.word, hint)
        if not token.is_word:
            raise QueryError("expected a value here", token.word)
        name = token.text[:-1] if token.text[-1:] in ("+", "-") else token.text
        if token.type is TokenType.WORD and is_day_name(name):
            return self._day_near(token)
        is_ago = self._ahead.type is TokenType.WORD and self._ahead.text.casefold() == "ago"
        if token.type is TokenType.WORD and is_time_span(token.text) and is_ago:
            return Word(f"{token.text} ago", start=token.start, end=self._take().end)
        return token.word

    def _day_near(self, day: Token) -> Word:
        """Returns `today + 7d` as one word; there may be spaces around the sign."""
        parts = [day]
        has_sign = day.text[-1] in "+-"
        if not has_sign and self._ahead.type is TokenType.WORD and self._ahead.text[0] in "+-":
            parts.append(self._take())
        if parts[-1].text[-1] in "+-" and self._ahead.type is TokenType.WORD:
            parts.append(self._take())
        text = " ".join(part.text for part in parts)
        return Word(text, start=day.start, end=parts[-1].end)
