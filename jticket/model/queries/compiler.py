"""What the words of a query mean in a project, and the checks that follow.

A missing value is equal to `none` alone, and neither before nor behind anything.
"""

from __future__ import annotations

import operator as compare
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

from jticket.errors import NotFoundError
from jticket.model.dates import parse_date, parse_timestamp
from jticket.model.effort import parse_effort
from jticket.model.queries.query import Check, Comparison, EvalContext, Operator, QueryError, Word
from jticket.model.queries.query_fields import (
    ORDERED,
    WITHOUT_TEXT,
    Kind,
    QueryField,
    names,
    query_field,
)
from jticket.model.suggestions import did_you_mean, one_of
from jticket.model.validation import NUMBER
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket

Key: TypeAlias = "str | float"
Measure: TypeAlias = "Callable[[str], Key | None]"

NONE = ("none", "-")
"""The words for no value."""

_TODAY = re.compile(r"today(?:\s*([+-])\s*(\d{1,6})([dw]))?", re.ASCII | re.IGNORECASE)
_DAYS = re.compile(r"(\d{1,6})([dw])", re.ASCII)
_DAYS_PER = {"d": 1, "w": 7}
_ORDERS: dict[Operator, Callable[[float, float], bool]] = {
    Operator.LESS: compare.lt,
    Operator.AT_MOST: compare.le,
    Operator.MORE: compare.gt,
    Operator.AT_LEAST: compare.ge,
}


@dataclass(frozen=True, slots=True)
class Operand:
    """What a word asks for, and how a ticket's text is measured to compare with it."""

    key: Key
    measure: Measure

    def meets(self, text: str) -> bool:
        """Whether a ticket's text is just that."""
        return self.measure(text) == self.key


@dataclass(frozen=True, slots=True)
class QueryCompiler:
    """Makes comparisons of words. `today` is a day in UTC, `resolve` finds the ID that is meant."""

    graph: Graph
    today: date
    resolve: Callable[[str], str]

    def comparison(
        self, field: Word, operator: Operator, mark: Word, words: tuple[Word, ...]
    ) -> Comparison:
        """The comparison that some words stand for; `mark` is where the operator stands.

        Raises:
            QueryError: there is no such field or value, or they don't go together.
        """
        subject = query_field(field.text, self.graph)
        if subject is None:
            known = names(self.graph)
            hint = did_you_mean(field.text, known) or "`jticket guide queries` lists the fields"
            raise QueryError(f"unknown field {quoted(field.text)}", field, hint)
        name, kind = subject.name, subject.kind
        if operator is Operator.IS and kind is not Kind.FLAG:
            hint = f"`{name} != none` asks whether there is one"
            raise QueryError(f"{quoted(name)} needs an operator and a value", field, hint)
        if operator.orders and kind not in ORDERED:
            hint = "it can be true or false" if kind is Kind.FLAG else "ask with =, !=, ~ or in"
            raise QueryError(f"{quoted(name)} has no order", mark, hint)
        if operator is Operator.CONTAINS and kind in WITHOUT_TEXT:
            raise QueryError(f"{quoted(name)} is no text", mark, "~ looks for text")
        return Comparison(name, operator, words, self._check(subject, operator, words))

    def _check(self, subject: QueryField, operator: Operator, words: tuple[Word, ...]) -> Check:
        if operator is Operator.CONTAINS:
            return _contains(subject, words[0].text)
        if operator is Operator.IS:
            return _has(subject, (Operand("true", str.lower),))
        if operator.orders:
            if _is_none(words[0]):
                raise QueryError("'none' comes neither before nor behind anything", words[0])
            return _compares(subject, operator, self._target(subject, words[0], orders=True))
        targets = tuple(self._target(subject, each) for each in words if not _is_none(each))
        check = _has(subject, targets, or_none=any(map(_is_none, words)))
        return _negated(check) if operator.negates else check

    def _target(self, subject: QueryField, word: Word, *, orders: bool = False) -> Operand:
        match subject.kind:
            case Kind.ID:
                return Operand(self._id(subject, word), str)
            case Kind.TEXT | Kind.CHOICE:
                return self._choice(subject, word, orders=orders)
            case Kind.DAY:
                return Operand(self._day(word).toordinal(), _ordinal)
            case Kind.MOMENT:
                return self._moment(word)
            case Kind.AGE:
                return Operand(_days(word), self._age)
            case Kind.HOURS:
                return self._hours(word)
            case Kind.NUMBER:
                if not NUMBER.fullmatch(word.text):
                    raise QueryError(f"{quoted(word.text)} is no number", word)
                return Operand(float(word.text), _number)
            case Kind.FLAG:
                if word.text.lower() not in ("true", "false"):
                    message = f"{quoted(subject.name)} is true or false"
                    raise QueryError(message, word, f"`not {subject.name}` will do")
                return Operand(word.text.lower(), str.lower)
            case Kind.PROSE:
                hint = f"`{subject.name} ~ WORD` looks into it"
                raise QueryError(f"{quoted(subject.name)} is a longer text", word, hint)

    def _id(self, subject: QueryField, word: Word) -> str:
        try:
            return self.resolve(word.text)
        except NotFoundError as error:
            if word.text in self._known(subject):
                return word.text
            raise QueryError(error.message, word, error.hint) from None

    def _choice(self, subject: QueryField, word: Word, *, orders: bool) -> Operand:
        text, choices = word.text, subject.choices
        if choices and text not in choices and text not in self._known(subject):
            what = subject.name.replace("_", " ")
            raise QueryError(f"unknown {what} {quoted(text)}", word, one_of(text, choices))
        if not orders:
            return Operand(text, str)
        ranks = {each: float(n) for n, each in enumerate(choices)}
        if text not in ranks:
            message = f"{quoted(text)} has no place in the order"
            raise QueryError(message, word, one_of(text, choices))
        return Operand(ranks[text], ranks.get)

    def _hours(self, word: Word) -> Operand:
        per_day = self.graph.settings.hours_per_day
        hours = parse_effort(word.text, per_day)
        if hours is None:
            message = f"{quoted(word.text)} is no duration"
            raise QueryError(message, word, "write 90m, 6h, 1.5d, 1w or '1d 4h'")
        return Operand(hours, lambda text: parse_effort(text, per_day))

    def _moment(self, word: Word) -> Operand:
        """A day stands for all of it; only a time of day is compared to the second."""
        moment = parse_timestamp(word.text)
        if moment is None or parse_date(word.text) is not None:
            return Operand(self._day(word).toordinal(), _ordinal)
        return Operand(moment.timestamp(), _timestamp)

    def _day(self, word: Word) -> date:
        day = parse_date(word.text)
        match = None if word.quoted else _TODAY.fullmatch(word.text)
        if match is not None:
            sign, count, unit = match.groups()
            days = int(count) * _DAYS_PER[unit.lower()] if count else 0
            try:
                return self.today + timedelta(days=-days if sign == "-" else days)
            except OverflowError:
                raise QueryError("that is too far from today", word) from None
        if day is None:
            hint = "write 2025-10-31, today or today + 7d"
            raise QueryError(f"{quoted(word.text)} is no date", word, hint)
        return day

    def _age(self, text: str) -> float | None:
        born = _ordinal(text)
        return None if born is None else self.today.toordinal() - born

    def _known(self, subject: QueryField) -> set[str]:
        """The values that tickets have now."""
        facts = EvalContext(self.graph, "", self.today)
        return {text for each in self.graph.tickets.values() for text in subject.texts(each, facts)}


