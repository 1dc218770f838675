"""A new ticket whose ID the base branch has given to another ticket meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import BranchRule, Finding
from jticket.model.compare.identity import is_same_ticket
from jticket.model.diagnostics import Severity
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.branch import Branch


def _check(branch: Branch) -> Iterator[Finding]:
    for file in branch.created:
        ticket = file.ticket
        holder = branch.tip.graph.tickets.get(ticket.id)
        if holder is not None and not is_same_ticket(holder, ticket):
            message = f"{ticket.id} is another ticket at {branch.label}: {quoted(holder.title)}"
            yield Finding(file, message, "id", fix="give this one another ID")


ID_TAKEN = BranchRule(
    "JT505",
    "id-taken",
    Severity.ERROR,
    "The base branch has since given this ID to another ticket, so the two can't be merged.",
    "JJM-042, created here, and another JJM-042 on `main`",
    check=_check,
)
