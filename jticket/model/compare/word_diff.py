"""The difference of two texts word by word, cut to what changed; bounded whatever the texts are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CONTEXT = 4
_LONGEST = 8_000
_MOST_EDITS = 200
_SHORTEST_KEPT = 2


class Part(Enum):
    """What became of a run of words; `SKIPPED` stands for words that are the same and left out."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that share a fate, a blank between two; none where they are skipped."""

    part: Part
    text: str = ""


def word_diff(before: str, after: str) -> tuple[Run, ...]:
    """What was removed and added, each with a few words around it; () where all words are the same.

    Blanks and line ends don't count, so that text that was only wrapped anew has no difference.
    Texts with too many differences come out as all removed and all added.
    """
    old, new = before.split(), after.split()
    if old == new:
        return ()
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    middle = _edits(old[head : len(old) - tail], new[head : len(new) - tail])
    edits = [(Part.SAME, old[:head]), *_joined(middle), (Part.SAME, old[len(old) - tail :])]
    return tuple(_with_context([(part, words) for part, words in edits if words]))


def _shared(one: Sequence[str], two: Sequence[str]) -> int:
    """How many words two texts have in common at the start."""
    pairs = zip(one, two, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(two)))


Edit = tuple[Part, list[str]]


def _edits(old: list[str], new: list[str]) -> list[Edit]:
    """A shortest way from one text to the other; the plain one where that would take too long."""
    plain = [(Part.REMOVED, old), (Part.ADDED, new)]
    if not old or not new or len(old) + len(new) > _LONGEST:
        return plain
    frontiers = _frontiers(old, new)
    if frontiers is None:
        return plain
    steps: list[Edit] = []
    x, y = len(old), len(new)
    for edits in range(len(frontiers) - 1, 0, -1):
        k, reached = x - y, frontiers[edits - 1]
        down = k == -edits or (k != edits and reached[k - 1] < reached[k + 1])
        from_x = reached[k + 1] if down else reached[k - 1]
        from_y = from_x - (k + 1 if down else k - 1)
        start = from_x if down else from_x + 1
        steps.append((Part.SAME, old[start:x]))
        step = (Part.ADDED, [new[from_y]]) if down else (Part.REMOVED, [old[from_x]])
        steps.append(step)
        x, y = from_x, from_y
    steps.append((Part.SAME, old[:x]))
    return steps[::-1]


def _frontiers(old: Sequence[str], new: Sequence[str]) -> list[dict[int, int]] | None:
    """By number of edits, how far each diagonal gets; None where too many edits are needed.

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


def _joined(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Edits with removed words before added ones; a lone word that is the same joins in.

    A single word that two sentences happen to share would cut them into shreds.
    """
    removed: list[str] = []
    added: list[str] = []
    filled = [each for each in edits if each[1]]
    for place, (part, words) in enumerate(filled):
        inside = 0 < place < len(filled) - 1
        if part is Part.SAME and not (inside and len(words) < _SHORTEST_KEPT):
            yield (Part.REMOVED, removed)
            yield (Part.ADDED, added)
            removed, added = [], []
            yield (Part.SAME, words)
            continue
        if part is not Part.ADDED:
            removed += words
        if part is not Part.REMOVED:
            added += words
    yield (Part.REMOVED, removed)
    yield (Part.ADDED, added)


def _with_context(edits: Sequence[Edit]) -> Iterator[Run]:
    """The runs, of those that are the same only the words beside a change."""
    for place, (part, words) in enumerate(edits):
        if part is not Part.SAME:
            yield Run(part, " ".join(words))
            continue
        first, last = place == 0, place == len(edits) - 1
        before = [] if first else words[:_CONTEXT]
        after = [] if last else words[max(len(words) - _CONTEXT, 0) :]
        if len(before) + len(after) >= len(words):
            yield Run(Part.SAME, " ".join(words))
            continue
        if before:
            yield Run(Part.SAME, " ".join(before))
        yield Run(Part.SKIPPED)
        if after:
            yield Run(Part.SAME, " ".join(after))
