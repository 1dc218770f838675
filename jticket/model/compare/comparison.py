"""A comparison of two states of a project: the tickets that differ, and the effects of that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jticket.model.compare.changes import Changes, changes, section_texts
from jticket.model.compare.effects import effects
from jticket.model.compare.matching import paired
from jticket.model.compare.word_diff import word_diff

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from jticket.model.compare.effects import Effects, ProjectState
    from jticket.model.compare.matching import TicketPair, TicketVersion
    from jticket.model.compare.word_diff import Run


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section's text in both states, and its word diff; () where only white space differs."""

    heading: str
    before: str
    after: str
    words: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A ticket that was created, deleted or changed."""

    pair: TicketPair
    changes: Changes = Changes()  # noqa: RUF009 - frozen
    sections: tuple[SectionChange, ...] = ()

    @property
    def id(self) -> str:
        """The ticket's ID."""
        return self.pair.id

    @property
    def is_created(self) -> bool:
        """Whether the ticket is new."""
        return self.pair.before is None

    @property
    def is_deleted(self) -> bool:
        """Whether the ticket is gone."""
        return self.pair.after is None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The tickets that differ, in the order of their IDs, and the effects on the project.

    `formatting_only` are those whose files differ only in formatting or comments.
    """

    differences: tuple[Difference, ...]
    effects: Effects
    formatting_only: tuple[str, ...] = ()

    @property
    def created(self) -> tuple[Difference, ...]:
        """The new tickets."""
        return tuple(item for item in self.differences if item.is_created)

    @property
    def deleted(self) -> tuple[Difference, ...]:
        """The tickets that are gone."""
        return tuple(item for item in self.differences if item.is_deleted)

    @property
    def changed(self) -> tuple[Difference, ...]:
        """The changed tickets that exist in both states."""
        return tuple(item for item in self.differences if item.pair.before and item.pair.after)


def compare(
    before: Iterable[TicketVersion],
    after: Iterable[TicketVersion],
    states: tuple[ProjectState, ProjectState],
    start: date | None = None,
) -> Comparison:
    """Compares two states: the tickets in their files, and the graphs of both.

    The dates of both are those of plans that begin on the day `start`.
    """
    pairs = paired(before, after)
    new_ids = {pair.former_id: pair.id for pair in pairs if pair.former_id}
    compared = [(pair, _difference(pair)) for pair in pairs]
    differences = tuple(item for _, item in compared if item is not None)
    formatting_only = tuple(pair.id for pair, item in compared if _is_formatting_only(pair, item))
    return Comparison(differences, effects(*states, new_ids, start), formatting_only)


def _difference(pair: TicketPair) -> Difference | None:
    """Returns the difference of a ticket; None where nothing changed."""
    if pair.before is None or pair.after is None:
        return Difference(pair)
    old, new = pair.before.ticket, pair.after.ticket
    differences = changes(old, new) if old is not new else Changes()
    sections = tuple(_sections(pair.before, pair.after, differences))
    differences = replace(differences, sections=tuple(section.heading for section in sections))
    if not (differences or pair.moved_from or pair.former_id):
        return None
    return Difference(pair, differences, sections)


def _is_formatting_only(pair: TicketPair, difference: Difference | None) -> bool:
    if pair.before is None or pair.after is None or (difference and difference.changes):
        return False
    return pair.before.text != pair.after.text


def _sections(
    before: TicketVersion, after: TicketVersion, differences: Changes
) -> Iterator[SectionChange]:
    old, new = section_texts(before.ticket), section_texts(after.ticket)
    for heading in differences.sections:
        was = "\n\n".join(old.get(heading, ()))
        now = "\n\n".join(new.get(heading, ()))
        yield SectionChange(heading, was, now, word_diff(was, now))
    rest, left = dict(before.rest), dict(after.rest)
    for heading in dict.fromkeys([*rest, *left]):
        was, now = rest.get(heading, ""), left.get(heading, "")
        if was != now:
            yield SectionChange(heading, was, now, word_diff(was, now))
