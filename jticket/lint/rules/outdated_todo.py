"""A `TODO(ID)` in the code whose ticket is closed, or does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, HygieneRule
from jticket.model.diagnostics import Severity
from jticket.model.history.commit_links import normal_form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.hygiene import Hygiene


def _check(hygiene: Hygiene) -> Iterator[Finding]:
    project, graph = hygiene.project, hygiene.project.graph
    files = [(file, file.ticket) for file in project.valid]
    ids = {normal_form(alias): ticket.id for _, ticket in files for alias in ticket.aliases}
    ids |= {normal_form(ticket.id): ticket.id for _, ticket in files}
    for todo in hygiene.todos:
        ticket = graph.tickets.get(ids.get(normal_form(todo.written), ""))
        is_ours = todo.written.partition("-")[0].upper() == project.settings.prefix
        if ticket and project.settings.is_closed(ticket.status):
            message = f"a TODO names {ticket.id}, which is {ticket.status}"
            yield Finding(todo.path, message, fix="do it, or name an open ticket", span=todo.span)
        elif not ticket and is_ours and not project.knows(todo.written.upper()):
            message = f"a TODO names {todo.written}, which is not a ticket"
            yield Finding(todo.path, message, fix="name an open ticket", span=todo.span)


OUTDATED_TODO = HygieneRule(
    "JT604",
    "outdated-todo",
    Severity.ADVICE,
    "A `TODO(ID)`, `FIXME(ID)`, `HACK(ID)` or `XXX(ID)` in a tracked file names a ticket that is "
    "closed or does not exist.",
    "`# TODO(JJM-014): an exit code` in the code after JJM-014 is done",
    check=_check,
)
