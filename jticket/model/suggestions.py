"""Suggestions for a misspelled word: the nearest known one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_WORD = 200
"""The most characters compared: the time grows with the square of the length."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Returns the known word that is most similar to `word`, or None if none is similar."""
    from difflib import get_close_matches

    by_folded = {_folded(name): name for name in known}
    matches = get_close_matches(_folded(word[:_LONGEST_WORD]), by_folded, n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else None


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Returns a hint, `did you mean 'X'?`, or None if no known word is similar."""
    name = nearest(word, known)
    return f"did you mean '{name}'?" if name else None


def one_of(word: str, known: Iterable[str]) -> str:
    """Returns a hint for a word that is not known: the nearest known one, else all of them."""
    known = list(known)
    return did_you_mean(word, known) or f"one of {', '.join(known)}"


def _folded(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")
