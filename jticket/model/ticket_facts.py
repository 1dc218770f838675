"""What git's history says about tickets, as fields: `updated`, `closed_on` and others.

Times are ISO 8601 in UTC. What is not committed has no values.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jticket.model.graph import Graph
    from jticket.model.ticket import Ticket

FactValue: TypeAlias = "str | int | None"


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """What the commits that changed a ticket say, "" for what they don't show.

    `updated` is when the last of them was made, `creator` the author of the first, and
    `creator_key` who that is by the config; `status` is the committed one, which the ticket has had
    since `status_since`.
    """

    updated: str
    creator: str
    creator_key: str
    status: str
    status_since: str


class TicketFacts:
    """The facts of all committed tickets by ID; each kind is read when it is first asked for.

    `commits` are the numbers of commits of code that name the tickets.
    """

    def __init__(
        self,
        changes: Callable[[], Mapping[str, ChangeFacts]],
        commits: Callable[[], Mapping[str, int]],
    ) -> None:
        self._read_changes = changes
        self._read_commits = commits

    @cached_property
    def changes(self) -> Mapping[str, ChangeFacts]:
        """What the commits that changed each ticket say."""
        return self._read_changes()

    @cached_property
    def commits(self) -> Mapping[str, int]:
        """How many commits of code name each ticket."""
        return self._read_commits()


NO_FACTS = TicketFacts(dict, dict)
"""Those of tickets without a history."""


def _updated(ticket: Ticket, graph: Graph) -> FactValue:
    facts = graph.facts.changes.get(ticket.id)
    return facts.updated or None if facts else None


def _status_since(ticket: Ticket, graph: Graph) -> str | None:
    facts = graph.facts.changes.get(ticket.id)
    return facts.status_since or None if facts and facts.status == ticket.status else None


def _closed_on(ticket: Ticket, graph: Graph) -> FactValue:
    since = _status_since(ticket, graph) if graph.settings.is_closed(ticket.status) else None
    return since.partition("T")[0] if since else None


def _creator(ticket: Ticket, graph: Graph) -> FactValue:
    facts = graph.facts.changes.get(ticket.id)
    return facts.creator or None if facts else None


def _commits(ticket: Ticket, graph: Graph) -> FactValue:
    return graph.facts.commits.get(ticket.id)


FACTS: dict[str, Callable[[Ticket, Graph], FactValue]] = {
    "updated": _updated,
    "status_since": _status_since,
    "closed_on": _closed_on,
    "creator": _creator,
    "commits": _commits,
}
"""The fields by key; `closed_on` is a day."""
