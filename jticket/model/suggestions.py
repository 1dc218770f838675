"""The nearest of the words that were possible: what "did you mean" says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like `word`, or None when nothing does."""
    from difflib import get_close_matches

    plain = {_plain(each): each for each in known}
    found = get_close_matches(_plain(word[:200]), plain, n=1, cutoff=0.6)
    return plain[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A question for a hint, `did you mean 'X'?`, or None when nothing is near."""
    found = nearest(word, known)
    return f"did you mean '{found}'?" if found else None


def one_of(word: str, known: Iterable[str]) -> str:
    """A hint for a word that is none of `known`: the nearest one, else all of them."""
    known = list(known)
    return did_you_mean(word, known) or f"one of {', '.join(known)}"


def _plain(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")
