"""A ticket that a branch closed as done although criteria are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import BranchRule, Finding
from jticket.lint.rules.done_too_early import DONE_TOO_EARLY
from jticket.model.diagnostics import Severity
from jticket.model.refusals import unmet_words
from jticket.model.workflow import unmet_done_conditions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.branch import Branch


def _check(branch: Branch) -> Iterator[Finding]:
    settings = branch.now.settings
    for pair in branch.pairs:
        was_done = any(settings.is_done(before.status) for before in pair.before)
        if was_done or not settings.is_done(pair.now.status):
            continue
        if pair.now.criteria_done < len(pair.now.criteria):
            unmet = unmet_words(unmet_done_conditions(pair.now, branch.now.graph))
            message = f"{pair.now.id} became {pair.now.status}, but {unmet}"
            yield Finding(pair.file, message, "status")


DONE_WITH_OPEN_CRITERIA = BranchRule(
    "JT506",
    "done-with-open-criteria",
    Severity.ERROR,
    "A ticket became done on this branch, but not all of its acceptance criteria are ticked.",
    "`status: done` (`in_progress` at the base) above `- [ ] tests pass`",
    check=_check,
    supersedes=(DONE_TOO_EARLY,),
)
