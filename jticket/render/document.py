"""What the templates of documents see: tickets, groups, plan and figures as plain data.

It contains none of the program's own objects, so that a project's template reaches only values.
The names are documented in the guide, and stable.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from jticket.errors import UsageError
from jticket.model.dates import DateError, Tense, parse_date, resolve_day
from jticket.model.effort import working_days
from jticket.model.graph import EPIC
from jticket.model.ids import sort_key
from jticket.model.people import NoNameError
from jticket.model.planning.parallel import from_scratch, independent, parallel_phases
from jticket.model.planning.plan import plan
from jticket.model.queries.compiler import QueryCompiler
from jticket.model.queries.operands import ClockError
from jticket.model.queries.query import EvalContext, QueryError
from jticket.model.schema import FIELDS, HEADINGS
from jticket.model.settings import StatusClass
from jticket.model.stats.grouping import grouping_key, groupings, groups, values_in_order
from jticket.model.stats.tally import USUAL_KEYS, statistics, tally
from jticket.model.suggestions import one_of
from jticket.model.wording import quoted
from jticket.render import template_filters as filters
from jticket.render.markdown_escape import code_span, markdown_text
from jticket.render.payload import number, ticket_json
from jticket.render.plan import plan_json
from jticket.render.stats import counted_json
from jticket.text.inert_html import without_html
from jticket.text.project import Project
from jticket.text.query import parse_query
from jticket.text.reading import NO_TEXT, ValidFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket
    from jticket.render.payload import Json

    TicketData = dict[str, Json]

_MONDAY, _SUNDAY = 0, 6


class BadTemplateQueryError(UsageError):
    """Raised when a query in a template is wrong."""


@dataclass(frozen=True)
class DocumentContext:
    """The names and filters for a document.

    `files` are all tickets with their paths from the repository's root, `chosen` the IDs of those
    that the document is about. `now` is None for a document that must not change with the clock.
    `closed_on` is the day on which tickets were closed, where git knows it.
    `folder` is the document's own, from the root, for its links.
    """

    files: tuple[tuple[str, Ticket], ...]
    settings: Settings
    chosen: tuple[str, ...]
    now: datetime | None = None
    closed_on: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    by: str | None = None
    folder: str = ""

    def names(self) -> Mapping[str, object]:
        """Returns the names that a template knows."""
        graph, all_data = self._project.graph, list(self._tickets.values())
        remaining = plan(graph, self._tickets.keys())
        for place, ticket_id in enumerate(remaining.order, 1):
            self._tickets[ticket_id]["order"] = place
        work = [data for data in all_data if data["ticket_type"] != EPIC]
        chosen = [graph.tickets[ticket_id] for ticket_id in self._tickets]
        chosen_work = [ticket for ticket in chosen if ticket.ticket_type != EPIC]
        edges = [{"from": before, "to": after} for before, after in graph.edges_among(chosen)]
        return {
            "tickets": work,
            "epics": [data for data in all_data if data["ticket_type"] == EPIC],
            "total": self._sums(chosen_work),
            "phases": self.grouped(work, "phase"),
            "milestones": self.grouped(work, "milestone"),
            "services": self.grouped(work, "service"),
            "graph": {"edges": edges},
            "plan": plan_json(remaining),
            "whole_plan": plan_json(plan(from_scratch(graph), self._tickets.keys())),
            "stats": counted_json(statistics(chosen_work, USUAL_KEYS, graph, {})),
            "independent": [
                self._tickets[ticket.id]
                for ticket in independent(graph)
                if ticket.id in self._tickets
            ],
            "parallel": self._parallel(work),
            "groups": self.grouped(work, self.by) if self.by else [],
            "by": self.by,
            **self._days(),
            "vars": dict(self.variables),
            **self._tables(),
        }

    def filters(self) -> Mapping[str, Callable[..., object]]:
        """Returns the filters that a template knows, beside those of Jinja2."""
        return {
            "where": self.where,
            "closed_since": self.closed_since,
            "grouped": self.grouped,
            "md": markdown_text,
            "code": code_span,
            "hours": filters.hours,
            "days": filters.days(self.settings.hours_per_day),
            "percent": filters.percent,
            "bar": filters.progress_bar,
            "ids": filters.id_ranges,
            "link": filters.link(self.folder),
            "demoted": filters.demoted,
            "without_html": without_html,
            "day": filters.day,
        }

    def where(self, tickets: Iterable[TicketData], text: str) -> list[TicketData]:
        """Returns the tickets that match a query: the filter `where`."""
        graph, today = self._project.graph, self.now.date() if self.now else date.min
        try:
            query = parse_query(
                text, QueryCompiler(graph, self.now, self._project.resolve, self._project.person)
            )
        except ClockError:
            message = f"where {quoted(text)}: an overview can't depend on the clock"
            raise BadTemplateQueryError(message) from None
        except NoNameError:
            message = f"where {quoted(text)}: a template can't depend on who runs it"
            raise BadTemplateQueryError(message) from None
        except QueryError as error:
            raise BadTemplateQueryError(f"where {quoted(text)}: {error.message}") from None
        return [
            data
            for data in tickets
            if query.matches(self._ticket(data), EvalContext(graph, str(data["path"]), today))
        ]

    def closed_since(self, tickets: Iterable[TicketData], since: str = "") -> list[TicketData]:
        """Returns what was closed on a day or later, the oldest first: the filter `closed_since`.

        Without a day it returns all closed tickets, also those of unknown day.
        """
        day = self._past_day(since) if since else ""

        def closed_on(data: TicketData) -> str:
            return str(data["closed_on"] or "")

        closed = [data for data in tickets if data["closed"]]
        recent = [data for data in closed if closed_on(data) >= day]
        return sorted(recent, key=closed_on)

    def _past_day(self, text: str) -> str:
        """Returns the day that a template names, in UTC; `7d` is 7 days ago."""
        try:
            if self.now is not None:
                return resolve_day(text, self.now.date(), Tense.PAST).isoformat()
        except DateError as error:
            raise UsageError(f"closed_since: {error.message} ({error.hint})") from None
        if parse_date(text) is None:
            raise UsageError(f"closed_since: {quoted(text)} is not a date (write 2025-10-31)")
        return text

    def grouped(self, tickets: Iterable[TicketData], by: str) -> list[dict[str, object]]:
        """Returns groups by a field, each with its sums: the filter `grouped`."""
        key = grouping_key(by, self.settings)
        if key is None:
            known = one_of(by, groupings(self.settings))
            raise UsageError(f"grouped({quoted(by)}): no such field", known)
        return [
            {"name": group.value, "tickets": list(group.items)}
            | self._sums([self._ticket(data) for data in group.items])
            for group in groups(list(tickets), self._ticket, key, self._project.graph)
        ]

    @cached_property
    def _project(self) -> Project:
        files = (ValidFile(path, ticket, NO_TEXT) for path, ticket in self.files)
        return Project(tuple(files), self.settings, self.now.date() if self.now else None)

    @cached_property
    def _tickets(self) -> dict[str, TicketData]:
        """The data of each ticket by its ID, in the order of IDs."""
        files = {file.ticket.id: file for file in self._project.valid}
        ids = sorted(self.chosen, key=sort_key)
        return {ticket_id: self._data(files[ticket_id]) for ticket_id in ids}

    def _data(self, file: ValidFile) -> TicketData:
        data = ticket_json(file, self._project, full=True, waiting=True)
        status = self.settings.class_of(file.ticket.status)
        data["open"] = not self.settings.is_closed(file.ticket.status)
        data["active"] = status is StatusClass.ACTIVE
        data["closed"] = not data["open"]
        data["done"] = status is StatusClass.DONE
        parking = self._project.graph.parking(file.ticket)
        data["parked_words"] = parking.words if parking else ""
        data["order"] = None
        data["closed_on"] = self.closed_on.get(file.ticket.id)
        return data

    def _ticket(self, data: TicketData) -> Ticket:
        return self._project.graph.tickets[str(data["id"])]

    def _days(self) -> dict[str, str | None]:
        """Returns the days that a document may name."""
        if self.now is None:
            return {"today": None, "last_workday": None}
        today = self.now.date()
        days_back = {_MONDAY: 3, _SUNDAY: 2}.get(today.weekday(), 1)
        return {
            "today": today.isoformat(),
            "last_workday": (today - timedelta(days=days_back)).isoformat(),
        }

    def _tables(self) -> dict[str, object]:
        """Returns what a document may say of the settings and of the schema."""
        settings = self.settings
        return {
            "settings": {
                "prefix": settings.prefix,
                "hours_per_day": number(settings.hours_per_day),
                "statuses": list(settings.statuses),
                "priorities": list(settings.priorities),
                "ticket_types": list(settings.ticket_types),
                "services": {service.service_id: service.title for service in settings.services},
            },
            "schema": {
                "fields": [{"key": field.key, "doc": field.doc} for field in FIELDS],
                "sections": list(HEADINGS),
            },
        }

    def _sums(self, tickets: Sequence[Ticket]) -> dict[str, object]:
        """Returns what tickets add up to."""
        sums = tally(tickets, self.settings)
        return {
            "count": sums.tickets,
            "open": sums.open,
            "done": sums.done,
            "cancelled": sums.cancelled,
            "effort_hours": number(sums.effort_hours),
            "done_hours": number(sums.done_hours),
            "days": working_days(sums.effort_hours, self.settings.hours_per_day),
            "progress": sums.progress,
            "missing_effort": sums.missing_effort,
        }

    def _parallel(self, work: Sequence[TicketData]) -> list[list[dict[str, object]]]:
        """Returns groups of phases that can be worked on side by side, those of more than one."""
        graph = self._project.graph
        by_name = {str(group["name"]): group for group in self.grouped(work, "phase")}
        phases = tuple(name for name in values_in_order("phase", graph) if name and name in by_name)
        return [
            [by_name[name] for name in names]
            for names in parallel_phases(graph, phases)
            if len(names) > 1
        ]
