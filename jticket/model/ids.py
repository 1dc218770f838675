"""Ticket IDs: their grammar, the next free one, and the ticket that a short form means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_PREFIX = re.compile(r"[A-Z][A-Z0-9]{0,15}")
_ID = re.compile(rf"({_PREFIX.pattern})-(?:([0-9]{{1,18}})|([{ALPHABET}]{{4,32}}))")
ID_PATTERN = rf"{_PREFIX.pattern}-(?:[0-9]{{1,18}}|[{ALPHABET}]{{4,32}})"
"""An ID by the grammar, as a regular expression to find one in a text."""

_LONGEST_NUMBER = 18
_SHORT_RANDOM = 4
_TOLERATED_COLLISION = 0.01


class Chooser(Protocol):
    """Where randomness comes from; `random.Random` and `random.SystemRandom` are such."""

    def choice(self, seq: str, /) -> str:
        """One of the letters."""
        ...


def is_id(text: str) -> bool:
    """Whether the text is an ID by the grammar."""
    return _ID.fullmatch(text) is not None


def is_prefix(text: str) -> bool:
    """Whether the text may stand before the hyphen of an ID."""
    return _PREFIX.fullmatch(text) is not None


def number_of(ticket_id: str) -> tuple[str, int] | None:
    """The prefix and number of a sequential ID; None for a random one."""
    match = _ID.fullmatch(ticket_id)
    return (match[1], int(match[2])) if match and match[2] else None


def sort_key(ticket_id: str) -> tuple[str, int, str]:
    """Orders IDs as people count: JJM-9 before JJM-10."""
    numbered = number_of(ticket_id)
    return (*numbered, ticket_id) if numbered else (ticket_id.partition("-")[0], -1, ticket_id)


def next_sequential(prefix: str, known: Iterable[str], width: int) -> str:
    """The ID one above the highest known number of that prefix."""
    numbers = [found[1] for found in map(number_of, known) if found and found[0] == prefix]
    return f"{prefix}-{max(numbers, default=0) + 1:0{width}d}"


def next_random(prefix: str, known: Collection[str], chooser: Chooser) -> str:
    """A random ID that is not known, long enough that clones hardly ever draw the same.

    The length keeps the chance of any collision among all known tickets, each drawn without
    sight of the others, below one in a hundred (the birthday bound n² / 2N).
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
    """The ID whose number comes nearest to a bare one; those of `prefix` and lower ones first.

    None when the reference is no bare number, or no known ID has a number.
    """
    text = reference.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
        return None
    wanted = int(text)
    numbered = [(found, each) for each in known if (found := number_of(each))]
    ranked = ((its != prefix, abs(n - wanted), n, each) for (its, n), each in numbered)
    return min(ranked, default=(None,))[-1]


def matching(reference: str, known: Collection[str], prefix: str) -> list[str]:
    """The known IDs that a reference may mean, best reading first: exact, number, random prefix.

    `JJM-014`, `jjm-14` and `14` mean the same ticket (a bare number first one of `prefix`);
    `x7k` is any random ID that begins so. Several IDs come back when nothing decides.
    """
    if reference in known:
        return [reference]
    text = reference.strip().lower()
    exact = [each for each in known if each.lower() == text]
    if exact:
        return exact
    head, hyphen, tail = text.rpartition("-")
    if tail.isascii() and tail.isdigit() and len(tail) <= _LONGEST_NUMBER:
        numbered = [(each, found) for each in known if (found := number_of(each))]
        same = [(each, found[0]) for each, found in numbered if found[1] == int(tail)]
        if hyphen:
            same = [(each, its) for each, its in same if its.lower() == head]
        ours = [each for each, its in same if its == prefix]
        if same:
            return ours or [each for each, _ in same]
    if not tail:
        return []
    return sorted(
        each
        for each in known
        if number_of(each) is None
        and each.partition("-")[2].startswith(tail)
        and (not hyphen or each.partition("-")[0].lower() == head)
    )
