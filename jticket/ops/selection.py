"""Selecting tickets: the one that a reference means, and those that a list shows, in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from jticket.errors import Advice, Argument, BadDataError, NotFoundError, Remedy, UsageError
from jticket.model.dates import parse_date, parse_timestamp
from jticket.model.ids import matching, sort_key
from jticket.model.queries.filters import FieldFilter, Filters
from jticket.model.schema import BY_KEY, Shape
from jticket.model.settings import CustomType
from jticket.model.suggestions import one_of
from jticket.model.validation import choices_of
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from jticket.model.queries.query import Query, QueryError
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket
    from jticket.text.project import Project
    from jticket.text.reading import UnreadableFile, ValidFile

NO_VALUE = "-"


class BadFilterError(UsageError):
    """Raised when a filter names a value that the field can't have."""


class BadQueryError(UsageError):
    """Raised when a query is wrong; the mistake is from `start` to `end` in its `text`."""

    def __init__(self, text: str, error: QueryError) -> None:
        super().__init__(error.message, error.hint, argument=Argument.QUERY)
        self.text = text
        self.start = error.start
        self.end = error.end


class BrokenTicketError(BadDataError):
    """Raised when the file of the ticket that was asked for can't be read; `reason` says why."""

    code = "broken_ticket"

    def __init__(self, file: UnreadableFile) -> None:
        self.reason = file.reason
        self.ticket_id = PurePosixPath(file.path).stem
        hint = Advice(Remedy.SHOW_RAW, (self.ticket_id,))
        super().__init__(f"{self.ticket_id} can't be read: {file.reason.line}", hint)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which tickets to list: filter values by front-matter key, a query, the order, how many.

    The values are as they were typed; `where` is the text of the query.
    """

    filters: Mapping[str, Sequence[str]]
    closed_too: bool = False
    sort: str | None = None
    limit: int | None = None
    where: str | None = None


def resolve_ticket(project: Project, reference: str) -> ValidFile:
    """Returns the ticket that a reference means.

    Raises:
        NotFoundError: no ticket, or several.
        DuplicateTicketError: several files have its ID.
        BrokenTicketError: its file can't be read.
    """
    try:
        return project.find(reference)
    except NotFoundError:
        if (file := unreadable_file(project, reference)) is None:
            raise
        raise BrokenTicketError(file) from None


def unreadable_file(project: Project, reference: str) -> UnreadableFile | None:
    """Returns the unreadable file whose name a reference means; None for no file, or several."""
    files = {PurePosixPath(file.path).stem: file for file in project.unreadable}
    stems = matching(reference, files, project.settings.prefix)
    return files[stems[0]] if len(stems) == 1 else None


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
    return in_order(files, selection, project.settings)


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
    if selection.where is None:
        return lambda ticket, _: chosen.matches(ticket, graph)
    from jticket.model.queries.query import EvalContext, shows_closed

    query = compiled_query(selection.where, project, now)
    today = now.date()
    wider = replace(chosen, closed_too=chosen.closed_too or shows_closed(query))
    return lambda ticket, path: (
        wider.matches(ticket, graph) and query.matches(ticket, EvalContext(graph, path, today))
    )


def compiled_query(text: str, project: Project, now: datetime) -> Query:
    """Returns a query, its names and values checked against the project.

    Raises:
        BadQueryError: the text is not a query, or asks for what the project does not have.
    """
    from jticket.model.queries.compiler import QueryCompiler
    from jticket.model.queries.query import QueryError
    from jticket.text.query import parse_query

    compiler = QueryCompiler(project.graph, now, project.resolve)
    try:
        return parse_query(text, compiler)
    except QueryError as error:
        raise BadQueryError(text, error) from None


def in_order(
    files: Sequence[ValidFile], selection: Selection, settings: Settings
) -> tuple[ValidFile, ...]:
    """Returns tickets in the order of a selection, up to its limit.

    `-KEY` sorts the other way round; equal tickets are sorted by ID, those without a value are
    last.

    Raises:
        UsageError: there is no such key to sort by.
    """
    key = (selection.sort or "priority").removeprefix("-")
    keys = [*BY_KEY, "effort_hours", *(field.key for field in settings.fields)]
    if key not in keys:
        raise BadFilterError(f"no key {quoted(key)} to sort by", one_of(key, keys))
    ranked = [(*_rank(key, file.ticket, settings), file) for file in files]
    valued = [(rank, file) for is_missing, rank, file in ranked if not is_missing]
    is_reversed = selection.sort is not None and selection.sort.startswith("-")
    valued.sort(key=lambda pair: pair[0], reverse=is_reversed)
    last = [file for is_missing, _, file in ranked if is_missing]
    return tuple([*(file for _, file in valued), *last][: selection.limit])


def filters(project: Project, selection: Selection) -> Filters:
    """Returns the filters that the typed values mean: comma lists, `!` for not, `-` for none.

    Raises:
        BadFilterError: a field can't have a value.
        NotFoundError: the ticket to filter by does not exist, or there are several.
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
    choices = choices_of(field, project.settings)
    if choices is not None and text not in choices and text not in known:
        name = key.replace("_", " ")
        raise BadFilterError(f"unknown {name} {quoted(text)}", one_of(text, choices))
    return text


def _rank(key: str, ticket: Ticket, settings: Settings) -> tuple[bool, Any]:
    """Returns whether the value is missing, and what to sort by; the highest priority is first."""
    if key in ("effort", "effort_hours"):
        return ticket.effort_hours is None, ticket.effort_hours or 0.0
    if key not in BY_KEY:
        return _custom_rank(key, ticket, settings)
    field, value = BY_KEY[key], ticket.value(key)
    if isinstance(value, tuple):
        return not value, [item.casefold() for item in value]
    match field.shape:
        case Shape.STATUS | Shape.PRIORITY | Shape.TICKET_TYPE:
            choices = choices_of(field, settings) or ()
            sign = -1 if field.shape is Shape.PRIORITY else 1
            return value not in choices, sign * choices.index(value) if value in choices else 0
        case Shape.ID:
            return not value, sort_key(value) if value else ("", 0, "")
        case Shape.TIMESTAMP:
            moment = parse_timestamp(value)
            return moment is None, moment.timestamp() if moment else 0.0
        case Shape.DATE:
            day = parse_date(value)
            return day is None, day.toordinal() if day else 0
        case _:
            return not value, value.casefold()


def _custom_rank(key: str, ticket: Ticket, settings: Settings) -> tuple[bool, Any]:
    """Returns the same for a custom field: numbers by size, an enum by the order of its values."""
    field, raw = settings.custom_field(key), dict(ticket.fields).get(key, "")
    text = raw if isinstance(raw, str) else str(raw)
    if field is None or field.type not in (CustomType.INTEGER, CustomType.NUMBER):
        values = field.values if field else ()
        return not raw, (values.index(text) if text in values else len(values), text.casefold())
    try:
        return False, float(text)
    except ValueError:
        return True, 0.0
