"""Queries: nodes that say of a ticket whether it is among those that are asked for.

What the words of a query mean was settled when its tests were made (`queries.compiler`), so that
asking is pure. A tree is as deep as its text is nested, which the parser bounds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket

SHOWING_CLOSED = frozenset({"status", "closed", "open"})
"""Fields whose mention brings the closed tickets into a list."""


@dataclass(frozen=True, slots=True)
class EvalContext:
    """What a query may ask for beside the ticket itself; `path` is the ticket's file."""

    graph: Graph
    path: str
    today: date


Check: TypeAlias = "Callable[[Ticket, EvalContext], bool]"


class Operator(Enum):
    """How a test compares; `IS` is a yes-or-no field that stands alone."""

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
        """Whether it asks what comes first."""
        return self.value[:1] in ("<", ">")

    @property
    def negates(self) -> bool:
        """Whether it admits what its opposite does not."""
        return self in (Operator.UNEQUAL, Operator.NOT_IN)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query and where it stands; quoted it means itself, never `none` or `today`."""

    text: str
    quoted: bool = False
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


class QueryError(Exception):
    """Says what is wrong in a query, at which characters of it, and what would be right."""

    def __init__(self, message: str, at: Word, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.start = at.start
        self.end = at.end
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field compared with words; `check` is what that comes to in the project at hand."""

    name: str
    operator: Operator
    words: tuple[Word, ...]
    check: Check = field(compare=False, repr=False)

    def matches(self, ticket: Ticket, facts: EvalContext) -> bool:
        """Whether the ticket passes."""
        return self.check(ticket, facts)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that are asked for."""
        return frozenset({self.name})


@dataclass(frozen=True, slots=True)
class Not:
    """What another query does not admit."""

    query: Query

    def matches(self, ticket: Ticket, facts: EvalContext) -> bool:
        """Whether the other query does not admit the ticket."""
        return not self.query.matches(ticket, facts)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that are asked for."""
        return self.query.fields


@dataclass(frozen=True, slots=True)
class AllOf:
    """What each of several queries admits."""

    queries: tuple[Query, ...]

    def matches(self, ticket: Ticket, facts: EvalContext) -> bool:
        """Whether all of the queries admit the ticket."""
        return all(each.matches(ticket, facts) for each in self.queries)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that are asked for."""
        return frozenset().union(*(each.fields for each in self.queries))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """What any of several queries admits."""

    queries: tuple[Query, ...]

    def matches(self, ticket: Ticket, facts: EvalContext) -> bool:
        """Whether one of the queries admits the ticket."""
        return any(each.matches(ticket, facts) for each in self.queries)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that are asked for."""
        return frozenset().union(*(each.fields for each in self.queries))


Query: TypeAlias = "Comparison | Not | AllOf | AnyOf"


def shows_closed(query: Query) -> bool:
    """Whether the query asks for what is closed or not, so that a list must not hide it."""
    return not query.fields.isdisjoint(SHOWING_CLOSED)
