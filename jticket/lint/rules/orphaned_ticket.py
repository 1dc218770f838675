"""A ticket that commits on the main branch name, and that is not active, parked or closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, HygieneRule
from jticket.model.diagnostics import Severity
from jticket.model.graph import EPIC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.hygiene import Hygiene


def _check(hygiene: Hygiene) -> Iterator[Finding]:
    settings, graph = hygiene.project.settings, hygiene.project.graph
    for file in hygiene.project.valid:
        ticket = file.ticket
        count = hygiene.commits.get(ticket.id, 0)
        is_waiting = not (settings.is_active(ticket.status) or settings.is_closed(ticket.status))
        if graph.parking(ticket) is None and count and is_waiting and ticket.ticket_type != EPIC:
            commits = "1 commit" if count == 1 else f"{count} commits"
            named = f"{ticket.id} is named by {commits} on {hygiene.main}"
            message = f"{named}, yet it is {ticket.status}"
            yield Finding(file, message, "status", fix="claim it, or close it if the work is done")


ORPHANED_TICKET = HygieneRule(
    "JT602",
    "orphaned-ticket",
    Severity.ADVICE,
    "Commits of code on the main branch name a ticket that is open and neither active nor parked, "
    "epics aside.",
    "`status: backlog` in a ticket that a merged commit `feat: parser (JJM-014)` names",
    check=_check,
)
