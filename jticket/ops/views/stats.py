"""Views of many tickets at once: counted, or in columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.errors import UsageError
from jticket.model.graph import EPIC
from jticket.model.stats.grouping import Board, grouping_key, groupings, groups
from jticket.model.stats.tally import USUAL_KEYS, Survey, statistics
from jticket.model.suggestions import one_of
from jticket.model.wording import quoted
from jticket.ops.selection import filters, find_tickets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket
    from jticket.ops.selection import Selection
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile


class BadGroupingError(UsageError):
    """Says that tickets can't be grouped by something, and by what they can."""

    def __init__(self, name: str, settings: Settings) -> None:
        super().__init__(f"can't group by {quoted(name)}", one_of(name, groupings(settings)))


def grouping_keys(names: Iterable[str], settings: Settings) -> tuple[str, ...]:
    """The keys that names or comma lists of names mean, each once.

    Raises:
        BadGroupingError: tickets can't be grouped by one of them.
    """
    parts = (part for text in names for part in text.split(","))
    return tuple(dict.fromkeys(grouping_key_of(part, settings) for part in parts))


def grouping_key_of(name: str, settings: Settings) -> str:
    """The key that one name means.

    Raises:
        BadGroupingError: tickets can't be grouped by it.
    """
    key = grouping_key(name.strip(), settings)
    if key is None:
        raise BadGroupingError(name, settings)
    return key


def survey(project: Project, selection: Selection, keys: Sequence[str], now: datetime) -> Survey:
    """Counts the tickets that are wished for, by keys, `USUAL_KEYS` where there are none.

    Services of the config are counted even where they have no ticket, unless the wish is for
    some services only.

    Raises:
        UsageError: a filter's value that the field can't have, or a query that is none.
        NotFoundError: a parent or dependency to filter by is not there.
    """
    found = [each.ticket for each in find_tickets(project, selection, now)]
    services = [each.service_id for each in project.settings.services]
    anyway = {} if selection.filters.get("service_id") else {"service_id": services}

    keys = keys or USUAL_KEYS
    tickets = [each for each in found if each.ticket_type != EPIC]
    epics = [each for each in found if each.ticket_type == EPIC]
    return Survey(
        statistics(tickets, keys, project.graph, anyway),
        statistics(epics, keys, project.graph, {}),
    )


def board(project: Project, selection: Selection, key: str, now: datetime) -> Board[ValidFile]:
    """Puts the tickets that are wished for into columns, in the order of a list.

    Epics are left out unless a filter by type names them or nothing else is found. By status the
    statuses without a ticket have their columns, too, the closed ones where the wish is for closed
    tickets.

    Raises:
        UsageError: a filter's value that the field can't have, or a query that is none.
        NotFoundError: a parent or dependency to filter by is not there.
    """
    settings = project.settings
    by_type = [each for each in filters(project, selection).fields if each.key == "ticket_type"]
    found = find_tickets(project, selection, now)
    types = {_ticket(each).ticket_type for each in found}
    with_epics = types == {EPIC} or any(EPIC in each.wanted for each in by_type)
    shown = [each for each in found if with_epics or _ticket(each).ticket_type != EPIC]
    everything = find_tickets(project, replace(selection, closed_too=True), now)
    possible = [each for each in everything if with_epics or _ticket(each).ticket_type != EPIC]
    anyway = [
        each for each in settings.statuses if selection.closed_too or not settings.is_closed(each)
    ]
    columns = groups(
        shown,
        _ticket,
        key,
        project.graph,
        shown_anyway=anyway if key == "status" and not selection.filters.get("status") else (),
    )
    return Board(key, columns, len(possible) - len(shown), len(found) - len(shown))


def _ticket(file: ValidFile) -> Ticket:
    if file.ticket is None:
        raise ValueError(f"{file.path} holds no ticket")
    return file.ticket
