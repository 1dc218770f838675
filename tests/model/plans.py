"""What a plan is, by the words of the manual and by brute force, and projects to try it on."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from graphs import SETTINGS, projects
from hypothesis import strategies as st

from jticket.model.graph import Graph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.ticket import Ticket

PATHS = ("src/", "src", "src/a.py", "src/b.py", "src/sub/a.py", "src/*.py", "docs", "./docs/x", ".")
EFFORTS = (None, 0.0, 0.1, 1 / 3, 0.5, 1.0, 1.0, 2.0)
PRIORITIES = ("low", "normal", "high", "critical", "urgent")


@st.composite
def efforts(draw: st.DrawFn, most: int = 7) -> list[Ticket]:
    """Projects with efforts, priorities and files."""
    return [
        replace(
            ticket,
            effort_hours=draw(st.sampled_from(EFFORTS)),
            priority=draw(st.sampled_from(PRIORITIES)),
            files=tuple(draw(st.lists(st.sampled_from(PATHS), max_size=2))),
        )
        for ticket in draw(projects(most))
    ]


def hours(ticket: Ticket) -> Fraction:
    """The effort of a ticket, exactly."""
    effort = SETTINGS.default_effort if ticket.effort_hours is None else ticket.effort_hours
    return Fraction(effort).limit_denominator(1000)


class Literal:
    """The plan's facts, each by its definition. IDs are of one width, so they compare as text."""

    def __init__(self, tickets: Sequence[Ticket], chosen: set[str] | None = None) -> None:
        self.graph = Graph(tickets, SETTINGS)
        self.by_id = self.graph.tickets
        self.open = {each.id for each in tickets if each.status not in ("done", "cancelled")}
        self.work = {each for each in self.open if self.by_id[each].ticket_type != "epic"}
        self.needs = {each: self._needs(each) for each in self.work}
        wanted = self.work if chosen is None else self.work & chosen
        self.left_out = {each for each in wanted if each in self.before_all[each]}
        self.planned = sorted(wanted - self.left_out)
        self.length = {each: hours(self.by_id[each]) for each in self.planned}
        self.before = {each: self.before_all[each] & set(self.planned) for each in self.planned}
        self.after = {
            each: {other for other in self.planned if each in self.before[other]}
            for each in self.planned
        }

    def _above(self, ticket_id: str) -> Iterator[Ticket]:
        seen: set[str] = set()
        above = self.graph.parent(self.by_id[ticket_id])
        while above is not None and above.id not in seen:
            seen.add(above.id)
            yield above
            above = self.graph.parent(above)

    def _depends(self, ticket_id: str) -> set[str]:
        """The open tickets and epics that a ticket's own and its epics' dependencies name."""
        epics = [each for each in self._above(ticket_id) if each.ticket_type == "epic"]
        named = [
            on for each in (self.by_id[ticket_id], *epics) for on in self.graph.dependencies(each)
        ]
        return set(named) & self.open

    def _closing(self, ticket_id: str, seen: frozenset[str] = frozenset()) -> set[str]:
        """The work that must be done for an open ticket to be closed."""
        if ticket_id in self.work or ticket_id in seen:
            return {ticket_id} & self.work
        below = {each for each in self.by_id if ticket_id in {a.id for a in self._above(each)}}
        found = below & self.work
        idle = {ticket_id, *(below & self.open)}
        for epic in idle - self.work:
            under = {each for each in self.by_id if epic in {a.id for a in self._above(each)}}
            if not under & self.work:
                for on in self._depends(epic):
                    found |= self._closing(on, seen | {ticket_id})
        return found

    def _needs(self, ticket_id: str) -> set[str]:
        below = set(self.graph.open_children(self.by_id[ticket_id]))
        wanted = self._depends(ticket_id) | below
        return {each for on in wanted for each in self._closing(on)}

    @cached_property
    def before_all(self) -> dict[str, set[str]]:
        """The transitive closure."""
        found = {each: set(needs) for each, needs in self.needs.items()}
        for middle in found:
            for each in found:
                if middle in found[each]:
                    found[each] |= found[middle]
        return found

    def directly_before(self, ticket_id: str) -> set[str]:
        """The planned tickets before one with nothing planned between on some way."""
        found: set[str] = set()
        seen: set[str] = set()
        stack = list(self.needs[ticket_id])
        while stack:
            each = stack.pop()
            if each in seen:
                continue
            seen.add(each)
            if each in self.length:
                found.add(each)
            else:
                stack += self.needs[each]
        return found

    @cached_property
    def paths(self) -> list[tuple[str, ...]]:
        """Every chain of planned tickets."""
        found: list[tuple[str, ...]] = [(each,) for each in self.planned]
        for path in found:
            found += [(each, *path) for each in self.directly_before(path[0])]
        return found

    def long(self, path: tuple[str, ...]) -> Fraction:
        """The hours of a chain."""
        return sum((self.length[each] for each in path), Fraction(0))

    @cached_property
    def end(self) -> Fraction:
        """The hours of the longest chain."""
        return max(map(self.long, self.paths), default=Fraction(0))

    @cached_property
    def earliest(self) -> dict[str, Fraction]:
        """By ticket, the longest chain before it."""
        return {
            each: max(self.long(path) for path in self.paths if path[-1] == each)
            - self.length[each]
            for each in self.planned
        }

    @cached_property
    def latest(self) -> dict[str, Fraction]:
        """By ticket, the project's end less the longest chain from it on."""
        return {
            each: self.end - max(self.long(path) for path in self.paths if path[0] == each)
            for each in self.planned
        }

    def priority(self, ticket_id: str) -> int:
        """The lower the more urgent; an unknown one is normal."""
        known = dict(zip(("critical", "high", "normal", "low"), range(4), strict=True))
        return known.get(self.by_id[ticket_id].priority, 2)

    def by_urgency(self, ids: set[str]) -> list[str]:
        """By latest start, then priority, then ID."""
        return sorted(ids, key=lambda each: (self.latest[each], self.priority(each), each))
