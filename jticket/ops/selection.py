"""Selecting the tickets that a view shows, in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jticket.errors import Argument, BadDataError, NotFoundError, UsageError
from jticket.model import sorting
from jticket.model.columns import columns_of
from jticket.model.field import Shape
from jticket.model.people import means_asker
from jticket.model.queries.filters import FieldFilter, Filters
from jticket.model.schema import BY_KEY
from jticket.model.sorting import REVERSED
from jticket.model.suggestions import one_of
from jticket.model.validation import choices_of
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from jticket.model.graph import Graph
    from jticket.model.queries.query import Query, QueryError
    from jticket.model.settings import Settings, View
    from jticket.model.ticket import Ticket
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

NO_VALUE = "-"
DEFAULT_SORT = ("priority",)


class BadFilterError(UsageError):
    """Raised when a filter names a value that the field can't have."""


class BadQueryError(UsageError):
    """Raised when a query is wrong; the mistake is from `start` to `end` in its `text`."""

    def __init__(self, text: str, error: QueryError) -> None:
        super().__init__(error.message, error.hint, argument=Argument.QUERY)
        self.text = text
        self.start = error.start
        self.end = error.end


class BadViewError(BadDataError):
    """Raised when the query of a named view is wrong; its attributes are those of a query's."""

    code = "bad_view"

    def __init__(self, name: str, error: BadQueryError) -> None:
        message = ("config.yml, view ", name, ": ", *error.parts)
        super().__init__(message, *error.hints)
        self.name = name
        self.text, self.start, self.end = error.text, error.start, error.end


class UnknownViewError(UsageError):
    """Raised when the config has no view of a name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        hint = one_of(name, known) if known else "config.yml has no `views`"
        super().__init__(f"unknown view {quoted(name)}", hint)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which tickets to list: filter values by front-matter key, a query, the order, how many.

    The values are as they were typed; `where` is the text of the query, `sort` are the keys of
    `model.sorting`, () for those of the view, else for `DEFAULT_SORT`. The query of the view must
    match too.
    """

    filters: Mapping[str, Sequence[str]]
    closed_too: bool = False
    sort: tuple[str, ...] = ()
    limit: int | None = None
    where: str | None = None
    view: View | None = None


def view_named(name: str, settings: Settings, own: Sequence[View] = ()) -> View:
    """Returns the view of that name: the project's, which is the same for all, else the user's.

    Raises:
        UnknownViewError: there is none.
    """
    views = (*settings.views, *own)
    view = next((view for view in views if view.name == name), None)
    if view is None:
        raise UnknownViewError(name, [view.name for view in views])
    return view


def select_tickets(
    project: Project,
    selection: Selection,
    now: datetime,
    *,
    only: Callable[[Ticket], bool] | None = None,
) -> tuple[ValidFile, ...]:
    """Returns the tickets of a selection, by priority then ID, or in the order it asks for.

    `only` leaves out further tickets, before the selection's limit counts.

    Raises:
        UsageError: a value that the field can't have, or a wrong query.
        NotFoundError: the ticket to filter by does not exist.
    """
    matches = predicate(project, selection, now)
    files = [
        file
        for file in project.valid
        if matches(file.ticket, file.path) and (only is None or only(file.ticket))
    ]
    return in_order(files, selection, project.graph)


def predicate(
    project: Project, selection: Selection, now: datetime
) -> Callable[[Ticket, str], bool]:
    """Returns a function that reports whether a ticket, with its path, is selected.

    Raises:
        UsageError: a value that the field can't have, or a wrong query.
        NotFoundError: the ticket to filter by does not exist.
    """
    chosen = filters(project, selection)
    graph = project.graph
    if not selection.where and not (selection.view and selection.view.where):
        return lambda ticket, _: chosen.matches(ticket, graph)
    from jticket.model.queries.query import AllOf, EvalContext, shows_closed

    query = AllOf(tuple(_queries(selection, project, now)))
    today = now.date()
    wider = replace(chosen, closed_too=chosen.closed_too or shows_closed(query))
    return lambda ticket, path: (
        wider.matches(ticket, graph) and query.matches(ticket, EvalContext(graph, path, today))
    )


