"""What the commits of a branch name and change: tickets, and files besides them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import NotFoundError

if TYPE_CHECKING:
    from jticket.lint.branch import Branch
    from jticket.vcs.log import Commit


def files_besides_tickets(commit: Commit, branch: Branch) -> tuple[str, ...]:
    """Returns the files besides tickets that a commit changed; both names of a renamed one."""
    names = (name for step in commit.files for name in (step.old_name, step.name))
    return tuple(dict.fromkeys(name for name in names if not name.startswith(branch.folder_prefix)))


def tickets_of(commit: Commit, branch: Branch) -> tuple[str, ...]:
    """Returns the tickets that a commit names, by current IDs; unknown names are left out."""
    current = (_current_id(name, branch) for name in branch.names.get(commit.id, ()))
    return tuple(dict.fromkeys(ticket_id for ticket_id in current if ticket_id))


def _current_id(name: str, branch: Branch) -> str | None:
    """Returns the ticket with this name on the branch or, else, on its base branch."""
    for project in (branch.now, branch.tip):
        try:
            return project.resolve(name)
        except NotFoundError:
            if project.knows(name):  # its file can't be read
                return name
    return None
