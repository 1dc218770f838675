"""A status that no transitions lead to from that at the base.

Any number of transitions may lie between the two, since branches get squashed; the workflow is
the one that the branch has now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import BranchRule, Finding
from jticket.model.diagnostics import Severity
from jticket.model.wording import quoted
from jticket.model.workflow import reachable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.branch import Branch


def _check(branch: Branch) -> Iterator[Finding]:
    settings = branch.now.settings
    for pair in branch.pairs:
        status = pair.now.status
        if status not in settings.workflow:
            continue
        if not any(status in reachable(before.status, settings) for before in pair.before):
            old_status = quoted(pair.before[0].status)
            message = f"no steps of the workflow lead from {old_status} to {quoted(status)}"
            yield Finding(pair.file, message, "status")


UNREACHABLE_STATUS = BranchRule(
    "JT501",
    "unreachable-status",
    Severity.ERROR,
    "No sequence of steps in the workflow leads from the status at the base to this one.",
    "`done` at the base and `backlog` here, with `done: []` in the workflow",
    check=_check,
)
