"""Compiles the comparisons of a query into checks, by what their words mean in a project.

A missing value equals `none` alone, and is neither before nor after any value.
"""

from __future__ import annotations

import operator as compare
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jticket.errors import Advice, NotFoundError, Remedy, joined
from jticket.model.field import NO_VALUE
from jticket.model.people import means_asker
from jticket.model.queries.operands import (
    ANY_TIME,
    Operand,
    age_operand,
    day_operand,
    duration_operand,
    moment_operand,
    number_operand,
)
from jticket.model.queries.query import (
    Check,
    EvalContext,
    FieldComparison,
    Operator,
    QueryError,
    Word,
)
from jticket.model.queries.query_fields import (
    ORDERED_TYPES,
    TYPES_WITHOUT_TEXT,
    FieldType,
    QueryField,
    field_names,
    query_field,
)
from jticket.model.suggestions import did_you_mean, one_of
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket

_COMPARE: dict[Operator, Callable[[float, float], bool]] = {
    Operator.LESS: compare.lt,
    Operator.AT_MOST: compare.le,
    Operator.MORE: compare.gt,
    Operator.AT_LEAST: compare.ge,
}


@dataclass(frozen=True, slots=True)
class QueryCompiler:
    """Compiles comparisons.

    `now` is None where nothing may depend on the clock. `resolve` returns the ID of a reference,
    `person` the person whom a name means.
    """

    graph: Graph
    now: datetime | None
    resolve: Callable[[str], str]
    person: Callable[[str], str] = str

    def comparison(
        self, name: Word, operator: Operator, sign: Word, words: tuple[Word, ...]
    ) -> FieldComparison:
        """Returns the comparison of a field with words; `sign` is the operator's place.

        Raises:
            QueryError: there is no such field or value, or the two don't match.
        """
        field = query_field(name.text, self.graph)
        if field is None:
            known = field_names(self.graph)
            hint = did_you_mean(name.text, known) or Advice(Remedy.QUERY_FIELDS)
            raise QueryError(f"unknown field {quoted(name.text)}", name, hint)
        if operator is Operator.IS and field.type is not FieldType.FLAG:
            hint = f"`{field.name} != none` asks whether there is one"
            raise QueryError(f"{quoted(field.name)} needs an operator and a value", name, hint)
        if operator.orders and field.type not in ORDERED_TYPES:
            hint = (
                "it can be true or false"
                if field.type is FieldType.FLAG
                else "ask with =, !=, ~ or in"
            )
            raise QueryError(f"{quoted(field.name)} has no order", sign, hint)
        if operator is Operator.CONTAINS and field.type in TYPES_WITHOUT_TEXT:
            raise QueryError(f"{quoted(field.name)} is not text", sign, "~ looks for text")
        return FieldComparison(field.name, operator, words, self._check(field, operator, words))

    def _check(self, field: QueryField, operator: Operator, words: tuple[Word, ...]) -> Check:
        if operator is Operator.CONTAINS:
            return _contains(field, words[0].text)
        if operator is Operator.IS:
            return _has(field, (Operand("true", str.lower),))
        if operator.orders:
            if _is_none(words[0]):
                raise QueryError("'none' comes neither before nor after anything", words[0])
            return _compares(field, operator, self._operand(field, words[0], orders=True))
        operands = tuple(self._operand(field, word) for word in words if not _is_none(word))
        check = _has(field, operands, or_none=any(map(_is_none, words)))
        return _negated(check) if operator.negates else check

    def _operand(self, field: QueryField, word: Word, *, orders: bool = False) -> Operand:
        match field.type:
            case FieldType.ID:
                return Operand(self._id(field, word), str)
            case FieldType.TEXT | FieldType.CHOICE:
                return self._choice(field, word, orders=orders)
            case FieldType.PERSON:
                return self._person(field, word)
            case FieldType.DAY:
                return day_operand(word, self.now)
            case FieldType.MOMENT:
                return moment_operand(word, self.now)
            case FieldType.AGE:
                return age_operand(word, self.now)
            case FieldType.HOURS:
                return duration_operand(word, self.graph.settings.hours_per_day)
            case FieldType.NUMBER:
                return number_operand(word)
            case FieldType.FLAG:
                if word.text.lower() not in ("true", "false"):
                    message = f"{quoted(field.name)} is true or false"
                    raise QueryError(message, word, f"write `not {field.name}`")
                return Operand(word.text.lower(), str.lower)
            case FieldType.PROSE:
                hint = f"`{field.name} ~ WORD` searches it"
                raise QueryError(f"{quoted(field.name)} is a long text", word, hint)

    def _id(self, field: QueryField, word: Word) -> str:
        try:
            return self.resolve(word.text)
        except NotFoundError as error:
            if word.text in self._known(field):
                return word.text
            raise QueryError(error.message, word, joined("; ", error.hints)) from None

    def _choice(self, field: QueryField, word: Word, *, orders: bool) -> Operand:
        text, choices = word.text, field.choices
        if choices and text not in choices and text not in self._known(field):
            what = field.name.replace("_", " ")
            raise QueryError(f"unknown {what} {quoted(text)}", word, one_of(text, choices))
        if not orders:
            return Operand(text, str)
        ranks = {choice: float(rank) for rank, choice in enumerate(choices)}
        if text not in ranks:
            message = f"{quoted(text)} has no place in the order"
            raise QueryError(message, word, one_of(text, choices))
        return Operand(ranks[text], ranks.get)

    def _person(self, field: QueryField, word: Word) -> Operand:
        if means_asker(word.text) and not word.quoted:
            return Operand(self.person(word.text), str)
        spelled = self.graph.settings.person_key(word.text)
        return self._choice(field, replace(word, text=spelled), orders=False)

    def _known(self, field: QueryField) -> set[str]:
        """Returns the values that tickets have."""
        context = EvalContext(self.graph, "", (self.now or ANY_TIME).date())
        return {
            text for ticket in self.graph.tickets.values() for text in field.texts(ticket, context)
        }


def _is_none(word: Word) -> bool:
    return not word.text or (not word.quoted and word.text.casefold() in NO_VALUE)


def _has(field: QueryField, operands: tuple[Operand, ...], *, or_none: bool = False) -> Check:
    def check(ticket: Ticket, context: EvalContext) -> bool:
        texts = field.texts(ticket, context)
        if not texts:
            return or_none
        return any(operand.meets(text) for text in texts for operand in operands)

    return check


def _compares(field: QueryField, operator: Operator, operand: Operand) -> Check:
    holds, wanted = _COMPARE[operator], float(operand.key)

    def check(ticket: Ticket, context: EvalContext) -> bool:
        values = map(operand.measure, field.texts(ticket, context))
        return any(value is not None and holds(float(value), wanted) for value in values)

    return check


def _contains(field: QueryField, text: str) -> Check:
    sought = _folded(text)
    return lambda ticket, context: any(
        sought in _folded(value) for value in field.texts(ticket, context)
    )


def _negated(check: Check) -> Check:
    return lambda ticket, context: not check(ticket, context)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
