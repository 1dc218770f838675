"""Compiles the comparisons of a query into checks, by what their words mean in a project.

A missing value equals `none` alone, and is neither before nor after any value.
"""

from __future__ import annotations

import operator as compare
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from jticket.errors import Advice, NotFoundError, Remedy, joined
from jticket.model.dates import (
    DateError,
    NotADayError,
    NotAMomentError,
    Tense,
    names_a_day,
    parse_date,
    parse_timestamp,
    resolve_day,
    resolve_moment,
)
from jticket.model.effort import parse_effort
from jticket.model.people import means_asker
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
from jticket.model.validation import NUMBER
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket

Key: TypeAlias = "str | float"
Resolved = TypeVar("Resolved", date, datetime)
Measure: TypeAlias = "Callable[[str], Key | None]"

NONE = ("none", "-")
"""The words for no value."""

_DAYS = re.compile(r"(\d{1,6})([dw])", re.ASCII)
_DAYS_PER_UNIT = {"d": 1, "w": 7}
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_COMPARE: dict[Operator, Callable[[float, float], bool]] = {
    Operator.LESS: compare.lt,
    Operator.AT_MOST: compare.le,
    Operator.MORE: compare.gt,
    Operator.AT_LEAST: compare.ge,
}


class ClockError(QueryError):
    """Raised when a query depends on the clock where nothing may."""

    def __init__(self, at: Word) -> None:
        super().__init__(f"{quoted(at.text)} depends on the clock", at)


@dataclass(frozen=True, slots=True)
class Operand:
    """The value of a word, and how a ticket's text is converted to compare with it."""

    key: Key
    measure: Measure

    def meets(self, text: str) -> bool:
        """Returns whether a ticket's text equals the value."""
        return self.measure(text) == self.key


@dataclass(frozen=True, slots=True)
class QueryCompiler:
    """Compiles comparisons.

    `now` is None where nothing may depend on the clock. Days, such as `due`, count from the day of
    `now` in its own time zone, moments, such as `created`, from the day in UTC. `resolve` returns
    the ID of a reference, `person` the person whom a name means.
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
            raise QueryError(f"{quoted(field.name)} is no text", sign, "~ looks for text")
        return FieldComparison(field.name, operator, words, self._check(field, operator, words))

    def _check(self, field: QueryField, operator: Operator, words: tuple[Word, ...]) -> Check:
        if operator is Operator.CONTAINS:
            return _contains(field, words[0].text)
        if operator is Operator.IS:
            return _has(field, (Operand("true", str.lower),))
        if operator.orders:
            if _is_none(words[0]):
                raise QueryError("'none' comes neither before nor behind anything", words[0])
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
                return Operand(self._day(word).toordinal(), _ordinal)
            case FieldType.MOMENT:
                return self._moment(word)
            case FieldType.AGE:
                return self._age(word)
            case FieldType.HOURS:
                return self._hours(word)
            case FieldType.NUMBER:
                if not NUMBER.fullmatch(word.text):
                    raise QueryError(f"{quoted(word.text)} is no number", word)
                return Operand(float(word.text), _number)
            case FieldType.FLAG:
                if word.text.lower() not in ("true", "false"):
                    message = f"{quoted(field.name)} is true or false"
                    raise QueryError(message, word, f"`not {field.name}` will do")
                return Operand(word.text.lower(), str.lower)
            case FieldType.PROSE:
                hint = f"`{field.name} ~ WORD` looks into it"
                raise QueryError(f"{quoted(field.name)} is a longer text", word, hint)

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

    def _hours(self, word: Word) -> Operand:
        per_day = self.graph.settings.hours_per_day
        hours = parse_effort(word.text, per_day)
        if hours is None:
            message = f"{quoted(word.text)} is no duration"
            raise QueryError(message, word, "write 90m, 6h, 1.5d, 1w or '1d 4h'")
        return Operand(hours, lambda text: parse_effort(text, per_day))

    def _moment(self, word: Word) -> Operand:
        """Returns a day where no time of day is given: only a time is compared to the second."""
        text = word.text
        if (day := parse_date(text)) is not None:
            return Operand(day.toordinal(), _ordinal)
        if names_a_day(text) and not word.quoted:
            day = self._resolved(
                word, lambda now: resolve_day(text, now.astimezone(UTC).date(), Tense.PAST)
            )
            return Operand(day.toordinal(), _ordinal)
        moment = parse_timestamp(text)
        if moment is None and word.quoted:
            raise _query_error(NotAMomentError(text), word)
        if moment is None:
            moment = self._resolved(word, lambda now: resolve_moment(text, now, Tense.PAST))
        return Operand(moment.timestamp(), _timestamp)

    def _day(self, word: Word) -> date:
        if (day := parse_date(word.text)) is not None:
            return day
        if word.quoted:
            raise _query_error(NotADayError(word.text), word)
        return self._resolved(word, lambda now: resolve_day(word.text, now.date(), Tense.FUTURE))

    def _resolved(self, word: Word, resolve: Callable[[datetime], Resolved]) -> Resolved:
        """Returns what a word means at the current time.

        Raises:
            QueryError: the word is not a date.
            ClockError: it is, but nothing may depend on the clock.
        """
        try:
            value = resolve(self.now or _ANY_TIME)
        except DateError as error:
            raise _query_error(error, word) from None
        if self.now is None:
            raise ClockError(word)
        return value

    def _age(self, word: Word) -> Operand:
        """Returns a number of days, and how old a ticket is that was created at some time."""
        days = _days(word)
        if self.now is None:
            raise ClockError(word)
        today = self.now.astimezone(UTC).toordinal()

        def age(text: str) -> float | None:
            created = _ordinal(text)
            return None if created is None else today - created

        return Operand(days, age)

    def _known(self, field: QueryField) -> set[str]:
        """Returns the values that tickets have."""
        context = EvalContext(self.graph, "", (self.now or _ANY_TIME).date())
        return {
            text for ticket in self.graph.tickets.values() for text in field.texts(ticket, context)
        }


def _query_error(error: DateError, word: Word) -> QueryError:
    return QueryError(error.message, word, error.hint)


def _is_none(word: Word) -> bool:
    return not word.text or (not word.quoted and word.text.casefold() in NONE)


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


def _days(word: Word) -> float:
    match = _DAYS.fullmatch(word.text.lower())
    if match is None:
        raise QueryError(f"{quoted(word.text)} is no number of days", word, "write 30d or 2w")
    return float(int(match[1]) * _DAYS_PER_UNIT[match[2]])


def _ordinal(text: str) -> float | None:
    """Returns the day of a date or timestamp in UTC, as a number."""
    moment = parse_timestamp(text)
    return None if moment is None else float(moment.date().toordinal())


def _timestamp(text: str) -> float | None:
    moment = parse_timestamp(text)
    return None if moment is None else moment.timestamp()


def _number(text: str) -> float | None:
    return float(text) if NUMBER.fullmatch(text) else None
