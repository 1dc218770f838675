"""A ticket with a new ID that does not list its former one in `aliases`.

A former ID that was not valid may be fixed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import BranchRule, Finding
from jticket.model.compare.identity import has_same_words, is_same_moment, is_same_ticket
from jticket.model.diagnostics import Severity
from jticket.model.ids import is_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.branch import Branch


def _check(branch: Branch) -> Iterator[Finding]:
    created = [file for file in branch.created if is_id(file.ticket.id)]
    for before, path in branch.vanished():
        for file in created if is_id(before.id) else ():
            ticket = file.ticket
            if file.path == path or is_same_ticket(before, ticket):
                message = f"{before.id} has become {ticket.id}"
                yield Finding(file, message, "id", fix=f"write aliases: [{before.id}]")
                break
    yield from _swapped_ids(branch)


def _swapped_ids(branch: Branch) -> Iterator[Finding]:
    """Yields tickets that now have the ID that another ticket had at the base.

    Many tickets share a creation time, so the words must be the same, too.
    """
    at_base = [file.ticket for before in branch.before for file in before.valid]
    for pair in branch.pairs:
        if any(is_same_ticket(before, pair.now) for before in pair.before):
            continue
        for ticket in at_base:
            now = branch.now.graph.tickets.get(ticket.id)
            if (
                ticket.id not in (pair.now.id, *pair.now.aliases)
                and has_same_words(ticket, pair.now)
                and is_same_moment(ticket.created, pair.now.created)
                and not (now and is_same_ticket(ticket, now))
            ):
                message = f"{ticket.id} has become {pair.now.id}, which was another ticket"
                yield Finding(pair.file, message, "id", fix=f"give it back the ID {ticket.id}")
                break


ID_REWRITTEN = BranchRule(
    "JT503",
    "id-rewritten",
    Severity.ERROR,
    "A reference to a ticket by its former ID works only if `aliases` lists that ID.",
    "JJM-007 at the base, which is JJM-107 here without `aliases: [JJM-007]`",
    check=_check,
)
