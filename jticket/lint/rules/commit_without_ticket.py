"""A commit that changes something besides tickets and names none, where the config asks for it.

Merges are exempt. A finding needs a file: here the first one that the commit changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.branch_commits import files_besides_tickets, tickets_of
from jticket.lint.rule import BranchRule, Finding
from jticket.model.diagnostics import Severity
from jticket.model.wording import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.branch import Branch

_HASH_LENGTH = 10


def _check(branch: Branch) -> Iterator[Finding]:
    for commit in branch.commits if branch.now.settings.require_ticket else ():
        files = files_besides_tickets(commit, branch)
        if not files or len(commit.parents) > 1 or tickets_of(commit, branch):
            continue
        message = f"commit {commit.id[:_HASH_LENGTH]} {quoted(commit.subject)} names"
        unknown = [name for name in branch.names.get(commit.id, ()) if _has_prefix(name, branch)]
        if unknown:
            which = "which is not a ticket" if len(unknown) == 1 else "none of which is a ticket"
            message += f" {listed(unknown)}, {which}"
        else:
            message += " no ticket"
        fix = "name one in its subject, or end its message with a line Ticket: ID"
        yield Finding(files[0], message, fix=fix)


def _has_prefix(name: str, branch: Branch) -> bool:
    """Returns whether a word is an ID of the project, unlike `UTF-8`."""
    return name.partition("-")[0].upper() == branch.now.settings.prefix


COMMIT_WITHOUT_TICKET = BranchRule(
    "JT507",
    "commit-without-ticket",
    Severity.WARNING,
    "If the config sets `require_ticket: true`, every commit of the branch that changes "
    "anything besides tickets must name one: in its subject, after a word like `Closes`, in a "
    "trailer, or in the name of the branch that it was merged from.",
    "a commit `fix the parser` without a line `Ticket: JJM-014` at its end",
    check=_check,
)
