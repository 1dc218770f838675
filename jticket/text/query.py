"""Queries as text: `priority >= high and not blocked` to nodes, and back.

A hand-written parser by precedence: `or` binds loosest, then `and`, then `not`. The length of a
query and the depth of its parentheses are bounded, so that none can exhaust the stack.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from jticket.model.queries.query import AllOf, AnyOf, Comparison, Not, Operator, QueryError, Word
from jticket.model.suggestions import did_you_mean
from jticket.model.wording import quoted
from jticket.text.query_tokens import Sort, Token, is_bare, tokens

if TYPE_CHECKING:
    from jticket.model.queries.compiler import QueryCompiler
    from jticket.model.queries.query import Query

LONGEST = 10_000
"""The characters that a query may have."""

DEEPEST = 50
"""How deep parentheses and `not` may be nested."""

_LISTS = (Operator.IN, Operator.NOT_IN)
_SIGNS = {each.value: each for each in Operator if each.value and each not in _LISTS}


def parse_query(text: str, compiler: QueryCompiler) -> Query:
    """The query that a text is.

    Raises:
        QueryError: the text is none, or asks for what there can't be.
    """
    if len(text) > LONGEST:
        message = f"the query has {len(text)} characters, at most {LONGEST} are read"
        raise QueryError(message, Word("", start=LONGEST, end=LONGEST + 1))
    return _Parser([*tokens(text)], compiler).whole()


def written(query: Query) -> str:
    """The text of a query, as `parse_query` reads it."""
    match query:
        case Comparison(key, operator, words):
            name = _shown(Word(key, quoted=not is_bare(key)))
            values = ", ".join(map(_shown, words))
            values = f"({values})" if operator in _LISTS else values
            return " ".join(filter(None, (name, operator.value, values)))
        case Not(inner):
            return f"not {_enclosed(inner, AllOf, AnyOf)}"
        case AllOf(queries):
            return " and ".join(_enclosed(each, AllOf, AnyOf) for each in queries)
        case AnyOf(queries):
            return " or ".join(_enclosed(each, AnyOf) for each in queries)


def _enclosed(query: Query, *sorts: type[AllOf | AnyOf]) -> str:
    return f"({written(query)})" if isinstance(query, sorts) else written(query)


def _shown(word: Word) -> str:
    if not word.quoted:
        return word.text
    escaped = word.text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


class _Parser:
    """Reads tokens from left to right, looking one ahead."""

    def __init__(self, found: list[Token], compiler: QueryCompiler) -> None:
        self._tokens = found
        self._lexicon = compiler
        self._at = 0
        self._depth = 0

    @property
    def _ahead(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._ahead
        self._at += token.sort is not Sort.END
        return token

    def whole(self) -> Query:
        found = self._any_of()
        if self._ahead.sort is not Sort.END:
            self._refuse_to_go_on()
        return found

    def _any_of(self) -> Query:
        queries = [self._all_of()]
        while self._ahead.means("or"):
            self._take()
            queries.append(self._all_of())
        return AnyOf(tuple(queries)) if len(queries) > 1 else queries[0]

    def _all_of(self) -> Query:
        queries = [self._one()]
        while self._ahead.means("and"):
            self._take()
            queries.append(self._one())
        return AllOf(tuple(queries)) if len(queries) > 1 else queries[0]

    def _one(self) -> Query:
        if not self._ahead.means("not", "("):
            return self._comparison()
        opening = self._take()
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryError(f"nested deeper than {DEEPEST} levels", opening.word)
        found: Query = Not(self._one()) if opening.text == "not" else self._enclosed(opening)
        self._depth -= 1
        return found

    def _enclosed(self, opening: Token) -> Query:
        found = self._any_of()
        if self._ahead.sort is Sort.END:
            raise QueryError("this parenthesis is not closed", opening.word)
        if not self._ahead.means(")"):
            self._refuse_to_go_on()
        self._take()
        return found

    def _refuse_to_go_on(self) -> NoReturn:
        token = self._ahead
        if token.means(")"):
            raise QueryError("this parenthesis was never opened", token.word)
        hint = None
        if token.is_word or token.sort is Sort.KEYWORD:
            hint = "put a value with blanks in quotes"
        elif token.means(","):
            hint = "several values are written `FIELD in (A, B)`"
        raise QueryError("expected 'and' or 'or' here", token.word, hint)

    def _comparison(self) -> Query:
        field = self._take()
        if not field.is_word:
            hint = "write not" if field.text == "!" else "for example `priority >= high`"
            raise QueryError("expected a field here", field.word, hint)
        token = self._ahead
        if token.sort is Sort.OPERATOR:
            return self._compared(field, self._take())
        if token.means("in", "not"):
            return self._among(field, self._take())
        if token.is_word or token.means("("):
            hint = f"one of {' '.join(_SIGNS)} in"
            raise QueryError(f"expected an operator behind {quoted(field.text)}", token.word, hint)
        return self._lexicon.comparison(field.word, Operator.IS, field.word, ())

    def _compared(self, field: Token, sign: Token) -> Query:
        if sign.text not in _SIGNS:
            hint = "write `not FIELD ~ TEXT`" if sign.text == "!~" else None
            hint = hint or did_you_mean(sign.text, _SIGNS) or f"one of {' '.join(_SIGNS)}"
            raise QueryError(f"unknown operator '{sign.text}'", sign.word, hint)
        words = (self._value(),)
        return self._lexicon.comparison(field.word, _SIGNS[sign.text], sign.word, words)

    def _among(self, field: Token, first: Token) -> Query:
        operator = Operator.IN
        if first.means("not"):
            operator = Operator.NOT_IN
            if not self._take().means("in"):
                hint = f"`{field.text} not in (A, B)` or `not {field.text} = A`"
                raise QueryError("expected 'in' behind this", first.word, hint)
        opening = self._take()
        if not opening.means("("):
            raise QueryError("expected '(' here", opening.word, "write `FIELD in (A, B)`")
        words = [self._value()]
        while self._ahead.means(","):
            self._take()
            words.append(self._value())
        if not self._ahead.means(")"):
            if self._ahead.sort is Sort.END:
                raise QueryError("this parenthesis is not closed", opening.word)
            raise QueryError("expected ',' or ')' here", self._ahead.word)
        self._take()
        return self._lexicon.comparison(field.word, operator, first.word, tuple(words))

    def _value(self) -> Word:
        token = self._take()
        if token.sort is Sort.KEYWORD:
            hint = f"put '{token.text}' in quotes if it is one"
            raise QueryError("expected a value here", token.word, hint)
        if not token.is_word:
            raise QueryError("expected a value here", token.word)
        if token.sort is Sort.WORD and token.text.casefold() in ("today", "today+", "today-"):
            return self._day_near(token)
        return token.word

    def _day_near(self, today: Token) -> Word:
        """Returns `today + 7d` as one word; there may be spaces around the sign."""
        parts = [today]
        has_sign = today.text[-1] in "+-"
        if not has_sign and self._ahead.sort is Sort.WORD and self._ahead.text[0] in "+-":
            parts.append(self._take())
        if parts[-1].text[-1] in "+-" and self._ahead.sort is Sort.WORD:
            parts.append(self._take())
        text = " ".join(part.text for part in parts)
        return Word(text, start=today.start, end=parts[-1].end)
