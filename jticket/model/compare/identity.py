"""Whether two versions are of the same ticket, whatever their IDs."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from jticket.model.dates import parse_timestamp

if TYPE_CHECKING:
    from jticket.model.ticket import Ticket

_LOWEST_RATIO = 0.6


def is_same_ticket(one: Ticket, other: Ticket) -> bool:
    """Whether two tickets were created at the same moment and have similar words.

    The moment alone is not enough, since tickets imported from one JSON file share it; nor is the
    title, since two may be "Fix the tests".
    """
    if not is_same_moment(one.created, other.created):
        return False
    if has_same_words(one, other):
        return True
    return SequenceMatcher(None, one.title, other.title, autojunk=False).ratio() >= _LOWEST_RATIO


def has_same_words(one: Ticket, other: Ticket) -> bool:
    """Whether two tickets have their title or their description in common."""
    return one.title == other.title or bool(
        one.description and one.description == other.description
    )


def is_same_moment(one: str, other: str) -> bool:
    """Whether two timestamps, as they are written, mean one moment."""
    moment = parse_timestamp(one)
    return one == other or (moment is not None and moment == parse_timestamp(other))
