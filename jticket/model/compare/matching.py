"""Which tickets of two states of a project are the same ticket, whatever their IDs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.ids import sort_key

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from jticket.model.ticket import Ticket


@dataclass(frozen=True, slots=True)
class TicketVersion:
    """A ticket in one state of the project, and the file that holds it.

    `rest` is the text, by heading, that is not in a value of the ticket; `text` is all of it.
    """

    path: str
    ticket: Ticket
    rest: tuple[tuple[str, str], ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class TicketPair:
    """A ticket in both states; None where it does not exist."""

    before: TicketVersion | None
    after: TicketVersion | None

    @property
    def latest(self) -> TicketVersion:
        """Returns the ticket as it is, or was if it is gone."""
        version = self.after or self.before
        if version is None:
            raise ValueError("a pair without versions")
        return version

    @property
    def id(self) -> str:
        """Returns the ticket's ID, the old one of a ticket that is gone."""
        return self.latest.ticket.id

    @property
    def former_id(self) -> str | None:
        """Returns the old ID of a ticket whose ID changed."""
        if self.before is None or self.after is None:
            return None
        was = self.before.ticket.id
        return was if was != self.after.ticket.id else None

    @property
    def moved_from(self) -> str | None:
        """Returns the file's old path, if it was moved; a new ID alone is not a move."""
        if self.before is None or self.after is None:
            return None
        old, new = self.before, self.after
        renamed = old.path.rpartition("/")[0] == new.path.rpartition("/")[0]
        return None if old.path == new.path or (self.former_id and renamed) else old.path


def paired(
    before: Iterable[TicketVersion], after: Iterable[TicketVersion]
) -> tuple[TicketPair, ...]:
    """Returns all tickets of both states in pairs, in the order of their IDs.

    A ticket is matched, in this order: by its old ID among the aliases of another one that has the
    same creation time or title; by ID and file; by ID; by an alias; and by equal content, where one
    is gone and another one is new.
    """
    old, new = list(before), list(after)
    pairs: list[TicketPair] = []
    pairs += _renumbered_away(old, new)
    pairs += _matched(old, new, lambda each: (each.ticket.id, each.path))
    pairs += _matched(old, new, lambda each: each.ticket.id)
    pairs += _by_alias(old, new)
    pairs += _matched(old, new, _content)
    pairs += [TicketPair(each, None) for each in old]
    pairs += [TicketPair(None, each) for each in new]
    return tuple(sorted(pairs, key=lambda pair: (sort_key(pair.id), pair.latest.path)))


def _renumbered_away(old: list[TicketVersion], new: list[TicketVersion]) -> list[TicketPair]:
    """Takes out tickets that gave up their ID to another ticket, which has it now."""
    claimants = {alias: each for each in new for alias in each.ticket.aliases}
    holders = {each.ticket.id: each for each in new}
    found = []
    for each in old:
        claimant, holder = claimants.get(each.ticket.id), holders.get(each.ticket.id)
        if claimant is None or holder is None or claimant is holder:
            continue
        if _alike(each, claimant) and not _alike(each, holder):
            found.append(TicketPair(each, claimant))
    return _taken(found, old, new)


def _alike(one: TicketVersion, two: TicketVersion) -> bool:
    return one.ticket.title == two.ticket.title or one.ticket.created == two.ticket.created


def _by_alias(old: list[TicketVersion], new: list[TicketVersion]) -> list[TicketPair]:
    gone = {each.ticket.id: each for each in reversed(old)}
    found = []
    for each in new:
        former = next((alias for alias in each.ticket.aliases if alias in gone), None)
        if former is not None:
            found.append(TicketPair(gone.pop(former), each))
    return _taken(found, old, new)


def _content(version: TicketVersion) -> Hashable:
    """Returns what must be equal in two tickets; a template alone writes no such text."""
    ticket = version.ticket
    return ticket.title, ticket.created, ticket.description, ticket.technical_notes


def _matched(
    old: list[TicketVersion], new: list[TicketVersion], key: Callable[[TicketVersion], Hashable]
) -> list[TicketPair]:
    """Takes out the pairs with one key on both sides, the first with the first."""
    waiting: defaultdict[Hashable, list[TicketVersion]] = defaultdict(list)
    for each in reversed(old):
        waiting[key(each)].append(each)
    found = [TicketPair(waiting[key(each)].pop(), each) for each in new if waiting.get(key(each))]
    return _taken(found, old, new)


def _taken(
    found: list[TicketPair], old: list[TicketVersion], new: list[TicketVersion]
) -> list[TicketPair]:
    """Returns the pairs, with their versions removed from the lists."""
    _drop(old, [pair.before for pair in found])
    _drop(new, [pair.after for pair in found])
    return found


def _drop(versions: list[TicketVersion], gone: Sequence[TicketVersion | None]) -> None:
    ids = {id(each) for each in gone}
    versions[:] = [each for each in versions if id(each) not in ids]
