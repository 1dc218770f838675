"""`show --history`: the origin of a ticket, and the commits of code that name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.history.ticket_history import LinkedCommit, TicketHistory
from jticket.model.history.timeline import CREATED
from jticket.ops.history.linked_commits import ids_by_form, linked_commits
from jticket.ops.history.reader import history_reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.ticket import Ticket
    from jticket.ops.history.entries import History
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile
    from jticket.vcs.log import Commit


def ticket_histories(
    workspace: Workspace, project: Project, files: Sequence[ValidFile], at: str | None = None
) -> tuple[TicketHistory, ...]:
    """Returns the history of each ticket, up to HEAD, a revision or a date.

    Raises:
        JticketError: there is no repository or no git, or the clone lacks objects.
    """
    reader = history_reader(workspace, at)
    tickets = [file.ticket for file in files]
    names = [name for ticket in tickets for name in reader.names(project, ticket.id)]
    history = reader.history(names)
    linked = linked_commits(reader, workspace, ids_by_form(project, tickets))
    return tuple(_history(ticket, history, linked.get(ticket.id, ())) for ticket in tickets)


def _history(ticket: Ticket, history: History, linked: Sequence[Commit]) -> TicketHistory:
    entries = tuple(history.entries_of(history.of(ticket.id)))
    created = [
        entry for entry in entries if entry.edit.field == CREATED and entry.edit.before is None
    ]
    last = entries[0].commit if entries else None
    changes = (entry for entry in entries if entry.commit == last and not entry.is_first)
    since = None
    for statuses in history.living_statuses():
        steps = statuses.steps
        if statuses.id == ticket.id and steps and steps[-1].status == ticket.status:
            since = steps[-1] if statuses.begins or len(steps) > 1 else None
    return TicketHistory(
        created=created[-1] if created else None,
        changes=tuple(changes),
        since=since,
        commits=tuple(
            LinkedCommit(commit.id, commit.author, commit.moment, commit.subject)
            for commit in linked
        ),
        is_cut=history.is_cut,
    )