def _queries(selection: Selection, project: Project, now: datetime) -> Iterator[Query]:
    """Yields the query of the view and the one that was typed.

    Raises:
        BadViewError: the query of the view is wrong.
        BadQueryError: the other one is.
    """
    view = selection.view
    if view and view.where:
        try:
            yield compiled_query(view.where, project, now)
        except BadQueryError as error:
            raise BadViewError(view.name, error) from None
    if selection.where:
        yield compiled_query(selection.where, project, now)


def compiled_query(text: str, project: Project, now: datetime) -> Query:
    """Returns a query whose names and values were checked against the project.

    Raises:
        BadQueryError: the text is not a query, or asks for what the project does not have.
    """
    from jticket.model.queries.compiler import QueryCompiler
    from jticket.model.queries.query import QueryError
    from jticket.text.query import parse_query

    compiler = QueryCompiler(project.graph, now, project.resolve, project.person)
    try:
        return parse_query(text, compiler)
    except QueryError as error:
        raise BadQueryError(text, error) from None


def in_order(
    files: Sequence[ValidFile], selection: Selection, graph: Graph
) -> tuple[ValidFile, ...]:
    """Returns tickets, given by ID, in the order of a selection, up to its limit.

    Raises:
        BadFilterError: there is no such key to sort by.
    """
    view_sort = selection.view.sort if selection.view else ()
    keys, known = selection.sort or view_sort or DEFAULT_SORT, columns_of(graph.settings)
    for key in keys:
        if (name := key.removeprefix(REVERSED)) not in known:
            raise BadFilterError(f"no key {quoted(name)} to sort by", one_of(name, known))
    return sorting.in_order(files, keys, graph)[: selection.limit]


def filters(project: Project, selection: Selection) -> Filters:
    """Returns the filters that the typed values mean: comma lists, `!` for not, `-` for none.

    Raises:
        BadFilterError: a field can't have a value.
        NotFoundError: the ticket to filter by does not exist, or there are several.
        NoNameError: a value means the person at work, but nothing names that person.
    """
    fields = []
    for key, texts in selection.filters.items():
        known = _known_values(key, project)
        values = [value for text in texts for value in _items(text, known)]
        if not values:
            continue
        wanted = {
            _wanted_value(key, value, known, project)
            for value in values
            if not value.startswith("!")
        }
        unwanted = {
            _wanted_value(key, value[1:], known, project) for value in values if value[0] == "!"
        }
        fields.append(FieldFilter(key, frozenset(wanted), frozenset(unwanted)))
    return Filters(tuple(fields), selection.closed_too)


def _known_values(key: str, project: Project) -> set[str]:
    """Returns the values that tickets have now."""
    values = (file.ticket.value(key) for file in project.valid)
    return {item for value in values for item in ((value,) if isinstance(value, str) else value)}


def _items(text: str, known: set[str]) -> list[str]:
    """Returns the items of a comma list; a value that a ticket has is one, commas included."""
    if text.strip().removeprefix("!") in known:
        return [text.strip()] if text.strip() else []
    return [part.strip() for part in text.split(",") if part.strip()]


def _wanted_value(key: str, text: str, known: set[str], project: Project) -> str:
    """Returns the value that a filter's text means, "" for none."""
    field = BY_KEY[key]
    if text == NO_VALUE:
        return ""
    if field.shape in (Shape.ID, Shape.IDS):
        try:
            return project.resolve(text)
        except NotFoundError:
            if text not in known:
                raise
            return text
    if field.shape is Shape.PERSON:
        if means_asker(text):
            return project.person(text)
        text = project.person(text)
    choices = choices_of(field, project.settings)
    if choices is not None and text not in choices and text not in known:
        name = key.replace("_", " ")
        raise BadFilterError(f"unknown {name} {quoted(text)}", one_of(text, choices))
    return text
