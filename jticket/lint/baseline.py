"""Which findings in files that a branch did not touch were there before it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from jticket.lint.rule import ProjectRule, Recurrence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from jticket.model.diagnostics import Diagnostic

_Identity: TypeAlias = tuple[str, str, str, frozenset[str]]


def counted(diagnostics: Iterable[Diagnostic]) -> Counter[_Identity]:
    """Returns how often each finding occurs, wherever it is in its file."""
    return Counter(diagnostic.identity for diagnostic in diagnostics)


def new_and_old(
    diagnostics: Iterable[Diagnostic], known: Counter[_Identity], touched: Collection[str]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Returns the findings that are new compared with the known ones, and those that are old.

    `touched` are the IDs of the tickets that the branch touched. What is left of an old finding
    that the branch fixed in part is old, and so is a cycle of tickets that it did not touch.
    """
    remaining = known.copy()
    unknown: list[Diagnostic] = []
    new: list[Diagnostic] = []
    old: list[Diagnostic] = []
    for diagnostic in diagnostics:
        if remaining[diagnostic.identity]:
            remaining[diagnostic.identity] -= 1
            old.append(diagnostic)
        else:
            unknown.append(diagnostic)
    for diagnostic in unknown:
        (old if _is_left_over(diagnostic, remaining, touched) else new).append(diagnostic)
    return new, old


def _is_left_over(
    diagnostic: Diagnostic, remaining: Counter[_Identity], touched: Collection[str]
) -> bool:
    rule = diagnostic.rule
    match rule.recurrence if isinstance(rule, ProjectRule) else Recurrence.SAME:
        case Recurrence.SAME:
            return False
        case Recurrence.RESURFACES:
            return diagnostic.about.isdisjoint(touched)
        case Recurrence.SHRINKS:
            return any(
                (path, code) == (diagnostic.path, rule.code) and diagnostic.about <= about
                for (path, code, _, about), count in remaining.items()
                if count
            )
