"""The list of what other branches and work trees hold of the tickets, where that differs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jticket.model.branch_states import BranchState, TicketAcrossBranches
from jticket.model.compare.identity import is_same_ticket
from jticket.ops.branches.branch_states import CREATED, Elsewhere
from jticket.ops.selection import in_order, predicate
from jticket.ops.snapshots import snapshots
from jticket.text.project import Project
from jticket.vcs.divergence import divergence
from jticket.vcs.refs import current_branch, tips
from jticket.vcs.revisions import NoRevisionError, commit_named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from jticket.model.ticket import Ticket
    from jticket.ops.selection import Selection
    from jticket.ops.workspace import Workspace
    from jticket.text.reading import ValidFile
    from jticket.vcs.repository import Repository


@dataclass(frozen=True, slots=True)
class Branches:
    """The tickets that differ elsewhere, in a list's order; the name of what is here; the gaps.

    `current` is the branch, "" for none. `gaps` say what could not be read, a line each.
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
) -> Branches:
    """The tickets that are different on other branches, of those that are wished for.

    A ticket is wished for when it is as it is here, or as it is on one of the branches. `project`
    is what is here, of the commit that `at` names, if any.

    Raises:
        UsageError: a filter's value that the field can't have, or a query that is none.
        NotFoundError: what to filter by is not there, or this clone lacks objects.
        JticketError: there is no repository, or no git.
    """
    found = snapshots(workspace)
    repo = found.repository
    head = found.resolve(at) if at is not None else _head(repo)
    apart = divergence(repo, tips(repo), head)
    survey = Elsewhere(workspace, repo, project.settings)
    states = [*survey.committed(apart), *(survey.uncommitted() if at is None else ())]
    by_id: dict[str, list[tuple[BranchState, ValidFile]]] = {}
    for ticket_id, state, file in states:
        today = project.graph.resolve(ticket_id) or ticket_id
        here = project.graph.tickets.get(today)
        if state.ticket != here:
            by_id.setdefault(today, []).append((_named_apart(state, here), file))
    tickets = _wished(project, by_id, selection, now)
    current = at if at is not None else current_branch(repo)
    return Branches(tuple(tickets), current, tuple(survey.gaps))


def _wished(
    project: Project,
    by_id: dict[str, list[tuple[BranchState, ValidFile]]],
    selection: Selection,
    now: datetime,
) -> Iterator[TicketAcrossBranches]:
    """The spreads in order; a ticket that is not here takes the place of its first state."""
    here = {file.ticket.id for file in project.valid}
    missing = [
        next((file for state, file in found if state.ticket), None)
        for ticket_id, found in by_id.items()
        if ticket_id not in here
    ]
    wider = Project((*project.files, *filter(None, missing)), project.settings)
    matches = predicate(wider, selection, now)

    def is_wished(ticket: Ticket, path: str) -> bool:
        return matches(ticket, path) or any(
            state.ticket and matches(state.ticket, state.path) for state, _ in by_id[ticket.id]
        )

    admitted = [
        file
        for file in wider.valid
        if file.ticket.id in by_id and is_wished(file.ticket, file.path)
    ]
    for file in in_order(admitted, selection, project.settings):
        states = tuple(state for state, _ in by_id[file.ticket.id])
        yield TicketAcrossBranches(file.path, file.ticket, states, is_here=file.ticket.id in here)


def _named_apart(state: BranchState, here: Ticket | None) -> BranchState:
    """The state, saying so where it is that of another ticket, which was given the same ID."""
    theirs = state.ticket
    if here is None or theirs is None or state.what != CREATED or is_same_ticket(theirs, here):
        return state
    return replace(state, what=f"another ticket: {theirs.title}")


def _head(repo: Repository) -> str | None:
    try:
        return commit_named(repo, "HEAD")
    except NoRevisionError:
        return None
