"""`list --branches`: the tickets that differ on other branches and in other work trees."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jticket.model.branch_states import BranchState, TicketAcrossBranches
from jticket.model.compare.identity import is_same_ticket
from jticket.ops.branches.branch_states import CREATED, BranchStateReader
from jticket.ops.selection import in_order, predicate
from jticket.ops.snapshots import snapshots_of
from jticket.vcs.divergence import divergence
from jticket.vcs.refs import current_branch, tips
from jticket.vcs.revisions import NoRevisionError, commit_named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from jticket.model.ticket import Ticket
    from jticket.ops.selection import Selection
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile
    from jticket.vcs.repository import Repository


@dataclass(frozen=True, slots=True)
class OtherBranches:
    """The tickets that differ elsewhere, in the order of a list.

    `current` is the current branch, "" if there is none; `gaps` say what could not be read.
    """

    tickets: tuple[TicketAcrossBranches, ...]
    current: str
    gaps: tuple[str, ...]


def branches(
    workspace: Workspace,
    project: Project,
    selection: Selection,
    now: datetime,
    *,
    at: str | None = None,
) -> OtherBranches:
    """Returns the selected tickets that differ on other branches.

    A ticket is selected if its version here or on one of the branches matches. `project` has the
    tickets here, or those of the commit `at`.

    Raises:
        UsageError: a filter's value that the field can't have, or an invalid query.
        NotFoundError: a ticket to filter by does not exist, or this clone lacks objects.
        JticketError: there is no repository, or no git.
    """
    snapshots = snapshots_of(workspace)
    repo = snapshots.repository
    head = snapshots.resolve(at) if at is not None else _head(repo)
    apart = divergence(repo, tips(repo), head)
    reader = BranchStateReader(workspace, repo, project.settings)
    states = [*reader.committed(apart), *(reader.uncommitted() if at is None else ())]
    by_id: dict[str, list[tuple[BranchState, ValidFile]]] = {}
    for ticket_id, state, file in states:
        current_id = project.graph.resolve(ticket_id) or ticket_id
        here = project.graph.tickets.get(current_id)
        if state.ticket != here:
            by_id.setdefault(current_id, []).append((_distinguished(state, here), file))
    tickets = _selected(project, by_id, selection, now)
    current = at if at is not None else current_branch(repo)
    return OtherBranches(tuple(tickets), current, tuple(reader.gaps))


def _selected(
    project: Project,
    by_id: dict[str, list[tuple[BranchState, ValidFile]]],
    selection: Selection,
    now: datetime,
) -> Iterator[TicketAcrossBranches]:
    """Yields the selected tickets in order; one that is not here is shown by its first state."""
    here = {file.ticket.id for file in project.valid}
    missing = [
        next((file for state, file in states if state.ticket), None)
        for ticket_id, states in by_id.items()
        if ticket_id not in here
    ]
    wider = replace(project, files=(*project.files, *filter(None, missing)))
    matches = predicate(wider, selection, now)

    def is_selected(ticket: Ticket, path: str) -> bool:
        return matches(ticket, path) or any(
            state.ticket and matches(state.ticket, state.path) for state, _ in by_id[ticket.id]
        )

    selected = [
        file
        for file in wider.valid
        if file.ticket.id in by_id and is_selected(file.ticket, file.path)
    ]
    for file in in_order(selected, selection, wider.graph):
        states = tuple(state for state, _ in by_id[file.ticket.id])
        yield TicketAcrossBranches(file.path, file.ticket, states, is_here=file.ticket.id in here)


def _distinguished(state: BranchState, here: Ticket | None) -> BranchState:
    """Returns the state; `what` says so if it is of another ticket with the same ID."""
    theirs = state.ticket
    if here is None or theirs is None or state.what != CREATED or is_same_ticket(theirs, here):
        return state
    return replace(state, what=f"another ticket: {theirs.title}")


def _head(repo: Repository) -> str | None:
    try:
        return commit_named(repo, "HEAD")
    except NoRevisionError:
        return None
