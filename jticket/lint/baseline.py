"""Which findings in files that a branch left alone were there before it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from jticket.model import rules

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from jticket.model.diagnostics import Diagnostic

_LISTS = frozenset({rules.DUPLICATE_ID, rules.DONE_TOO_EARLY})
"""They list what is at fault, of which a branch may mend some."""

_CYCLES = frozenset({rules.DEPENDENCY_CYCLE, rules.PARENT_CYCLE, rules.MIXED_CYCLE})
"""Of circles that hang together one is told; where a branch breaks it, another one."""

_Identity: TypeAlias = tuple[str, str, str, frozenset[str]]


def counted(found: Iterable[Diagnostic]) -> Counter[_Identity]:
    """How often each finding is there, wherever in its file it stands."""
    return Counter(each.identity for each in found)


def new_and_old(
    found: Iterable[Diagnostic], known: Counter[_Identity], touched: Collection[str]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """The findings that are new beside the known ones, and those that are not.

    `touched` are the IDs of the tickets that the branch touched. What is left of an old finding
    that it mended in part is old, and so is a circle of other tickets.
    """
    left, others = known.copy(), []
    new: list[Diagnostic] = []
    old: list[Diagnostic] = []
    for each in found:
        if left[each.identity]:
            left[each.identity] -= 1
            old.append(each)
        else:
            others.append(each)
    for each in others:
        (old if _is_left_over(each, left, touched) else new).append(each)
    return new, old


def _is_left_over(found: Diagnostic, left: Counter[_Identity], touched: Collection[str]) -> bool:
    if found.rule in _CYCLES:
        return found.about.isdisjoint(touched)
    return found.rule in _LISTS and any(
        (path, code) == (found.path, found.rule.code) and found.about <= about
        for (path, code, _, about), times in left.items()
        if times
    )
