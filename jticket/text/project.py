"""All tickets of a project as they were read: who is there, who is left out, who is meant."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from jticket.errors import JticketError, NotFoundError
from jticket.model.graph import Graph
from jticket.model.ids import matching, nearest_number, sort_key
from jticket.model.suggestions import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket
    from jticket.text.reading import Reading

_SHOWN = 5


class NoSuchTicketError(NotFoundError):
    """Says that a reference names no ticket, and which is nearest."""

    def __init__(self, reference: str, near: str | None) -> None:
        hint = f"did you mean {near}?" if near else "`jticket list --all` shows all tickets"
        super().__init__(f"no ticket '{reference}'", hint)


class AmbiguousError(NotFoundError):
    """Says that a reference may mean several tickets."""

    code = "ambiguous"

    def __init__(self, reference: str, candidates: list[str]) -> None:
        shown = ", ".join(candidates[:_SHOWN])
        more = f" and {len(candidates) - _SHOWN} more" if len(candidates) > _SHOWN else ""
        super().__init__(f"'{reference}' may mean {shown}{more}", "give more of the ID")


class DuplicateTicketError(JticketError):
    """Says that several files claim the ID that was asked for."""

    code = "duplicate_id"

    def __init__(self, ticket_id: str, paths: list[str]) -> None:
        super().__init__(
            f"{ticket_id} is claimed by {' and '.join(paths)}", "keep one of the files"
        )


@dataclass(frozen=True)
class Project:
    """The readings of all ticket files, by path, and what follows from them together."""

    readings: tuple[Reading, ...]
    settings: Settings

    @cached_property
    def sound(self) -> tuple[tuple[Ticket, Reading], ...]:
        """The files that hold a ticket, in the order of their IDs."""
        found = [(each.ticket, each) for each in self.readings if each.ticket is not None]
        return tuple(sorted(found, key=lambda pair: (sort_key(pair[0].id), pair[1].path)))

    @cached_property
    def claims(self) -> Mapping[str, tuple[Reading, ...]]:
        """The files of each ID: several where it was given more than once."""
        found: defaultdict[str, list[Reading]] = defaultdict(list)
        for ticket, reading in self.sound:
            found[ticket.id].append(reading)
        return {ticket_id: tuple(files) for ticket_id, files in found.items()}

    @cached_property
    def left_out(self) -> tuple[Reading, ...]:
        """The files that hold no readable ticket."""
        return tuple(each for each in self.readings if each.ticket is None)

    @cached_property
    def graph(self) -> Graph:
        """The tickets and their edges."""
        return Graph((ticket for ticket, _ in self.sound), self.settings)

    def knows(self, ticket_id: str) -> bool:
        """Whether some file has that ID or had it, be it one by whose name alone that is known."""
        return self.graph.resolve(ticket_id) is not None or ticket_id in self._unread_names

    @cached_property
    def _unread_names(self) -> frozenset[str]:
        return frozenset(PurePosixPath(each.path).stem for each in self.left_out)

    def find(self, reference: str) -> Reading:
        """The file of the ticket that a reference means: an ID, its number, a former ID, a prefix.

        Raises:
            NotFoundError: no ticket, or several.
            DuplicateTicketError: several files claim that ID.
        """
        ticket_id = self.resolve(reference)
        files = self.claims[ticket_id]
        if len(files) > 1:
            raise DuplicateTicketError(ticket_id, [each.path for each in files])
        return files[0]

    def resolve(self, reference: str) -> str:
        """The ID that a reference means.

        Raises:
            NotFoundError: no ticket, or several.
        """
        found = matching(reference, self.graph.tickets, self.settings.prefix)
        if not found:
            former = {alias for ticket, _ in self.sound for alias in ticket.aliases}
            aliases = matching(reference, former, self.settings.prefix)
            found = list(dict.fromkeys(filter(None, map(self.graph.resolve, aliases))))
        if not found:
            known = self.graph.tickets
            near = nearest_number(reference, known, self.settings.prefix)
            raise NoSuchTicketError(reference, near or nearest(reference, known))
        if len(found) > 1:
            raise AmbiguousError(reference, sorted(found, key=sort_key))
        return found[0]
