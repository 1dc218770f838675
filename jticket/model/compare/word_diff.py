"""The difference of two texts word by word, cut to what changed.

The time is bounded for any two texts. `difflib` is not: it is cubic in the number of words where
the same words keep changing places, 30 seconds for 1,800 words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CONTEXT_WORDS = 4
_MOST_WORDS = 8_000
_MOST_EDITS = 200
_FEWEST_UNCHANGED = 2


class RunKind(Enum):
    """What became of a run of words; `SKIPPED` is for words that are the same and left out."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one kind, separated by spaces; no text where they are skipped."""

    kind: RunKind
    text: str = ""


def word_diff(before: str, after: str) -> tuple[Run, ...]:
    """Returns what was removed and added, with a few words around it; () if no word changed.

    White space doesn't count, so text that was only rewrapped has no difference. Texts with too
    many differences come out as all removed and all added.
    """
    old, new = before.split(), after.split()
    if old == new:
        return ()
    head = _common_start(old, new)
    tail = _common_start(old[head:][::-1], new[head:][::-1])
    middle = _edits(old[head : len(old) - tail], new[head : len(new) - tail])
    edits = [(RunKind.SAME, old[:head]), *_joined(middle), (RunKind.SAME, old[len(old) - tail :])]
    return tuple(_with_context([(kind, words) for kind, words in edits if words]))


def _common_start(first: Sequence[str], second: Sequence[str]) -> int:
    """Returns how many words two texts have in common at the start."""
    pairs = zip(first, second, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(first), len(second)))


WordEdit: TypeAlias = tuple[RunKind, list[str]]


def _edits(old: list[str], new: list[str]) -> list[WordEdit]:
    """Returns a shortest edit script; all removed and all added where that takes too long."""
    plain = [(RunKind.REMOVED, old), (RunKind.ADDED, new)]
    if not old or not new or len(old) + len(new) > _MOST_WORDS:
        return plain
    frontiers = _frontiers(old, new)
    if frontiers is None:
        return plain
    steps: list[WordEdit] = []
    x, y = len(old), len(new)
    for edits in range(len(frontiers) - 1, 0, -1):
        k, reached = x - y, frontiers[edits - 1]
        down = k == -edits or (k != edits and reached[k - 1] < reached[k + 1])
        from_x = reached[k + 1] if down else reached[k - 1]
        from_y = from_x - (k + 1 if down else k - 1)
        start = from_x if down else from_x + 1
        steps.append((RunKind.SAME, old[start:x]))
        step = (RunKind.ADDED, [new[from_y]]) if down else (RunKind.REMOVED, [old[from_x]])
        steps.append(step)
        x, y = from_x, from_y
    steps.append((RunKind.SAME, old[:x]))
    return steps[::-1]


def _frontiers(old: Sequence[str], new: Sequence[str]) -> list[dict[int, int]] | None:
    """Returns, by number of edits, how far each diagonal gets; None if too many are needed.

    The greedy algorithm of Myers 1986, "An O(ND) Difference Algorithm and Its Variations".
    """
    reached = {1: 0}
    frontiers: list[dict[int, int]] = []
    for edits in range(min(_MOST_EDITS, len(old) + len(new)) + 1):
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and reached[k - 1] < reached[k + 1])
            x = reached[k + 1] if down else reached[k - 1] + 1
            while x < len(old) and x - k < len(new) and old[x] == new[x - k]:
                x += 1
            reached[k] = x
            if x >= len(old) and x - k >= len(new):
                return [*frontiers, dict(reached)]
        frontiers.append(dict(reached))
    return None


def _joined(edits: Sequence[WordEdit]) -> Iterator[WordEdit]:
    """Yields edits with removed words before added ones, including a lone unchanged word.

    A single word that two sentences happen to share would cut them into pieces.
    """
    removed: list[str] = []
    added: list[str] = []
    filled = [(kind, words) for kind, words in edits if words]
    for place, (kind, words) in enumerate(filled):
        inside = 0 < place < len(filled) - 1
        if kind is RunKind.SAME and not (inside and len(words) < _FEWEST_UNCHANGED):
            yield (RunKind.REMOVED, removed)
            yield (RunKind.ADDED, added)
            removed, added = [], []
            yield (RunKind.SAME, words)
            continue
        if kind is not RunKind.ADDED:
            removed += words
        if kind is not RunKind.REMOVED:
            added += words
    yield (RunKind.REMOVED, removed)
    yield (RunKind.ADDED, added)


def _with_context(edits: Sequence[WordEdit]) -> Iterator[Run]:
    """Yields the runs; of those that are the same only the words next to a change."""
    for place, (kind, words) in enumerate(edits):
        if kind is not RunKind.SAME:
            yield Run(kind, " ".join(words))
            continue
        first, last = place == 0, place == len(edits) - 1
        before = [] if first else words[:_CONTEXT_WORDS]
        after = [] if last else words[max(len(words) - _CONTEXT_WORDS, 0) :]
        if len(before) + len(after) >= len(words):
            yield Run(RunKind.SAME, " ".join(words))
            continue
        if before:
            yield Run(RunKind.SAME, " ".join(before))
        yield Run(RunKind.SKIPPED)
        if after:
            yield Run(RunKind.SAME, " ".join(after))
