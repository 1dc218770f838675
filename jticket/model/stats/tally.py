"""Counting tickets and their hours, in all and group by group."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.graph import EPIC
from jticket.model.schema import GROUPINGS
from jticket.model.stats.grouping import groups

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jticket.model.graph import Graph
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket


USUAL_KEYS = tuple(field.key for field in GROUPINGS if field.count)
"""What tickets are counted by when nobody asks for anything else."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tickets there are, and their hours of effort.

    `effort_hours` is the sum over all of them, done and cancelled ones too. A ticket without an
    effort adds the default, an epic none; `missing_effort` of those not cancelled are such.
    """

    tickets: int = 0
    done: int = 0
    cancelled: int = 0
    effort_hours: float = 0.0
    done_hours: float = 0.0
    cancelled_hours: float = 0.0
    missing_effort: int = 0

    @property
    def open(self) -> int:
        """The tickets that are neither done nor cancelled."""
        return self.tickets - self.done - self.cancelled

    @property
    def open_hours(self) -> float:
        """The hours of the open tickets."""
        return max(self.effort_hours - self.done_hours - self.cancelled_hours, 0.0)

    @property
    def progress(self) -> float | None:
        """The part that is done, 0 to 1: by hours where every ticket has some, else by tickets.

        What is cancelled does not count; None where nothing is left to count.
        """
        if self.work_hours > 0 and not self.missing_effort:
            return self.done_hours / self.work_hours
        tickets = self.done + self.open
        return self.done / tickets if tickets else None

    @property
    def work_hours(self) -> float:
        """The hours of all that is done or shall be: without what is cancelled."""
        return self.done_hours + self.open_hours

    @property
    def says_effort(self) -> bool:
        """Whether any ticket that is not cancelled has an effort."""
        return self.done + self.open > self.missing_effort

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.tickets + other.tickets,
            self.done + other.done,
            self.cancelled + other.cancelled,
            self.effort_hours + other.effort_hours,
            self.done_hours + other.done_hours,
            self.cancelled_hours + other.cancelled_hours,
            self.missing_effort + other.missing_effort,
        )

    def share_of(self, whole: Tally) -> float:
        """How much of another tally this one is, 0 to 1, by the same rule."""
        if whole.effort_hours > 0 and not whole.missing_effort:
            return self.effort_hours / whole.effort_hours
        return self.tickets / whole.tickets if whole.tickets else 0.0


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A tally for each value of a key, in order; the value "" is none."""

    key: str
    tallies: tuple[tuple[str, Tally], ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Tickets counted in all and by some keys."""

    total: Tally
    by: tuple[Breakdown, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """Tickets counted, and epics counted apart, since their work is that of their children."""

    tickets: Statistics
    epics: Statistics


def tally(tickets: Iterable[Ticket], settings: Settings) -> Tally:
    """Counts tickets."""
    tickets = tuple(tickets)
    done = [ticket for ticket in tickets if settings.is_done(ticket.status)]
    cancelled = [ticket for ticket in tickets if settings.is_cancelled(ticket.status)]
    return Tally(
        tickets=len(tickets),
        done=len(done),
        cancelled=len(cancelled),
        effort_hours=_hours(tickets, settings),
        done_hours=_hours(done, settings),
        cancelled_hours=_hours(cancelled, settings),
        missing_effort=_missing(tickets) - _missing(cancelled),
    )


def statistics(
    tickets: Sequence[Ticket],
    keys: Iterable[str],
    graph: Graph,
    shown_anyway: Mapping[str, Sequence[str]],
) -> Statistics:
    """Counts tickets in all and by each of the keys.

    `shown_anyway` names, by key, values that have a tally even if it is empty.
    """
    by = []
    for key in keys:
        found = groups(tickets, _itself, key, graph, shown_anyway=shown_anyway.get(key, ()))
        tallies = tuple((each.value, tally(each.items, graph.settings)) for each in found)
        by.append(Breakdown(key, tallies))
    return Statistics(tally(tickets, graph.settings), tuple(by))


def _itself(ticket: Ticket) -> Ticket:
    return ticket


def _hours(tickets: Iterable[Ticket], settings: Settings) -> float:
    return math.fsum(effort_of(each, settings) for each in tickets)


def effort_of(ticket: Ticket, settings: Settings) -> float:
    """The hours of a ticket; the default where it says none, and none for such an epic."""
    if ticket.effort_hours is not None:
        return ticket.effort_hours
    return 0.0 if ticket.ticket_type == EPIC else settings.default_effort


def _missing(tickets: Iterable[Ticket]) -> int:
    return sum(each.effort_hours is None for each in tickets)
