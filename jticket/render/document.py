"""What the templates of documents are given: tickets, groups, plan and figures as plain data.

Nothing here is a method of jticket's own objects, so that a template of a project reaches values
alone. The names are documented in the guide, and stable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from jticket.errors import UsageError
from jticket.model.dates import parse_date
from jticket.model.effort import working_days
from jticket.model.graph import EPIC
from jticket.model.ids import sort_key
from jticket.model.planning.parallel import from_scratch, independent, parallel_phases
from jticket.model.planning.plan import plan
from jticket.model.queries.compiler import QueryCompiler
from jticket.model.queries.query import EvalContext, QueryError
from jticket.model.schema import FIELDS, HEADINGS
from jticket.model.settings import StatusClass
from jticket.model.stats.grouping import grouping_key, groupings, groups, values_in_order
from jticket.model.stats.tally import USUAL_KEYS, statistics, tally
from jticket.model.suggestions import one_of
from jticket.model.wording import quoted
from jticket.render import template_filters as filters
from jticket.render.payload import number, ticket_json
from jticket.render.plan import plan_json
from jticket.render.stats import counted_json
from jticket.text.project import Project
from jticket.text.query import parse_query
from jticket.text.reading import NO_TEXT, ValidFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from jticket.model.settings import Settings
    from jticket.model.stats.tally import Tally
    from jticket.model.ticket import Ticket
    from jticket.render.payload import Json

    TicketData = dict[str, Json]

_ASKS_CLOCK = re.compile(r"\b(?:today|age)\b", re.IGNORECASE)
_QUOTED = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")


class BadTemplateQueryError(UsageError):
    """Says what is wrong in a query that a template asks."""


@dataclass(frozen=True)
class DocumentContext:
    """The ingredients of a document.

    `files` are all tickets with their paths from the repository's root, `chosen` the IDs of those
    that the document is about. `today` is a day in UTC, None for a document that must not change
    with the clock. `closed_on` says when tickets were closed, where git knows. `folder` is where
    the document will lie, from the root, for its links.
    """

    files: tuple[tuple[str, Ticket], ...]
    settings: Settings
    chosen: tuple[str, ...]
    today: date | None = None
    closed_on: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    by: str | None = None
    folder: str = ""

    @cached_property
    def _project(self) -> Project:
        files = (ValidFile(path, ticket, NO_TEXT) for path, ticket in self.files)
        return Project(tuple(files), self.settings)

    @cached_property
    def _tickets(self) -> dict[str, TicketData]:
        """The data of each ticket by its ID, in the order of IDs."""
        files = {file.ticket.id: file for file in self._project.valid}
        return {each: self._data(files[each]) for each in sorted(self.chosen, key=sort_key)}

    def _data(self, file: ValidFile) -> TicketData:
        data = ticket_json(file, self._project, full=True, waiting=True)
        status = self.settings.class_of(str(data["status"]))
        data["open"] = status in (StatusClass.OPEN, StatusClass.ACTIVE)
        data["active"] = status is StatusClass.ACTIVE
        data["closed"] = not data["open"]
        data["done"] = status is StatusClass.DONE
        data["order"] = None
        data["closed_on"] = self.closed_on.get(str(data["id"]))
        return data

    def names(self) -> Mapping[str, object]:
        """Returns the names that a template knows."""
        graph = self._project.graph
        remaining = plan(graph, self._tickets.keys())
        for place, ticket_id in enumerate(remaining.order, 1):
            self._tickets[ticket_id]["order"] = place
        every = list(self._tickets.values())
        work = [each for each in every if each["ticket_type"] != EPIC]
        chosen = [self._project.graph.tickets[each] for each in self._tickets]
        return {
            "tickets": work,
            "epics": [each for each in every if each["ticket_type"] == EPIC],
            "total": self._sum(self._work_in(chosen)),
            "phases": self.grouped(work, "phase"),
            "milestones": self.grouped(work, "milestone"),
            "services": self.grouped(work, "service"),
            "graph": {
                "edges": [
                    {"from": before, "to": after}
                    for before, after in self._project.graph.edges_among(chosen)
                ]
            },
            "plan": plan_json(remaining),
            "whole_plan": plan_json(plan(from_scratch(graph), self._tickets.keys())),
            "stats": counted_json(
                statistics(self._work_in(chosen), USUAL_KEYS, self._project.graph, {})
            ),
            "independent": [
                self._tickets[each.id]
                for each in independent(self._project.graph)
                if each.id in self._tickets
            ],
            "parallel": self._parallel(work),
            "groups": self.grouped(work, self.by) if self.by else [],
            "by": self.by,
            **self._days(),
            "vars": dict(self.variables),
            "settings": {
                "prefix": self.settings.prefix,
                "hours_per_day": number(self.settings.hours_per_day),
                "statuses": list(self.settings.statuses),
                "priorities": list(self.settings.priorities),
                "ticket_types": list(self.settings.ticket_types),
                "services": {each.service_id: each.title for each in self.settings.services},
            },
            "schema": {
                "fields": [{"key": each.key, "doc": each.doc} for each in FIELDS],
                "sections": list(HEADINGS),
            },
        }

    def filters(self) -> Mapping[str, Callable[..., object]]:
        """The filters that a template knows, beside those of Jinja2."""
        return {
            "where": self.where,
            "closed_since": self.closed_since,
            "grouped": self.grouped,
            "md": filters.markdown_text,
            "hours": filters.hours,
            "days": filters.dayer(self.settings.hours_per_day),
            "percent": filters.percent,
            "bar": filters.progress_bar,
            "ids": filters.id_ranges,
            "link": filters.linker(self.folder),
            "demoted": filters.demoted,
            "day": filters.moments,
        }

    def _days(self) -> dict[str, str | None]:
        """The days that a document may speak of."""
        if self.today is None:
            return {"today": None, "last_workday": None}
        back = {0: 3, 6: 2}.get(self.today.weekday(), 1)  # from Monday and Sunday to Friday
        return {
            "today": self.today.isoformat(),
            "last_workday": (self.today - timedelta(days=back)).isoformat(),
        }

    def closed_since(self, tickets: Iterable[TicketData], since: str = "") -> list[TicketData]:
        """The filter `closed_since`: what was closed on a day or later, the oldest first.

        Without a day all closed tickets, also those of which git does not know when.
        """
        if since and parse_date(since) is None:
            raise UsageError(f"closed_since({quoted(since)}): write a day, 2025-10-01")
        closed = [each for each in tickets if each["closed"]]
        found = [each for each in closed if not since or str(each["closed_on"] or "") >= since]
        return sorted(found, key=lambda each: str(each["closed_on"] or ""))

    def where(self, tickets: Iterable[TicketData], text: str) -> list[TicketData]:
        """The filter `where`: the tickets that a query admits."""
        graph, today = self._project.graph, self.today or date.min
        if self.today is None and _ASKS_CLOCK.search(_QUOTED.sub("", text)):
            raise BadTemplateQueryError(f"where {quoted(text)}: an overview must not ask the clock")
        try:
            query = parse_query(text, QueryCompiler(graph, today, self._project.resolve))
        except QueryError as error:
            raise BadTemplateQueryError(f"where {quoted(text)}: {error.message}") from None
        return [
            each
            for each in tickets
            if query.matches(
                graph.tickets[str(each["id"])], EvalContext(graph, str(each["path"]), today)
            )
        ]

    def grouped(self, tickets: Iterable[TicketData], by: str) -> list[dict[str, object]]:
        """The filter `grouped`: tickets by a field, each group with what it adds up to."""
        key = grouping_key(by, self.settings)
        if key is None:
            known = one_of(by, groupings(self.settings))
            raise UsageError(f"grouped({quoted(by)}): no such field", known)
        graph = self._project.graph
        return [
            {"name": each.value, "tickets": list(each.items)}
            | self._sum([self._ticket(item) for item in each.items])
            for each in groups(list(tickets), self._ticket, key, graph)
        ]

    def _ticket(self, data: TicketData) -> Ticket:
        return self._project.graph.tickets[str(data["id"])]

    def _work_in(self, tickets: Sequence[Ticket]) -> list[Ticket]:
        return [each for each in tickets if each.ticket_type != EPIC]

    def _sum(self, tickets: Sequence[Ticket]) -> dict[str, object]:
        """What tickets add up to."""
        found: Tally = tally(tickets, self.settings)
        return {
            "count": found.tickets,
            "open": found.open,
            "done": found.done,
            "cancelled": found.cancelled,
            "effort_hours": number(found.effort_hours),
            "done_hours": number(found.done_hours),
            "days": working_days(found.effort_hours, self.settings.hours_per_day),
            "progress": found.progress,
            "missing_effort": found.missing_effort,
        }

    def _parallel(self, work: Sequence[TicketData]) -> list[list[dict[str, object]]]:
        """Groups of phases that can be worked on side by side, those of more than one."""
        graph = self._project.graph
        by_name = {str(each["name"]): each for each in self.grouped(work, "phase")}
        phases = tuple(each for each in values_in_order("phase", graph) if each and each in by_name)
        found = parallel_phases(graph, phases)
        return [[by_name[each] for each in group] for group in found if len(group) > 1]
