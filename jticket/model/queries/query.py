"""Queries as trees of nodes, each of which matches a ticket or not.

The words of a query were resolved when its checks were compiled (`queries.compiler`), so that
matching is pure. A tree is as deep as its text is nested, which the parser bounds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from jticket.errors import Advice, Message
    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket

FIELDS_SHOWING_CLOSED = frozenset({"status", "closed", "open"})
"""A list shows closed tickets, too, if the query names one of these fields."""


@dataclass(frozen=True, slots=True)
class EvalContext:
    """What checks need besides the ticket; `path` is the ticket's file."""

    graph: Graph
    path: str
    today: date


Check: TypeAlias = "Callable[[Ticket, EvalContext], bool]"


class Operator(Enum):
    """How a comparison compares; `IS` is a yes-or-no field without a value."""

    IS = ""
    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    CONTAINS = "~"
    IN = "in"
    NOT_IN = "not in"

    @property
    def orders(self) -> bool:
        """Whether the operator compares by order."""
        return self.value[:1] in ("<", ">")

    @property
    def negates(self) -> bool:
        """Whether the operator negates another one."""
        return self in (Operator.UNEQUAL, Operator.NOT_IN)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query with its place; a quoted word is never `none` or `friday`."""

    text: str
    quoted: bool = False
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


class QueryError(Exception):
    """Raised when a query is wrong: what, at which characters, and how to fix it."""

    def __init__(self, message: str, at: Word, hint: Message | Advice | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.start = at.start
        self.end = at.end
        self.hint = hint


@dataclass(frozen=True, slots=True)
class FieldComparison:
    """A field compared with words; `check` is the comparison compiled for a project."""

    name: str
    operator: Operator
    words: tuple[Word, ...]
    check: Check = field(compare=False, repr=False)

    def matches(self, ticket: Ticket, context: EvalContext) -> bool:
        """Returns whether the ticket matches."""
        return self.check(ticket, context)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the query names."""
        return frozenset({self.name})


@dataclass(frozen=True, slots=True)
class Not:
    """Matches what another query does not match."""

    query: Query

    def matches(self, ticket: Ticket, context: EvalContext) -> bool:
        """Returns whether the other query does not match the ticket."""
        return not self.query.matches(ticket, context)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the query names."""
        return self.query.fields


@dataclass(frozen=True, slots=True)
class AllOf:
    """Matches what all of several queries match."""

    queries: tuple[Query, ...]

    def matches(self, ticket: Ticket, context: EvalContext) -> bool:
        """Returns whether all of the queries match the ticket."""
        return all(query.matches(ticket, context) for query in self.queries)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the query names."""
        return frozenset().union(*(query.fields for query in self.queries))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Matches what any of several queries matches."""

    queries: tuple[Query, ...]

    def matches(self, ticket: Ticket, context: EvalContext) -> bool:
        """Returns whether one of the queries matches the ticket."""
        return any(query.matches(ticket, context) for query in self.queries)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the query names."""
        return frozenset().union(*(query.fields for query in self.queries))


Query: TypeAlias = "FieldComparison | Not | AllOf | AnyOf"


def shows_closed(query: Query) -> bool:
    """Returns whether the query chooses by closed or open, so that a list must show both."""
    return not query.fields.isdisjoint(FIELDS_SHOWING_CLOSED)
