"""What is compared with what: ranges as git writes them, and what stands in for none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.errors import NotFoundError
from jticket.ops.branches.merge_base import WORK_TREE, End, default_base, find_merge_bases, head_of

if TYPE_CHECKING:
    from jticket.ops.snapshots import Snapshots

_RANGE = re.compile(r"((?:[^.{]|\{[^}]*\}|\.(?!\.)|\{)*+)(\.{2,3})(.*)", re.DOTALL)
_SHORT = 10


@dataclass(frozen=True, slots=True)
class Range:
    """Two ends, and what there is to say on how they were found."""

    base: End
    head: End
    notes: tuple[str, ...] = ()


def range_named(found: Snapshots, text: str | None) -> Range:
    """The range that `BASE`, `A..B`, `A...B` or nothing means; an end left out is HEAD.

    BASE goes from its merge base with HEAD to the work tree; so does nothing, with the branch that
    work is merged into. Each end may be a date.

    Raises:
        NotFoundError: there is no such commit, or no merge base.
    """
    if text is None:
        return _default(found)
    match = _RANGE.fullmatch(text)
    if match is None:
        return _since_merge_base(found, End(text, found.resolve(text)))
    first, second = _end(found, match[1]), _end(found, match[3])
    if match[2] == "..":
        return Range(first, second)
    return _since_merge_base(found, first, second)


def _default(found: Snapshots) -> Range:
    head, base = _head(found), default_base(found)
    if base is None:
        return Range(head, WORK_TREE, ("compared with HEAD",))
    made = _since_merge_base(found, base)
    return Range(made.base, WORK_TREE, (f"compared with {made.base.label}", *made.notes))


def _end(found: Snapshots, text: str) -> End:
    return End(text, found.resolve(text)) if text else _head(found)


def _head(found: Snapshots) -> End:
    head = head_of(found)
    if head is None:
        raise NotFoundError("there is no commit yet on this branch to compare with")
    return head


def _since_merge_base(found: Snapshots, base: End, head: End = WORK_TREE) -> Range:
    """From the merge base of two ends to the second; that of the work tree is HEAD's."""
    tip = head if head.commit else _head(found)
    parted = find_merge_bases(found, base, tip)
    chosen, *others = parted.bases
    notes = list(parted.doubts)
    if others:
        more = ", ".join(each[:_SHORT] for each in others)
        notes.insert(0, f"several merge bases: {chosen[:_SHORT]} is taken, not {more}")
    label = base.label if chosen == base.commit else f"merge base with {base.label}"
    return Range(End(label, chosen), head, tuple(notes))
