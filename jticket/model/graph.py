"""Tickets and their edges: who waits for whom, what is ready, and circles that nobody can leave.

Every walk is a loop, not a recursion, so that a chain of any length is fine.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from jticket.model.ids import sort_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket

EPIC = "epic"


class Graph:
    """All tickets of a project at once. Of two with one ID the first counts."""

    def __init__(self, tickets: Iterable[Ticket], settings: Settings) -> None:
        self.settings = settings
        self.tickets: dict[str, Ticket] = {}
        for ticket in tickets:
            self.tickets.setdefault(ticket.id, ticket)
        self._former: dict[str, str] = {}
        for ticket in self.tickets.values():
            for alias in ticket.aliases:
                self._former.setdefault(alias, ticket.id)
        self._epics_above: dict[str, str | None] = {}

    def resolve(self, ticket_id: str) -> str | None:
        """The ID of the ticket that goes, or went, by this one; a living ticket wins."""
        return ticket_id if ticket_id in self.tickets else self._former.get(ticket_id)

    def dependencies(self, ticket: Ticket) -> tuple[str, ...]:
        """What a ticket itself depends on, by today's IDs; unknown ones as they are written."""
        return tuple(self.resolve(each) or each for each in ticket.dependencies)

    def parent(self, ticket: Ticket) -> Ticket | None:
        """The parent, if it is there."""
        found = self.resolve(ticket.parent_id) if ticket.parent_id else None
        return self.tickets[found] if found else None

    @cached_property
    def _children(self) -> dict[str, tuple[str, ...]]:
        children: defaultdict[str, list[str]] = defaultdict(list)
        for ticket in self.tickets.values():
            if (parent := self.parent(ticket)) is not None:
                children[parent.id].append(ticket.id)
        return {each: tuple(sorted(below, key=sort_key)) for each, below in children.items()}

    @cached_property
    def _blocks(self) -> dict[str, tuple[str, ...]]:
        waiting: defaultdict[str, list[str]] = defaultdict(list)
        for ticket in self.tickets.values():
            for dependency in dict.fromkeys(self.dependencies(ticket)):
                waiting[dependency].append(ticket.id)
        return {each: tuple(sorted(ids, key=sort_key)) for each, ids in waiting.items()}

    def children(self, ticket_id: str) -> tuple[str, ...]:
        """The IDs directly below a ticket, in order."""
        return self._children.get(ticket_id, ())

    def blocks(self, ticket_id: str) -> tuple[str, ...]:
        """The IDs that depend directly on a ticket, in order: the inverse of `dependencies`."""
        return self._blocks.get(ticket_id, ())

    def edges_among(self, chosen: Collection[Ticket]) -> list[tuple[str, str]]:
        """The direct dependencies among some tickets as pairs, what comes before in front."""
        ids = {each.id for each in chosen}
        return [
            (before, each.id)
            for each in chosen
            for before in dict.fromkeys(self.dependencies(each))
            if before in ids
        ]

    def inherited_dependencies(self, ticket: Ticket) -> tuple[str, ...]:
        """What a ticket waits for because an epic above it does, the nearest epic's first."""
        above = self._ancestors(ticket)
        needed = (
            each for epic in above if epic.ticket_type == EPIC for each in self.dependencies(epic)
        )
        return tuple(dict.fromkeys(needed))

    def waiting_for(self, ticket: Ticket) -> tuple[str, ...]:
        """The dependencies, its own and its epics', that are not satisfied; unknown ones too."""
        waiting = dict.fromkeys(self._open_dependencies(ticket))
        seen: set[str] = set()
        above = self._waiting_epic_above(ticket)
        while above is not None and above not in seen:
            seen.add(above)
            waiting.update(dict.fromkeys(self._open_dependencies(self.tickets[above])))
            above = self._waiting_epic_above(self.tickets[above])
        return tuple(waiting)

    def _open_dependencies(self, ticket: Ticket) -> list[str]:
        return [each for each in self.dependencies(ticket) if not self._is_closed(each)]

    def _ancestors(self, ticket: Ticket) -> Iterator[Ticket]:
        """All that stands above a ticket; in a circle of parents the ticket itself, too."""
        seen: set[str] = set()
        above = self.parent(ticket)
        while above is not None and above.id not in seen:
            seen.add(above.id)
            yield above
            above = self.parent(above)

    def _waiting_epic_above(self, ticket: Ticket) -> str | None:
        """The nearest epic above with a dependency that is not satisfied.

        Each ticket's is found once, so that a long line of ancestors is walked once for all.
        """
        path: list[str] = []
        found: str | None = None
        current: Ticket | None = ticket
        on_path: set[str] = set()
        while current is not None and current.id not in on_path:
            if current.id in self._epics_above:
                found = self._epics_above[current.id]
                break
            path.append(current.id)
            on_path.add(current.id)
            current = self.parent(current)
            if current is not None and self._passes_on(current):
                found = current.id
                break
        for each in path:
            self._epics_above[each] = found
        return found

    def _passes_on(self, ticket: Ticket) -> bool:
        return ticket.ticket_type == EPIC and bool(self._open_dependencies(ticket))

    def open_children(self, ticket: Ticket) -> tuple[str, ...]:
        """The children that are neither done nor cancelled."""
        return tuple(each for each in self.children(ticket.id) if not self._is_closed(each))

    def is_blocked(self, ticket: Ticket) -> bool:
        """Whether work has not begun and a dependency is not satisfied."""
        return self.settings.is_unstarted(ticket.status) and self._waits(ticket)

    def is_ready(self, ticket: Ticket) -> bool:
        """Whether work can begin: not an epic, by the workflow, no open dependency or child."""
        return (
            ticket.ticket_type != EPIC
            and self.settings.can_begin(ticket.status)
            and not self._waits(ticket)
            and not self.open_children(ticket)
        )

    def is_completable(self, ticket: Ticket) -> bool:
        """Whether a ticket is an open epic that has children, all of them closed."""
        return (
            ticket.ticket_type == EPIC
            and not self.settings.is_closed(ticket.status)
            and bool(self.children(ticket.id))
            and not self.open_children(ticket)
        )

    def _waits(self, ticket: Ticket) -> bool:
        return bool(self._open_dependencies(ticket)) or (
            self._waiting_epic_above(ticket) is not None
        )

    def _is_closed(self, ticket_id: str) -> bool:
        ticket = self.tickets.get(ticket_id)
        return ticket is not None and self.settings.is_closed(ticket.status)
