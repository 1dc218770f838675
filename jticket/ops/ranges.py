"""What is compared with what: ranges as git writes them, and what stands in for none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.errors import NotFoundError
from jticket.vcs.bases import default_branch, is_shallow, merge_bases
from jticket.vcs.snapshots import NoRevisionError

if TYPE_CHECKING:
    from jticket.ops.snapshots import Snapshots

WORK_TREE = "work tree"
_RANGE = re.compile(r"((?:[^.{]|\{[^}]*\}|\.(?!\.)|\{)*+)(\.{2,3})(.*)", re.DOTALL)
_SHORT = 10


class NoMergeBaseError(NotFoundError):
    """Says that two commits have no ancestor in common, as far as this clone holds the history."""

    code = "no_merge_base"

    def __init__(self, one: str, two: str, *, shallow: bool) -> None:
        why = "`git fetch --unshallow` brings the history that this shallow clone lacks"
        hint = why if shallow else f"`jticket diff {one}..{two}` compares the two ends"
        super().__init__(f"{one} and {two} have no merge base", hint)


@dataclass(frozen=True, slots=True)
class End:
    """One side of a comparison: what to call it, and its commit, None for the work tree."""

    label: str
    commit: str | None


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
        return _since_merge_base(found, End(text, found.resolve(text)), None)
    names = [match[1] or "HEAD", match[3] or "HEAD"]
    first, second = (End(each, found.resolve(each)) for each in names)
    if match[2] == "..":
        return Range(first, second)
    return _since_merge_base(found, first, second)


def _default(found: Snapshots) -> Range:
    try:
        head = found.resolve("HEAD")
    except NoRevisionError:
        raise NotFoundError("there is no commit yet to compare with") from None
    branch = default_branch(found.repository)
    if branch is None:
        return Range(End("HEAD", head), End(WORK_TREE, None), ("compared with HEAD",))
    made = _since_merge_base(found, End(branch.name, branch.commit), None)
    return Range(made.base, made.head, (f"compared with {made.base.label}", *made.notes))


def _since_merge_base(found: Snapshots, base: End, head: End | None) -> Range:
    """From the merge base of two ends to the second, which is the work tree where it is None."""
    tip = head or End("HEAD", found.resolve("HEAD"))
    if base.commit is None or tip.commit is None:
        raise ValueError("a work tree has no merge base")
    repo = found.repository
    bases, shallow = merge_bases(repo, base.commit, tip.commit), is_shallow(repo)
    if not bases:
        raise NoMergeBaseError(base.label, tip.label, shallow=shallow)
    notes = []
    if len(bases) > 1:
        more = ", ".join(each[:_SHORT] for each in bases[1:])
        notes.append(f"several merge bases: {bases[0][:_SHORT]} is taken, not {more}")
    if shallow and bases[0] not in (base.commit, tip.commit):
        notes.append("this clone is shallow; the true merge base may be a later commit")
    label = base.label
    if bases[0] != base.commit:
        label = f"merge base with {base.label}"
    return Range(End(label, bases[0]), head or End(WORK_TREE, None), tuple(notes))
