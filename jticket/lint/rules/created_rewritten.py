"""A creation time that a branch changed.

The same moment in another notation is fine, and so is a fix of one that is not a timestamp.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import BranchRule, Finding
from jticket.model.compare.identity import is_same_moment
from jticket.model.dates import parse_timestamp
from jticket.model.diagnostics import Severity
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.branch import Branch


def _check(branch: Branch) -> Iterator[Finding]:
    for pair in branch.pairs:
        moments = [before.created for before in pair.before]
        if all(map(parse_timestamp, moments)) and not any(
            is_same_moment(moment, pair.now.created) for moment in moments
        ):
            message = f"created was {quoted(moments[0])}"
            yield Finding(pair.file, message, "created", fix=f"write {moments[0]}")


CREATED_REWRITTEN = BranchRule(
    "JT502",
    "created-rewritten",
    Severity.ERROR,
    "`created` is written once, since statistics count from it.",
    "`created: 2025-10-01T09:30:00Z` at the base and `created: 2025-11-01` here",
    check=_check,
)
