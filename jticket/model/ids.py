"""Ticket IDs: their grammar, the next free one, and the IDs that a short form may mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
PREFIX_PATTERN = "[A-Z][A-Z0-9]{0,15}"
"""A regular expression for what IDs begin with."""

_PREFIX = re.compile(PREFIX_PATTERN)
_LONGEST_NUMBER = 18
_HIGHEST_NUMBER = 10**_LONGEST_NUMBER - 1
ID_PATTERN = f"({PREFIX_PATTERN})-(?:([0-9]{{1,{_LONGEST_NUMBER}}})|([{ALPHABET}]{{4,32}}))"
"""A regular expression for IDs; it is one for JSON Schemas too."""

_ID = re.compile(ID_PATTERN)
_SHORT_RANDOM = 4
_TOLERATED_COLLISION = 0.01


class Chooser(Protocol):
    """A source of randomness, such as `random.Random` or `random.SystemRandom`."""

    def choice(self, seq: str, /) -> str:
        """Returns one of the characters."""
        ...


def is_id(text: str) -> bool:
    """Returns whether the text is an ID by the grammar."""
    return _ID.fullmatch(text) is not None


def looks_like_id(text: str, prefix: str) -> bool:
    """Returns whether a word is a bare number, or begins as the IDs of a prefix do in any case."""
    word = text.strip().lower()
    is_number = word.isascii() and word.isdigit()
    return is_number or (word.startswith(f"{prefix.lower()}-") and len(word.split()) == 1)


def is_prefix(text: str) -> bool:
    """Returns whether the text may be the part of an ID before the hyphen."""
    return _PREFIX.fullmatch(text) is not None


def number_of(ticket_id: str) -> tuple[str, int] | None:
    """Returns the prefix and number of a sequential ID; None for a random one."""
    match = _ID.fullmatch(ticket_id)
    return (match[1], int(match[2])) if match and match[2] else None


def sort_key(ticket_id: str) -> tuple[str, int, str]:
    """Returns a key that orders IDs by their numbers: JJM-9 before JJM-10."""
    numbered = number_of(ticket_id)
    return (*numbered, ticket_id) if numbered else (ticket_id.partition("-")[0], -1, ticket_id)


def next_sequential(prefix: str, known: Iterable[str], width: int) -> str:
    """Returns the ID one above the highest known number of a prefix that has room above it.

    A number without room, which anyone who pushes a branch can invent, is skipped: one above it
    has too many digits for an ID.
    """
    numbered = filter(None, map(number_of, known))
    numbers = {number for own_prefix, number in numbered if own_prefix == prefix}
    above = {number + 1 for number in numbers} - numbers
    free = max((number for number in above if number <= _HIGHEST_NUMBER), default=1)
    return f"{prefix}-{free:0{width}d}"


def next_random(prefix: str, known: Collection[str], chooser: Chooser) -> str:
    """Returns a random ID that is not known, long enough that two clones rarely draw the same.

    The length keeps the chance of any collision among all known tickets, each drawn independently,
    below one in a hundred (the birthday bound n² / 2N).
    """
    length = _SHORT_RANDOM
    while len(known) ** 2 / (2 * len(ALPHABET) ** length) > _TOLERATED_COLLISION:
        length += 1
    while True:
        drawn = "".join(chooser.choice(ALPHABET) for _ in range(length))
        candidate = f"{prefix}-{drawn}"
        if not drawn.isdigit() and candidate not in known:
            return candidate


def nearest_number(reference: str, known: Iterable[str], prefix: str) -> str | None:
    """Returns the ID whose number is nearest to a bare one; of `prefix` and lower ones first.

    None when the reference is not a bare number, or no known ID has a number.
    """
    text = reference.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
        return None
    wanted = int(text)
    numbered = [(parts, ticket_id) for ticket_id in known if (parts := number_of(ticket_id))]
    ranked = (
        (own_prefix != prefix, abs(number - wanted), number, ticket_id)
        for (own_prefix, number), ticket_id in numbered
    )
    return min(ranked, default=(None,))[-1]


def matching(reference: str, known: Collection[str], prefix: str) -> list[str]:
    """Returns the known IDs that a reference may mean: several where it is ambiguous.

    Tried in this order: the ID itself, its number, the beginning of a random ID.
    """
    return named(reference, known, prefix) or beginning(reference, known)


def named(reference: str, known: Collection[str], prefix: str) -> list[str]:
    """Returns the known IDs that a reference is, in any case, or whose number it is.

    `JJM-014`, `jjm-14` and `14` mean the same ticket; a bare number first means one of `prefix`.
    """
    if reference in known:
        return [reference]
    text = reference.strip().lower()
    exact = [ticket_id for ticket_id in known if ticket_id.lower() == text]
    if exact:
        return exact
    head, hyphen, tail = text.rpartition("-")
    if tail.isascii() and tail.isdigit() and len(tail) <= _LONGEST_NUMBER:
        numbered = [(ticket_id, parts) for ticket_id in known if (parts := number_of(ticket_id))]
        same = [
            (ticket_id, own_prefix)
            for ticket_id, (own_prefix, number) in numbered
            if number == int(tail) and (not hyphen or own_prefix.lower() == head)
        ]
        if same:
            preferred = [ticket_id for ticket_id, own_prefix in same if own_prefix == prefix]
            return preferred or [ticket_id for ticket_id, _ in same]
    return []


def beginning(reference: str, known: Collection[str]) -> list[str]:
    """Returns the random IDs that begin as a reference does: with `x7k`, or with `jjm-x7k`."""
    head, hyphen, tail = reference.strip().lower().rpartition("-")
    if not tail:
        return []
    return sorted(
        ticket_id
        for ticket_id in known
        if number_of(ticket_id) is None
        and ticket_id.partition("-")[2].startswith(tail)
        and (not hyphen or ticket_id.partition("-")[0].lower() == head)
    )
