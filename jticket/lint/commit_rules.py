"""What the commits of a branch say, or fail to say, about tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import NotFoundError
from jticket.model import rules
from jticket.model.diagnostics import Diagnostic, Span
from jticket.model.history.commit_links import named_tickets
from jticket.model.wording import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.branch import Branch
    from jticket.vcs.log import Commit

_SHORT = 10


def code_files(commit: Commit, branch: Branch) -> tuple[str, ...]:
    """The files besides tickets that a commit changed, both names of one that moved."""
    names = (name for step in commit.files for name in (step.old_name, step.name))
    return tuple(dict.fromkeys(name for name in names if not name.startswith(branch.below)))


def tickets_of(commit: Commit, branch: Branch) -> tuple[str, ...]:
    """The tickets that a commit names, by today's IDs; what is no ticket is left out."""
    today = (_today(text, branch) for text in _named(commit, branch))
    return tuple(dict.fromkeys(each for each in today if each))


def _named(commit: Commit, branch: Branch) -> tuple[str, ...]:
    """The IDs as they are written, where `commit_subject` has them too."""
    return named_tickets(commit.subject, commit.tickets, branch.now.settings.commit_subject)


def unnamed_commits(branch: Branch) -> Iterator[Diagnostic]:
    """The commits that change something besides tickets and name none; merges are let off.

    A finding has a file: here the first one that the commit changed.
    """
    for commit in branch.commits:
        names = code_files(commit, branch)
        if not names or len(commit.parents) > 1 or tickets_of(commit, branch):
            continue
        said = f"commit {commit.id[:_SHORT]} {quoted(commit.subject)} names"
        if unknown := _named(commit, branch):
            message = f"{said} {listed(unknown)}, which is no ticket"
        else:
            message = f"{said} no ticket"
        fix = "begin its subject with an ID, or end its message with a line Ticket: ID"
        yield Diagnostic(names[0], Span(), rules.COMMIT_WITHOUT_TICKET, message, fix)


def _today(text: str, branch: Branch) -> str | None:
    """The ticket that a text means, here or on the base branch."""
    for project in (branch.now, branch.tip):
        try:
            return project.resolve(text)
        except NotFoundError:
            if project.knows(text):  # its file can't be read
                return text
    return None
