"""Queries as people give them: understood in a project, or told where they are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import UsageError
from jticket.model.queries.compiler import QueryCompiler
from jticket.model.queries.query import QueryError
from jticket.render.terminal import pointed
from jticket.text.query import parse_query

if TYPE_CHECKING:
    from datetime import date

    from jticket.model.queries.query import Query
    from jticket.text.project import Project

_COLUMNS = 76


class BadQueryError(UsageError):
    """Says what is wrong in a query, and shows where."""

    def __init__(self, text: str, error: QueryError, *, source: str) -> None:
        super().__init__(f"{source}: {error.message}", error.hint)
        lines = pointed(text, error.start, error.end, columns=_COLUMNS)
        self.excerpt = tuple(f"  {line}" for line in lines)


def understood(text: str, project: Project, today: date, *, source: str = "--where") -> Query:
    """The query that a text is in a project; `source` is where it came from, `today` is in UTC.

    Raises:
        BadQueryError: it is none, or asks for what there can't be.
    """
    compiler = QueryCompiler(project.graph, today, project.resolve)
    try:
        return parse_query(text, compiler)
    except QueryError as error:
        raise BadQueryError(text, error, source=source) from None
