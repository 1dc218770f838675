"""Counting tickets and their hours, in all and group by group."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.schema import GROUPINGS
from jticket.model.stats.grouping import groups

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jticket.model.graph import Graph
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket


USUAL_KEYS = tuple(field.key for field in GROUPINGS if field.count)
"""The keys that tickets are counted by unless others are chosen."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tickets there are, and their hours of effort.

    `effort_hours` is the sum over all of them, done and cancelled ones too. A ticket without an
    effort adds the default, an epic nothing; `missing_effort` counts those not cancelled.
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
        """The number of tickets that are neither done nor cancelled."""
        return self.tickets - self.done - self.cancelled

    @property
    def open_hours(self) -> float:
        """The hours of the open tickets."""
        return max(self.effort_hours - self.done_hours - self.cancelled_hours, 0.0)

    @property
    def progress(self) -> float | None:
        """The part that is done, 0 to 1: by hours if all tickets have some, else by number.

        Cancelled tickets don't count; None if there are no others.
        """
        if self.work_hours > 0 and not self.missing_effort:
            return self.done_hours / self.work_hours
        tickets = self.done + self.open
        return self.done / tickets if tickets else None

    @property
    def work_hours(self) -> float:
        """The hours of all tickets that are not cancelled."""
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

    def share_of(self, total: Tally) -> float:
        """Returns this tally's share of another one, 0 to 1, by the same rule."""
        if total.effort_hours > 0 and not total.missing_effort:
            return self.effort_hours / total.effort_hours
        return self.tickets / total.tickets if total.tickets else 0.0


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A tally for each value of a key, in order; the value "" means none."""

    key: str
    tallies: tuple[tuple[str, Tally], ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Tickets counted in all and by some keys."""

    total: Tally
    by: tuple[Breakdown, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """Tickets counted, and epics counted apart, since their work is that of their children.

    `overdue` counts the tickets, without epics, whose deadline is past, and `late` those that the
    plan finishes after it.
    """

    tickets: Statistics
    epics: Statistics
    overdue: int = 0
    late: int = 0


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
        grouped = groups(tickets, _itself, key, graph, shown_anyway=shown_anyway.get(key, ()))
        tallies = tuple((group.value, tally(group.items, graph.settings)) for group in grouped)
        by.append(Breakdown(key, tallies))
    return Statistics(tally(tickets, graph.settings), tuple(by))


def _itself(ticket: Ticket) -> Ticket:
    return ticket


def _hours(tickets: Iterable[Ticket], settings: Settings) -> float:
    return math.fsum(effort_of(ticket, settings) for ticket in tickets)


def effort_of(ticket: Ticket, settings: Settings) -> float:
    """Returns the hours of a ticket; without an effort the default, if it is work."""
    if ticket.effort_hours is not None:
        return ticket.effort_hours
    return settings.default_effort if settings.is_work(ticket.ticket_type) else 0.0


def _missing(tickets: Iterable[Ticket]) -> int:
    return sum(ticket.effort_hours is None for ticket in tickets)
