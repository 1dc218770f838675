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
        """The ticket as it is, or was if it is gone."""
        version = self.after or self.before
        if version is None:
            raise ValueError("a pair without versions")
        return version

    @property
    def id(self) -> str:
        """The ticket's ID, the old one of a ticket that is gone."""
        return self.latest.ticket.id

    @property
    def former_id(self) -> str | None:
        """The old ID of a ticket whose ID changed."""
        if self.before is None or self.after is None:
            return None
        was = self.before.ticket.id
        return was if was != self.after.ticket.id else None

    @property
    def moved_from(self) -> str | None:
        """The file's old path, if it was moved; a new ID alone is not a move."""
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
    pairs += _matched(old, new, lambda version: (version.ticket.id, version.path))
    pairs += _matched(old, new, lambda version: version.ticket.id)
    pairs += _by_alias(old, new)
    pairs += _matched(old, new, _content)
    pairs += [TicketPair(version, None) for version in old]
    pairs += [TicketPair(None, version) for version in new]
    return tuple(sorted(pairs, key=lambda pair: (sort_key(pair.id), pair.latest.path)))


def _renumbered_away(old: list[TicketVersion], new: list[TicketVersion]) -> list[TicketPair]:
    """Removes and returns the pairs whose old ID now belongs to another ticket."""
    claimants = {alias: version for version in new for alias in version.ticket.aliases}
    holders = {version.ticket.id: version for version in new}
    pairs = []
    for version in old:
        claimant, holder = claimants.get(version.ticket.id), holders.get(version.ticket.id)
        if claimant is None or holder is None or claimant is holder:
            continue
        if _alike(version, claimant) and not _alike(version, holder):
            pairs.append(TicketPair(version, claimant))
    return _remove_pairs(pairs, old, new)


def _alike(first: TicketVersion, second: TicketVersion) -> bool:
    return (
        first.ticket.title == second.ticket.title or first.ticket.created == second.ticket.created
    )


def _by_alias(old: list[TicketVersion], new: list[TicketVersion]) -> list[TicketPair]:
    gone = {version.ticket.id: version for version in reversed(old)}
    pairs = []
    for version in new:
        former = next((alias for alias in version.ticket.aliases if alias in gone), None)
        if former is not None:
            pairs.append(TicketPair(gone.pop(former), version))
    return _remove_pairs(pairs, old, new)


def _content(version: TicketVersion) -> Hashable:
    """Returns what must be equal in two tickets; a template alone writes no such text."""
    ticket = version.ticket
    return ticket.title, ticket.created, ticket.description, ticket.technical_notes


def _matched(
    old: list[TicketVersion], new: list[TicketVersion], key: Callable[[TicketVersion], Hashable]
) -> list[TicketPair]:
    """Removes and returns the pairs with the same key on both sides, in their order."""
    waiting: defaultdict[Hashable, list[TicketVersion]] = defaultdict(list)
    for version in reversed(old):
        waiting[key(version)].append(version)
    pairs = [
        TicketPair(waiting[key(version)].pop(), version)
        for version in new
        if waiting.get(key(version))
    ]
    return _remove_pairs(pairs, old, new)


def _remove_pairs(
    pairs: list[TicketPair], old: list[TicketVersion], new: list[TicketVersion]
) -> list[TicketPair]:
    """Returns the pairs, with their versions removed from the lists."""
    _drop(old, [pair.before for pair in pairs])
    _drop(new, [pair.after for pair in pairs])
    return pairs


def _drop(versions: list[TicketVersion], gone: Sequence[TicketVersion | None]) -> None:
    ids = {id(version) for version in gone}
    versions[:] = [version for version in versions if id(version) not in ids]
