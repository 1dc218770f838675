"""What follows from a change: tickets that can be started now, that are blocked, and epics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.parking import DAY, HOLD

if TYPE_CHECKING:
    from collections.abc import Callable

    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket
    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.summary import Summary

_KEYS = frozenset(
    ("id", "status", "dependencies", "parent_id", "ticket_type", "aliases", HOLD, DAY)
)
"""The fields that decide whether a ticket is available, blocked or completable."""


@dataclass(frozen=True, slots=True)
class Consequences:
    """The IDs of tickets, in order, that became available, blocked or completable by a change."""

    available: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    completable: tuple[str, ...] = ()


def consequences_of(outcome: Outcome) -> Consequences:
    """Returns what follows from a change."""
    if not any(map(_may_have_any, outcome.summaries)):
        return Consequences()
    before, after = outcome.before.graph, outcome.project.graph

    def newly(holds: Callable[[Graph, Ticket], bool]) -> tuple[str, ...]:
        return tuple(
            file.ticket.id
            for file in outcome.project.valid
            if holds(after, file.ticket)
            and not ((was := before.tickets.get(file.ticket.id)) is not None and holds(before, was))
        )

    return Consequences(
        available=newly(lambda graph, ticket: graph.is_ready(ticket)),
        blocked=newly(lambda graph, ticket: graph.is_blocked(ticket)),
        completable=newly(lambda graph, ticket: graph.is_completable(ticket)),
    )


def _may_have_any(summary: Summary) -> bool:
    return summary.fate is not None or any(
        change.key in _KEYS for change in summary.difference.fields
    )
