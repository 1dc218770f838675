"""Ranges of commits to compare, as git writes them, and the default range."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.errors import NotFoundError
from jticket.ops.branches.merge_base import (
    WORK_TREE,
    Endpoint,
    default_base,
    find_merge_bases,
    head_of,
)

if TYPE_CHECKING:
    from jticket.ops.snapshots import Snapshots

_RANGE = re.compile(r"((?:[^.{]|\{[^}]*\}|\.(?!\.)|\{)*+)(\.{2,3})(.*)", re.DOTALL)
_SHORT_ID = 10


@dataclass(frozen=True, slots=True)
class Range:
    """Two endpoints, and notes on how they were chosen."""

    base: Endpoint
    head: Endpoint
    notes: tuple[str, ...] = ()


def range_named(snapshots: Snapshots, text: str | None) -> Range:
    """Returns the range that `BASE`, `A..B` or `A...B` means; an omitted endpoint is HEAD.

    `BASE` means from its merge base with HEAD to the work tree. Without a text, the base is the
    default branch. Each endpoint may be a date.

    Raises:
        NotFoundError: there is no such commit, or no merge base.
        JticketError: git fails.
    """
    if text is None:
        return _default(snapshots)
    match = _RANGE.fullmatch(text)
    if match is None:
        return _since_merge_base(snapshots, Endpoint(text, snapshots.resolve(text)))
    first, second = _end(snapshots, match[1]), _end(snapshots, match[3])
    if match[2] == "..":
        return Range(first, second)
    return _since_merge_base(snapshots, first, second)


def _default(snapshots: Snapshots) -> Range:
    head, base = _head(snapshots), default_base(snapshots)
    if base is None:
        return Range(head, WORK_TREE, ("compared with HEAD",))
    made = _since_merge_base(snapshots, base)
    return Range(made.base, WORK_TREE, (f"compared with {made.base.label}", *made.notes))


def _end(snapshots: Snapshots, text: str) -> Endpoint:
    return Endpoint(text, snapshots.resolve(text)) if text else _head(snapshots)


def _head(snapshots: Snapshots) -> Endpoint:
    head = head_of(snapshots)
    if head is None:
        raise NotFoundError("there is no commit yet on this branch to compare with")
    return head


def _since_merge_base(snapshots: Snapshots, base: Endpoint, head: Endpoint = WORK_TREE) -> Range:
    """Returns the range from the merge base of two endpoints to the second.

    The merge base of the work tree is that of HEAD.
    """
    tip = head if head.commit else _head(snapshots)
    merge_bases = find_merge_bases(snapshots, base, tip)
    chosen, *others = merge_bases.bases
    notes = list(merge_bases.doubts)
    if others:
        more = ", ".join(commit[:_SHORT_ID] for commit in others)
        notes.insert(0, f"several merge bases: {chosen[:_SHORT_ID]} is used, not {more}")
    label = base.label if chosen == base.commit else f"merge base with {base.label}"
    return Range(Endpoint(label, chosen), head, tuple(notes))
