"""A ticket that has been on hold for longer than the project allows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, HygieneRule
from jticket.model.diagnostics import Severity
from jticket.model.parking import HOLD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.hygiene import Hygiene


def _check(hygiene: Hygiene) -> Iterator[Finding]:
    project, most = hygiene.project, hygiene.project.settings.hold_days
    if most is None:
        return
    for file in project.valid:
        ticket, since = file.ticket, hygiene.held_since.get(file.ticket.id)
        if since and not project.settings.is_closed(ticket.status):
            age = hygiene.now - since
            if age > timedelta(days=most):
                message = f"{ticket.id} has been on hold for {age.days} days"
                yield Finding(file, message, HOLD, fix="ask again, or continue without it")


OLD_HOLD = HygieneRule(
    "JT606",
    "old-hold",
    Severity.ADVICE,
    "A ticket has been on hold, for the same reason, for more than the `hold_days` of the config.",
    "`on_hold: answer from legal`, written two months ago, with `hold_days: 30`",
    check=_check,
)
