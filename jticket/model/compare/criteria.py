"""What became of a ticket's acceptance criteria, matched by what they say."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.ticket import Criterion

_ALIKE = 0.6
_COMPARED = 40
_READ = 200


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """A criterion that was ticked, unticked, reworded, moved, added or dropped.

    `was` is the old text of one that was reworded. Of those that others changed places with, as
    few as will do were moved.
    """

    change: str
    text: str
    was: str = ""


def criterion_changes(
    before: Sequence[Criterion], after: Sequence[Criterion]
) -> Iterator[CriterionChange]:
    """What became of the criteria; matched by their text, equal ones first, then the most alike."""
    by_text: defaultdict[str, deque[int]] = defaultdict(deque)
    for at, criterion in enumerate(before):
        by_text[criterion.text].append(at)
    same = [by_text[each.text].popleft() if by_text[each.text] else None for each in after]
    left = sorted(at for places in by_text.values() for at in places)
    matched: list[int | None] = []
    for criterion, place in zip(after, same, strict=True):
        found = _most_alike(criterion, before, left) if place is None else place
        matched.append(found)
        if place is None and found is not None:
            left.remove(found)
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
    """Which of those that are left reads most like it; too many are not compared."""
    if len(left) > _COMPARED:
        return None
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(b=criterion.text[:_READ], autojunk=False)
    best, found = _ALIKE, None
    for at in left:
        matcher.set_seq1(before[at].text[:_READ])
        if matcher.real_quick_ratio() < best or matcher.quick_ratio() < best:
            continue
        likeness = matcher.ratio()
        if likeness > best or (found is None and likeness == best):
            best, found = likeness, at
    return found


def _in_order(places: Sequence[int]) -> set[int]:
    """As many of some different places as can stay where they are: a longest rising sequence."""
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
