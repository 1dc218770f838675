"""A ticket that is worked on, by its status, and that no commit has changed or named lately."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, HygieneRule
from jticket.model.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.hygiene import Hygiene


def _check(hygiene: Hygiene) -> Iterator[Finding]:
    project, limit = hygiene.project, timedelta(days=hygiene.stale_days)
    for file in project.valid:
        ticket = file.ticket
        last = hygiene.last_change.get(ticket.id)
        if project.settings.is_active(ticket.status) and last and hygiene.now - last >= limit:
            days = (hygiene.now - last).days
            message = f"{ticket.id} is {ticket.status}, and nothing has happened for {days} days"
            yield Finding(file, message, "status", fix="finish or release it, or note its progress")


STALE_TICKET = HygieneRule(
    "JT601",
    "stale-ticket",
    Severity.ADVICE,
    "An active ticket has not changed for 14 days, or the number of days asked for, and no "
    "commit of code has named it.",
    "`status: in_progress` in a ticket whose last commit is three weeks old",
    check=_check,
)
