"""Whether two versions are one ticket, whatever ID they go by."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from jticket.model.dates import parse_timestamp

if TYPE_CHECKING:
    from jticket.model.ticket import Ticket

_ALIKE = 0.6


def is_same_ticket(one: Ticket, other: Ticket) -> bool:
    """Whether two tickets were created as one: at one moment, and with words in common.

    The moment alone does not tell, for tickets made from one file of JSON share it; a title alone
    neither, for it may be "Fix the tests" twice.
    """
    if not is_same_moment(one.created, other.created):
        return False
    if has_same_words(one, other):
        return True
    return SequenceMatcher(None, one.title, other.title, autojunk=False).ratio() >= _ALIKE


def has_same_words(one: Ticket, other: Ticket) -> bool:
    """Whether two tickets have their title or their description in common."""
    return one.title == other.title or bool(
        one.description and one.description == other.description
    )


def is_same_moment(one: str, other: str) -> bool:
    """Whether two timestamps, as they are written, mean one moment."""
    moment = parse_timestamp(one)
    return one == other or (moment is not None and moment == parse_timestamp(other))
