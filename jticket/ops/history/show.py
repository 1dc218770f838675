"""`show --history`: the origin of a ticket, and the commits of code that name it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from jticket.model.history.commit_links import named_tickets, normal_form
from jticket.model.history.ticket_history import LinkedCommit, TicketHistory
from jticket.model.history.timeline import CREATED
from jticket.ops.history.reader import history_reader
from jticket.vcs.log import commits, with_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jticket.model.ticket import Ticket
    from jticket.ops.history.entries import History
    from jticket.ops.history.reader import HistoryReader
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile
    from jticket.vcs.log import Commit


def ticket_histories(
    workspace: Workspace, project: Project, files: Sequence[ValidFile], at: str | None = None
) -> tuple[TicketHistory, ...]:
    """Returns the history of each ticket, up to HEAD, a revision or a date.

    Raises:
        JticketError: there is no repository, no git, or a clone that lacks what it takes.
    """
    found = history_reader(workspace, at)
    tickets = [each.ticket for each in files]
    names = [name for each in tickets for name in found.names(project, each.id)]
    history = found.history(names)
    linked = _linked(found, workspace, project, tickets)
    return tuple(_history(each, history, linked[each.id]) for each in tickets)


def _history(ticket: Ticket, history: History, linked: Sequence[Commit]) -> TicketHistory:
    entries = tuple(history.entries_of(history.of(ticket.id)))
    created = [each for each in entries if each.edit.field == CREATED and each.edit.before is None]
    last = entries[0].commit if entries else None
    changes = (each for each in entries if each.commit == last and not each.is_first)
    since = None
    for each in history.living_statuses():
        if each.id == ticket.id and each.steps[-1:] and each.steps[-1].status == ticket.status:
            since = each.steps[-1] if each.begins or len(each.steps) > 1 else None
    return TicketHistory(
        created=created[-1] if created else None,
        changes=tuple(changes),
        since=since,
        commits=tuple(
            LinkedCommit(each.id, each.author, each.moment, each.subject) for each in linked
        ),
        is_cut=history.is_cut,
    )


def _linked(
    found: HistoryReader, workspace: Workspace, project: Project, tickets: Iterable[Ticket]
) -> Mapping[str, Sequence[Commit]]:
    """Returns the commits that name each ticket and touch other files than tickets."""
    ids = {
        normal_form(name): each.id
        for each in tickets
        for name in (each.id, *each.aliases)
        if project.graph.resolve(name) == each.id
    }
    pattern = workspace.settings.commit_subject
    naming: dict[str, list[str]] = {}
    naming_commits = []
    for commit in commits(found.repository, *found.start):
        words = named_tickets(commit.subject, commit.tickets, pattern)
        meant = [ids[form] for form in map(normal_form, words) if form in ids]
        if meant:
            naming_commits.append(commit)
            naming[commit.id] = [*dict.fromkeys(meant)]
    name = found.repository.relative(workspace.location.folder)
    folder = f"{name}/" if name else ""
    of_code = {
        each.id
        for each in with_files(found.repository, naming)
        if any(not step.name.startswith(folder) for step in each.files)
    }
    linked: defaultdict[str, list[Commit]] = defaultdict(list)
    for commit in naming_commits:
        for ticket_id in naming[commit.id] if commit.id in of_code else ():
            linked[ticket_id].append(commit)
    return linked
