"""The definition of a plan, computed by brute force, and projects to try it on."""

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
    """Draws projects with efforts, priorities and files."""
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
    """Returns the effort of a ticket, exactly."""
    effort = SETTINGS.default_effort if ticket.effort_hours is None else ticket.effort_hours
    return Fraction(effort).limit_denominator(1000)


class Literal:
    """The plan's facts, each by its definition. IDs are of one width, so they compare as text."""

    def __init__(self, tickets: Sequence[Ticket], chosen: set[str] | None = None) -> None:
        self.graph = Graph(tickets, SETTINGS)
        self.by_id = self.graph.tickets
        self.open = {ticket.id for ticket in tickets if ticket.status not in ("done", "cancelled")}
        self.work = {
            ticket_id for ticket_id in self.open if self.by_id[ticket_id].ticket_type != "epic"
        }
        self.needs = {ticket_id: self._needs(ticket_id) for ticket_id in self.work}
        wanted = self.work if chosen is None else self.work & chosen
        self.left_out = {
            ticket_id for ticket_id in wanted if ticket_id in self.before_all[ticket_id]
        }
        self.planned = sorted(wanted - self.left_out)
        self.length = {ticket_id: hours(self.by_id[ticket_id]) for ticket_id in self.planned}
        self.before = {
            ticket_id: self.before_all[ticket_id] & set(self.planned) for ticket_id in self.planned
        }
        self.after = {
            ticket_id: {later for later in self.planned if ticket_id in self.before[later]}
            for ticket_id in self.planned
        }

    def _above(self, ticket_id: str) -> Iterator[Ticket]:
        seen: set[str] = set()
        above = self.graph.parent(self.by_id[ticket_id])
        while above is not None and above.id not in seen:
            seen.add(above.id)
            yield above
            above = self.graph.parent(above)

    def _depends(self, ticket_id: str) -> set[str]:
        """Returns the open tickets and epics that a ticket or one of its epics depends on."""
        epics = [ticket for ticket in self._above(ticket_id) if ticket.ticket_type == "epic"]
        named = [
            on
            for ticket in (self.by_id[ticket_id], *epics)
            for on in self.graph.dependencies(ticket)
        ]
        return set(named) & self.open

    def _closing(self, ticket_id: str, seen: frozenset[str] = frozenset()) -> set[str]:
        """Returns the work that must be done for an open ticket to be closed."""
        if ticket_id in self.work or ticket_id in seen:
            return {ticket_id} & self.work
        below = {
            candidate
            for candidate in self.by_id
            if ticket_id in {ancestor.id for ancestor in self._above(candidate)}
        }
        work = below & self.work
        idle = {ticket_id, *(below & self.open)}
        for epic in idle - self.work:
            under = {
                candidate
                for candidate in self.by_id
                if epic in {ancestor.id for ancestor in self._above(candidate)}
            }
            if not under & self.work:
                for on in self._depends(epic):
                    work |= self._closing(on, seen | {ticket_id})
        return work

    def _needs(self, ticket_id: str) -> set[str]:
        below = set(self.graph.open_children(self.by_id[ticket_id]))
        wanted = self._depends(ticket_id) | below
        return {closing for on in wanted for closing in self._closing(on)}

    @cached_property
    def before_all(self) -> dict[str, set[str]]:
        """Returns the transitive closure."""
        closure = {ticket_id: set(needs) for ticket_id, needs in self.needs.items()}
        for middle in closure:
            for ticket_id in closure:
                if middle in closure[ticket_id]:
                    closure[ticket_id] |= closure[middle]
        return closure

    def directly_before(self, ticket_id: str) -> set[str]:
        """Returns the planned tickets before a ticket with none between them on some path."""
        direct: set[str] = set()
        seen: set[str] = set()
        stack = list(self.needs[ticket_id])
        while stack:
            ticket_before = stack.pop()
            if ticket_before in seen:
                continue
            seen.add(ticket_before)
            if ticket_before in self.length:
                direct.add(ticket_before)
            else:
                stack += self.needs[ticket_before]
        return direct

    @cached_property
    def paths(self) -> list[tuple[str, ...]]:
        """Returns every chain of planned tickets."""
        chains: list[tuple[str, ...]] = [(ticket_id,) for ticket_id in self.planned]
        for path in chains:
            chains += [(ticket_id, *path) for ticket_id in self.directly_before(path[0])]
        return chains

    def long(self, path: tuple[str, ...]) -> Fraction:
        """Returns the hours of a chain."""
        return sum((self.length[ticket_id] for ticket_id in path), Fraction(0))

    @cached_property
    def end(self) -> Fraction:
        """Returns the hours of the longest chain."""
        return max(map(self.long, self.paths), default=Fraction(0))

    @cached_property
    def earliest(self) -> dict[str, Fraction]:
        """Returns by ticket the hours of the longest chain before it."""
        return {
            ticket_id: max(self.long(path) for path in self.paths if path[-1] == ticket_id)
            - self.length[ticket_id]
            for ticket_id in self.planned
        }

    @cached_property
    def latest(self) -> dict[str, Fraction]:
        """Returns by ticket the project's end less the longest chain from it on."""
        return {
            ticket_id: self.end
            - max(self.long(path) for path in self.paths if path[0] == ticket_id)
            for ticket_id in self.planned
        }

    def priority(self, ticket_id: str) -> int:
        """Returns a number, the lower the more urgent; an unknown priority is normal."""
        known = dict(zip(("critical", "high", "normal", "low"), range(4), strict=True))
        return known.get(self.by_id[ticket_id].priority, 2)

    def by_urgency(self, ids: set[str]) -> list[str]:
        """Returns the tickets by latest start, then priority, then ID."""
        return sorted(
            ids, key=lambda ticket_id: (self.latest[ticket_id], self.priority(ticket_id), ticket_id)
        )
