"""A ticket whose day to wait for is past, and that has not changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, HygieneRule
from jticket.model.diagnostics import Severity
from jticket.model.parking import DAY, wait_day
from jticket.model.wording import day_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.hygiene import Hygiene


def _check(hygiene: Hygiene) -> Iterator[Finding]:
    settings = hygiene.project.settings
    today = hygiene.project.today or hygiene.now.date()
    for file in hygiene.project.valid:
        ticket = file.ticket
        day, last = wait_day(ticket), hygiene.last_change.get(ticket.id)
        is_begun = settings.is_active(ticket.status) or settings.is_closed(ticket.status)
        if day and last and not is_begun and last.date() < day <= today:
            message = f"{ticket.id} waited until {day_words(day)}, and nothing has happened since"
            yield Finding(file, message, DAY, fix="begin it, or let it wait longer")


WAITED_LONG_ENOUGH = HygieneRule(
    "JT605",
    "waited-long-enough",
    Severity.ADVICE,
    "The day that a ticket waited for is past, and it has been neither begun nor changed since.",
    "`wait_until: 2025-10-01` in a ticket of the backlog, last changed in September",
    check=_check,
)
