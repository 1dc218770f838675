"""Whether two versions are of the same ticket, whatever their IDs."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from jticket.model.dates import parse_timestamp

if TYPE_CHECKING:
    from jticket.model.ticket import Ticket

_LOWEST_RATIO = 0.6


def is_same_ticket(first: Ticket, second: Ticket) -> bool:
    """Returns whether two tickets were created at the same moment and have similar words.

    The moment alone is not enough, since tickets imported from one JSON file share it; nor is the
    title, since two may be "Fix the tests".
    """
    if not is_same_moment(first.created, second.created):
        return False
    if has_same_words(first, second):
        return True
    return SequenceMatcher(None, first.title, second.title, autojunk=False).ratio() >= _LOWEST_RATIO


def has_same_words(first: Ticket, second: Ticket) -> bool:
    """Returns whether two tickets have their title or their description in common."""
    return first.title == second.title or bool(
        first.description and first.description == second.description
    )


def is_same_moment(first: str, second: str) -> bool:
    """Returns whether two timestamps, as they are written, mean the same moment."""
    moment = parse_timestamp(first)
    return first == second or (moment is not None and moment == parse_timestamp(second))
