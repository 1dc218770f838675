"""Tickets and their edges: which ticket waits for which, and what is available or blocked.

Every walk is a loop, not a recursion, so that chains may be of any length.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from jticket.model.ids import sort_key
from jticket.model.parking import parking_of
from jticket.model.schema import BY_KEY
from jticket.model.ticket_facts import NO_FACTS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from datetime import date

    from jticket.model.parking import Parking
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket
    from jticket.model.ticket_facts import TicketFacts

Derived = TypeVar("Derived")

EPIC = "epic"


class Graph:
    """The tickets of a project by ID, and their edges. Of two with one ID the first counts.

    `today` is the day that decides which tickets are parked by a date, None where no clock is read.
    `facts` are what git's history says about the tickets.
    """

    def __init__(
        self,
        tickets: Iterable[Ticket],
        settings: Settings,
        today: date | None = None,
        facts: TicketFacts = NO_FACTS,
    ) -> None:
        self.settings = settings
        self.today = today
        self.facts = facts
        self.tickets: dict[str, Ticket] = {}
        for ticket in tickets:
            self.tickets.setdefault(ticket.id, ticket)
        self._former: dict[str, str] = {}
        for ticket in self.tickets.values():
            for alias in ticket.aliases:
                self._former.setdefault(alias, ticket.id)
        self._epics_above: dict[str, str | None] = {}
        self._derived: dict[Callable[[Graph], object], object] = {}
        self._inverses: dict[str, dict[str, tuple[str, ...]]] = {}

    def resolve(self, ticket_id: str) -> str | None:
        """Returns the current ID of the ticket with this ID or alias; an ID wins over an alias."""
        return ticket_id if ticket_id in self.tickets else self._former.get(ticket_id)

    def dependencies(self, ticket: Ticket) -> tuple[str, ...]:
        """Returns what a ticket itself depends on, by current IDs; unknown ones as written."""
        return tuple(self.resolve(written) or written for written in ticket.dependencies)

    def parent(self, ticket: Ticket) -> Ticket | None:
        """Returns the parent of a ticket, if it exists."""
        parent_id = self.resolve(ticket.parent_id) if ticket.parent_id else None
        return self.tickets[parent_id] if parent_id else None

    @cached_property
    def _children(self) -> dict[str, tuple[str, ...]]:
        children: defaultdict[str, list[str]] = defaultdict(list)
        for ticket in self.tickets.values():
            if (parent := self.parent(ticket)) is not None:
                children[parent.id].append(ticket.id)
        return {parent: tuple(sorted(ids, key=sort_key)) for parent, ids in children.items()}

    @cached_property
    def _blocks(self) -> dict[str, tuple[str, ...]]:
        waiting: defaultdict[str, list[str]] = defaultdict(list)
        for ticket in self.tickets.values():
            for dependency in dict.fromkeys(self.dependencies(ticket)):
                waiting[dependency].append(ticket.id)
        return {needed: tuple(sorted(ids, key=sort_key)) for needed, ids in waiting.items()}

    def children(self, ticket_id: str) -> tuple[str, ...]:
        """Returns the IDs of a ticket's children, in order."""
        return self._children.get(ticket_id, ())

    def blocks(self, ticket_id: str) -> tuple[str, ...]:
        """Returns the IDs that depend directly on a ticket, in order."""
        return self._blocks.get(ticket_id, ())

    def inverse(self, key: str, ticket_id: str) -> tuple[str, ...]:
        """Returns the other end of a relation: the IDs of tickets that refer to one, in order.

        `key` is that of a field that refers to tickets. A symmetric relation has no ends: it
        includes those that the ticket itself refers to.
        """
        if key not in self._inverses:
            self._inverses[key] = self._inverse(key)
        return self._inverses[key].get(ticket_id, ())

    def _inverse(self, key: str) -> dict[str, tuple[str, ...]]:
        others: defaultdict[str, set[str]] = defaultdict(set)
        for ticket in self.tickets.values():
            value = ticket.value(key)
            for written in (value,) if isinstance(value, str) else value:
                target = self.resolve(written)
                if target is None or target == ticket.id:
                    continue
                others[target].add(ticket.id)
                if BY_KEY[key].symmetric:
                    others[ticket.id].add(target)
        return {target: tuple(sorted(ids, key=sort_key)) for target, ids in others.items()}

    def edges_among(self, chosen: Collection[Ticket]) -> list[tuple[str, str]]:
        """Returns the direct dependencies among some tickets as pairs, each dependency first."""
        ids = {ticket.id for ticket in chosen}
        return [
            (dependency, ticket.id)
            for ticket in chosen
            for dependency in dict.fromkeys(self.dependencies(ticket))
            if dependency in ids
        ]

    def inherited_dependencies(self, ticket: Ticket) -> tuple[str, ...]:
        """Returns the dependencies of the epics above a ticket, the nearest epic's first."""
        inherited: dict[str, None] = {}
        for ancestor in self._ancestors(ticket):
            if ancestor.ticket_type == EPIC:
                inherited.update(dict.fromkeys(self.dependencies(ancestor)))
        return tuple(inherited)

    def waiting_for(self, ticket: Ticket) -> tuple[str, ...]:
        """Returns the dependencies, its own and its epics', that are not satisfied or unknown."""
        waiting = dict.fromkeys(self._open_dependencies(ticket))
        seen: set[str] = set()
        epic_id = self._waiting_epic_above(ticket)
        while epic_id is not None and epic_id not in seen:
            seen.add(epic_id)
            waiting.update(dict.fromkeys(self._open_dependencies(self.tickets[epic_id])))
            epic_id = self._waiting_epic_above(self.tickets[epic_id])
        return tuple(waiting)

    def _open_dependencies(self, ticket: Ticket) -> list[str]:
        return [needed for needed in self.dependencies(ticket) if not self._is_closed(needed)]

    def cancelled_dependencies(self, ticket: Ticket) -> tuple[str, ...]:
        """Returns the dependencies, its own and its epics', that are satisfied by being cancelled.

        The ticket need not wait for them, but may have to be reconsidered.
        """
        needed = dict.fromkeys(self.dependencies(ticket))
        if self._has_epics_on_cancelled:
            needed |= dict.fromkeys(self.inherited_dependencies(ticket))
        return tuple(filter(self._is_cancelled, needed))

    @cached_property
    def _has_epics_on_cancelled(self) -> bool:
        """Whether any epic passes on a cancelled dependency; if none does, no walk is needed."""
        return any(
            ticket.ticket_type == EPIC and any(map(self._is_cancelled, self.dependencies(ticket)))
            for ticket in self.tickets.values()
        )

    def _ancestors(self, ticket: Ticket) -> Iterator[Ticket]:
        """Yields a ticket's ancestors; in a cycle of parents the ticket itself, too."""
        seen: set[str] = set()
        ancestor = self.parent(ticket)
        while ancestor is not None and ancestor.id not in seen:
            seen.add(ancestor.id)
            yield ancestor
            ancestor = self.parent(ancestor)

    def _waiting_epic_above(self, ticket: Ticket) -> str | None:
        """Returns the nearest epic above a ticket with a dependency that is not satisfied.

        It is remembered for every ticket on the way, so that long chains are walked once.
        """
        path: list[str] = []
        epic_id: str | None = None
        current: Ticket | None = ticket
        on_path: set[str] = set()
        while current is not None and current.id not in on_path:
            if current.id in self._epics_above:
                epic_id = self._epics_above[current.id]
                break
            path.append(current.id)
            on_path.add(current.id)
            current = self.parent(current)
            if current is not None and self._passes_on(current):
                epic_id = current.id
                break
        self._epics_above.update(dict.fromkeys(path, epic_id))
        return epic_id

    def _passes_on(self, ticket: Ticket) -> bool:
        return ticket.ticket_type == EPIC and bool(self._open_dependencies(ticket))

    def open_children(self, ticket: Ticket) -> tuple[str, ...]:
        """Returns the children that are neither done nor cancelled."""
        return tuple(child for child in self.children(ticket.id) if not self._is_closed(child))

    def parking(self, ticket: Ticket) -> Parking | None:
        """Returns why a ticket is parked, None if it is not."""
        return parking_of(ticket, self.settings, self.today)

    def derived(self, compute: Callable[[Graph], Derived]) -> Derived:
        """Returns the result of a function of this graph, which is called once per graph."""
        if compute not in self._derived:
            self._derived[compute] = compute(self)
        return cast("Derived", self._derived[compute])

    def is_blocked(self, ticket: Ticket) -> bool:
        """Returns whether a ticket is parked, or not begun with a dependency not satisfied."""
        if self.parking(ticket) is not None:
            return True
        return self.settings.is_unstarted(ticket.status) and self._waits(ticket)

    def is_ready(self, ticket: Ticket) -> bool:
        """Returns whether a ticket is available: work on it can begin, whatever its open status.

        It is work and not an epic, the workflow allows it, it is not parked, and no dependency or
        child is open.
        """
        return (
            self.settings.is_work(ticket.ticket_type)
            and self.settings.can_begin(ticket.status)
            and self.parking(ticket) is None
            and not self._waits(ticket)
            and not self.open_children(ticket)
        )

    def is_completable(self, ticket: Ticket) -> bool:
        """Returns whether a ticket is an open epic that has children, all of them closed."""
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

    def _is_cancelled(self, ticket_id: str) -> bool:
        ticket = self.tickets.get(ticket_id)
        return ticket is not None and self.settings.is_cancelled(ticket.status)
