"""Whether there is room for another ticket in progress."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.model.people import NoNameError
from jticket.model.wip_limits import IN_PROGRESS, limit_reached

if TYPE_CHECKING:
    from jticket.model.ticket import Ticket
    from jticket.model.wip_limits import LimitReached
    from jticket.text.project import Project


def limit_for_asker(ticket: Ticket, project: Project) -> LimitReached | None:
    """Returns the limit that keeps the person at work from taking a ticket; None if there is none.

    If nothing names that person, only the limit of the status counts.
    """
    limits = project.settings.wip_limits
    if limits.per_person is not None and not ticket.assignee:
        with suppress(NoNameError):
            ticket = replace(ticket, assignee=project.asker())
    return limit_reached(ticket, IN_PROGRESS, project.graph)
