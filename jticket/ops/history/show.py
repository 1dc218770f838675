"""`show --history`: the origin of a ticket, and the commits of code that name it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from jticket.model.history.commit_links import normal_form
from jticket.model.history.merged_branches import names_by_commit
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
        JticketError: there is no repository or no git, or the clone lacks objects.
    """
    reader = history_reader(workspace, at)
    tickets = [file.ticket for file in files]
    names = [name for ticket in tickets for name in reader.names(project, ticket.id)]
    history = reader.history(names)
    linked = _linked(reader, workspace, project, tickets)
    return tuple(_history(ticket, history, linked[ticket.id]) for ticket in tickets)


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


def _linked(
    reader: HistoryReader, workspace: Workspace, project: Project, tickets: Iterable[Ticket]
) -> Mapping[str, Sequence[Commit]]:
    """Returns the commits that name each ticket and touch other files than tickets."""
    ids = {
        normal_form(name): ticket.id
        for ticket in tickets
        for name in (ticket.id, *ticket.aliases)
        if project.graph.resolve(name) == ticket.id
    }
    all_commits = tuple(commits(reader.repository, *reader.start))
    naming: dict[str, list[str]] = {}
    named = names_by_commit(all_commits, lambda word: normal_form(word) in ids)
    for commit_id, words in named.items():
        meant = [ids[form] for form in map(normal_form, words) if form in ids]
        if meant:
            naming[commit_id] = [*dict.fromkeys(meant)]
    name = reader.repository.relative(workspace.location.folder)
    folder = f"{name}/" if name else ""
    of_code = {
        commit.id
        for commit in with_files(reader.repository, naming)
        if any(not step.name.startswith(folder) for step in commit.files)
    }
    linked: defaultdict[str, list[Commit]] = defaultdict(list)
    for commit in all_commits:
        for ticket_id in naming[commit.id] if commit.id in of_code else ():
            linked[ticket_id].append(commit)
    return linked
