"""Texts that share most of their words, in any order.

Two texts are alike if the Jaccard index of their sets of words is at least `THRESHOLD` and they
contain the same numbers, so that `Release 1.2` is not like `Release 1.3`. Only texts that share one
of their rarest words are compared: the prefix filter of Bayardo, Ma and Srikant (Scaling Up All
Pairs Similarity Search, 2007), which leaves out no pair.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from math import ceil
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

THRESHOLD: Final = 0.75

_Words: TypeAlias = frozenset[str]
_WORD = re.compile(r"\w+")
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
    ]
)
_STEM = 5


def alike_earlier(texts: Sequence[str]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yields the places of texts that are like earlier ones, with the places of those.

    Of earlier texts that consist of the same words, only the first is given.
    """
    all_words = [_words(text) for text in texts]
    first: dict[_Words, int] = {}
    for place, words in enumerate(all_words):
        if words:
            first.setdefault(words, place)
    alike: defaultdict[int, set[int]] = defaultdict(set)
    for place, other_place in _alike_pairs(first):
        alike[place].add(other_place)
        alike[other_place].add(place)
    for place, words in enumerate(all_words):
        same = first.get(words, place)
        earlier = sorted(candidate for candidate in {same, *alike[same]} if candidate < place)
        if earlier:
            yield place, tuple(earlier)


def _words(text: str) -> _Words:
    """Returns the words that matter, cut to a stem: `crashes` counts as `crash`."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    words = (word for word in _WORD.findall(normal) if word not in _SMALL_WORDS)
    return frozenset(
        word if any(map(str.isdigit, word)) else word.removesuffix("s")[:_STEM] for word in words
    )


def _alike_pairs(places: Mapping[_Words, int]) -> Iterator[tuple[int, int]]:
    """Yields the places of all pairs of different sets that are alike."""
    counts = Counter(word for words in places for word in words)
    by_word: defaultdict[str, list[_Words]] = defaultdict(list)
    for words in sorted(places, key=len):
        rare_first = sorted(words, key=lambda word: (counts[word], word))
        shortest = THRESHOLD * len(words)
        candidates: set[_Words] = set()
        for word in rare_first[: len(words) - ceil(shortest) + 1]:
            candidates.update(shorter for shorter in by_word[word] if len(shorter) >= shortest)
            by_word[word].append(words)
        for candidate in candidates:
            if _are_alike(words, candidate):
                yield places[words], places[candidate]


def _are_alike(words: _Words, candidate: _Words) -> bool:
    shared = len(words & candidate)
    if shared < THRESHOLD * (len(words) + len(candidate) - shared):
        return False
    return not any(character.isdigit() for word in words ^ candidate for character in word)
