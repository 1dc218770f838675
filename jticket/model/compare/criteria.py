"""Changes of a ticket's acceptance criteria, matched by their text."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.ticket import Criterion

_LOWEST_RATIO = 0.6
_MOST_COMPARED = 40
_COMPARED_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """A criterion that was ticked, unticked, reworded, moved, added or dropped.

    `was` is the old text of a reworded one. Moves are minimal (the complement of a longest
    increasing subsequence).
    """

    change: str
    text: str
    was: str = ""


def criterion_changes(
    before: Sequence[Criterion], after: Sequence[Criterion]
) -> Iterator[CriterionChange]:
    """Yields the changes of criteria; equal texts are matched first, then the most similar."""
    by_text: defaultdict[str, deque[int]] = defaultdict(deque)
    for at, criterion in enumerate(before):
        by_text[criterion.text].append(at)
    same = [
        by_text[criterion.text].popleft() if by_text[criterion.text] else None
        for criterion in after
    ]
    left = sorted(at for places in by_text.values() for at in places)
    matched: list[int | None] = []
    for criterion, place in zip(after, same, strict=True):
        match = _most_alike(criterion, before, left) if place is None else place
        matched.append(match)
        if place is None and match is not None:
            left.remove(match)
    in_order = _in_order([place for place in matched if place is not None])
    for criterion, place in zip(after, matched, strict=True):
        if place is None:
            yield CriterionChange("added", criterion.text)
            continue
        was = before[place]
        if was.text != criterion.text:
            yield CriterionChange("reworded", criterion.text, was.text)
        if place not in in_order:
            yield CriterionChange("moved", criterion.text)
        if was.done != criterion.done:
            yield CriterionChange("ticked" if criterion.done else "unticked", criterion.text)
    for at in left:
        yield CriterionChange("dropped", before[at].text)


def _most_alike(
    criterion: Criterion, before: Sequence[Criterion], left: Sequence[int]
) -> int | None:
    """Returns which of those left is most similar; None if none is, or too many are left."""
    if len(left) > _MOST_COMPARED:
        return None
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(b=criterion.text[:_COMPARED_CHARACTERS], autojunk=False)
    best, most_similar = _LOWEST_RATIO, None
    for at in left:
        matcher.set_seq1(before[at].text[:_COMPARED_CHARACTERS])
        if matcher.real_quick_ratio() < best or matcher.quick_ratio() < best:
            continue
        ratio = matcher.ratio()
        if ratio > best or (most_similar is None and ratio == best):
            best, most_similar = ratio, at
    return most_similar


def _in_order(places: Sequence[int]) -> set[int]:
    """Returns a longest increasing subsequence of distinct places."""
    ends: list[int] = []
    former: dict[int, int | None] = {}
    for place in places:
        length = bisect_left(ends, place)
        former[place] = ends[length - 1] if length else None
        ends[length : length + 1] = [place]
    kept = set()
    at = ends[-1] if ends else None
    while at is not None:
        kept.add(at)
        at = former[at]
    return kept