def _is_none(word: Word) -> bool:
    return not word.text or (not word.quoted and word.text.casefold() in NONE)


def _has(subject: QueryField, targets: tuple[Operand, ...], *, or_none: bool = False) -> Check:
    def check(ticket: Ticket, facts: EvalContext) -> bool:
        texts = subject.texts(ticket, facts)
        if not texts:
            return or_none
        return any(target.meets(text) for text in texts for target in targets)

    return check


def _compares(subject: QueryField, operator: Operator, target: Operand) -> Check:
    holds, wanted = _ORDERS[operator], float(target.key)

    def check(ticket: Ticket, facts: EvalContext) -> bool:
        measured = map(target.measure, subject.texts(ticket, facts))
        return any(each is not None and holds(float(each), wanted) for each in measured)

    return check


def _contains(subject: QueryField, text: str) -> Check:
    sought = _folded(text)
    return lambda ticket, facts: any(
        sought in _folded(each) for each in subject.texts(ticket, facts)
    )


def _negated(check: Check) -> Check:
    return lambda ticket, facts: not check(ticket, facts)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _days(word: Word) -> float:
    match = _DAYS.fullmatch(word.text.lower())
    if match is None:
        raise QueryError(f"{quoted(word.text)} is no number of days", word, "write 30d or 2w")
    return float(int(match[1]) * _DAYS_PER[match[2]])


def _ordinal(text: str) -> float | None:
    """The day of a date or timestamp in UTC, as a number."""
    moment = parse_timestamp(text)
    return None if moment is None else float(moment.date().toordinal())


def _timestamp(text: str) -> float | None:
    moment = parse_timestamp(text)
    return None if moment is None else moment.timestamp()


def _number(text: str) -> float | None:
    return float(text) if NUMBER.fullmatch(text) else None
