"""Finding tickets: the one that is meant, and those that a list shows, in which order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from jticket.errors import BadDataError, NotFoundError, UsageError
from jticket.model import rules
from jticket.model.dates import parse_date, parse_timestamp
from jticket.model.ids import matching, sort_key
from jticket.model.queries.filters import FieldFilter, Filters
from jticket.model.schema import BY_KEY, Shape
from jticket.model.settings import CustomType
from jticket.model.suggestions import one_of
from jticket.model.validation import choices_of
from jticket.model.wording import quoted
from jticket.render.terminal import safe_line
from jticket.store.files import read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project
    from jticket.text.reading import File, UnreadableFile, ValidFile

NONE = "-"


class BadFilterError(UsageError):
    """Says that a filter names a value that there can't be."""


class BrokenTicketError(BadDataError):
    """Says why the file of a ticket that was asked for can't be read."""

    code = "broken_ticket"

    def __init__(self, ticket_id: str, file: UnreadableFile) -> None:
        reason = safe_line(file.reason.line)
        hint = f"mend the file (`jticket show --raw {ticket_id}` prints it)"
        super().__init__(f"{ticket_id} can't be read: {reason}", hint)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a list shall show: raw filter values by front-matter key, the order, how many.

    `where` is a query, in words.
    """

    filters: Mapping[str, Sequence[str]]
    closed_too: bool = False
    sort: str | None = None
    limit: int | None = None
    where: str | None = None


def found(project: Project, reference: str) -> ValidFile:
    """The ticket that a reference means.

    Raises:
        NotFoundError: there is none, or several.
        BrokenTicketError: its file can't be read.
    """
    try:
        return project.find(reference)
    except NotFoundError:
        if (broken := _broken(project, reference)) is None:
            raise
        raise BrokenTicketError(PurePosixPath(broken.path).stem, broken) from None


def raw_text(workspace: Workspace | None, project: Project, reference: str) -> str:
    """The text of a ticket's file, of a broken one too; without a workspace, as it was read.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        BrokenTicketError: the file is a link that leads out of the folder.
        UnreadableFileError: the file can't be opened.
    """
    file: File
    try:
        file = project.find(reference)
        if workspace is None:
            return file.text.document.text
    except NotFoundError:
        if (broken := _broken(project, reference)) is None:
            raise
        if workspace is None or broken.reason.rule is rules.LINK_LEAVES:
            raise BrokenTicketError(PurePosixPath(broken.path).stem, broken) from None
        file = broken
    data = read_file(workspace.path_of(file))
    return data.removeprefix(b"\xef\xbb\xbf").decode(errors="surrogateescape")


def _broken(project: Project, reference: str) -> UnreadableFile | None:
    """The file without a readable ticket whose name is what was asked for."""
    stems = {PurePosixPath(each.path).stem: each for each in project.unreadable}
    named = matching(reference, stems, project.settings.prefix)
    return stems[named[0]] if len(named) == 1 else None


def find_tickets(project: Project, selection: Selection, now: datetime) -> list[ValidFile]:
    """The tickets that a list shows, by priority then ID, or by the key that is wished for.

    Raises:
        UsageError: a value that the field can't have, or a query that is none.
        NotFoundError: a parent or dependency to filter by is not there.
    """
    matches = predicate(project, selection, now)
    admitted = [file for file in project.valid if matches(file.ticket, file.path)]
    return in_order(admitted, selection, project.settings)


def predicate(
    project: Project, selection: Selection, now: datetime
) -> Callable[[Ticket, str], bool]:
    """Says of a ticket and its path whether they are wished for, in the midst of a project.

    Raises:
        UsageError: a value that the field can't have, or a query that is none.
        NotFoundError: a parent or dependency to filter by is not there.
    """
    chosen = filters(project, selection)
    graph = project.graph
    if selection.where is None:
        return lambda ticket, _: chosen.matches(ticket, graph)
    from jticket.model.queries.query import EvalContext, shows_closed
    from jticket.ops.queries import understood

    today = now.astimezone(UTC).date()
    query = understood(selection.where, project, today)
    wider = replace(chosen, closed_too=chosen.closed_too or shows_closed(query))
    return lambda ticket, path: (
        wider.matches(ticket, graph) and query.matches(ticket, EvalContext(graph, path, today))
    )


def in_order(
    files: Sequence[ValidFile], selection: Selection, settings: Settings
) -> list[ValidFile]:
    """Returns tickets in the order of a selection, at most as many as it wants.

    Raises:
        UsageError: there is no such key to sort by.
    """
    return _ordered(files, selection.sort, settings)[: selection.limit]


def filters(project: Project, selection: Selection) -> Filters:
    """The filters that raw values mean: comma lists, `!` for not, `-` for none."""
    made = []
    for key, texts in selection.filters.items():
        known = _known(key, project)
        values = [each for text in texts for each in _values(text, known)]
        if not values:
            continue
        wanted = {_meant(key, each, known, project) for each in values if not each.startswith("!")}
        unwanted = {_meant(key, each[1:], known, project) for each in values if each[0] == "!"}
        made.append(FieldFilter(key, frozenset(wanted), frozenset(unwanted)))
    return Filters(tuple(made), selection.closed_too)


def _known(key: str, project: Project) -> set[str]:
    """The values that tickets have now."""
    values = (ticket.value(key) for ticket in (file.ticket for file in project.valid))
    return {one for each in values for one in ((each,) if isinstance(each, str) else each)}


def _values(text: str, known: set[str]) -> list[str]:
    """The items of a comma list; a value that tickets have is one, with commas and all."""
    if text.strip().removeprefix("!") in known:
        return [text.strip()] if text.strip() else []
    return [part.strip() for part in text.split(",") if part.strip()]


def _meant(key: str, text: str, known: set[str], project: Project) -> str:
    field = BY_KEY[key]
    if text == NONE:
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
        what = key.replace("_", " ")
        raise BadFilterError(f"unknown {what} {quoted(text)}", one_of(text, choices))
    return text


def _ordered(files: Sequence[ValidFile], sort: str | None, settings: Settings) -> list[ValidFile]:
    """By a key, `-KEY` the other way round; ties go by ID, tickets without a value come last."""
    key = (sort or "priority").removeprefix("-")
    keys = [*BY_KEY, "effort_hours", *(each.key for each in settings.fields)]
    if key not in keys:
        raise BadFilterError(f"no key {quoted(key)} to sort by", one_of(key, keys))
    ranked = [(*_comparable(key, file.ticket, settings), file) for file in files]
    valued = [(rank, file) for missing, rank, file in ranked if not missing]
    valued.sort(key=lambda pair: pair[0], reverse=bool(sort and sort.startswith("-")))
    return [file for _, file in valued] + [file for missing, _, file in ranked if missing]


def _comparable(key: str, ticket: Ticket, settings: Settings) -> tuple[bool, Any]:
    """Whether the value is missing, and how it compares; the highest priority comes first."""
    if key in ("effort", "effort_hours"):
        return ticket.effort_hours is None, ticket.effort_hours or 0.0
    if key not in BY_KEY:
        return _comparable_custom(key, ticket, settings)
    value = ticket.value(key)
    if key in (orders := _orders(settings)):
        sign = -1 if key == "priority" else 1
        return value not in orders[key], sign * orders[key].get(str(value), 0)
    if isinstance(value, tuple):
        return not value, [each.casefold() for each in value]
    if BY_KEY[key].shape is Shape.ID:
        return not value, sort_key(value) if value else ("", 0, "")
    if BY_KEY[key].shape is Shape.TIMESTAMP:
        moment = parse_timestamp(value)
        return moment is None, moment.timestamp() if moment else 0.0
    if BY_KEY[key].shape is Shape.DATE:
        day = parse_date(value)
        return day is None, day.toordinal() if day else 0
    return not value, value.casefold()


def _comparable_custom(key: str, ticket: Ticket, settings: Settings) -> tuple[bool, Any]:
    """The same for a custom field: numbers by size, an enum by the order of its values."""
    field, raw = settings.custom_field(key), dict(ticket.fields).get(key, "")
    text = raw if isinstance(raw, str) else str(raw)
    if field is None or field.type not in (CustomType.INTEGER, CustomType.NUMBER):
        values = field.values if field else ()
        return not raw, (values.index(text) if text in values else len(values), text.casefold())
    try:
        return False, float(text)
    except ValueError:
        return True, 0.0


def _orders(settings: Settings) -> dict[str, dict[str, int]]:
    return {
        "status": {each: n for n, each in enumerate(settings.statuses)},
        "priority": {each: n for n, each in enumerate(settings.priorities)},
        "ticket_type": {each: n for n, each in enumerate(settings.ticket_types)},
    }
