"""An ID in the prose of a ticket that no ticket has or ever had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, ProjectRule
from jticket.model.diagnostics import Severity
from jticket.model.ids import number_of
from jticket.text.mentions import mentions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.text.project import Project


def _check(project: Project) -> Iterator[Finding]:
    tickets = project.graph.tickets
    names = (*tickets, *(alias for ticket in tickets.values() for alias in ticket.aliases))
    numbers = {number_of(name) for name in names}

    def is_unknown(written: str) -> bool:
        number = number_of(written)
        return not project.knows(written) and (number is None or number not in numbers)

    for file in project.valid:
        document = file.text.document
        for mention in mentions(document, project.settings.prefix, is_unknown):
            yield Finding(
                file,
                f"the text names {mention.written}, which is not a ticket",
                about=frozenset((mention.written,)),
                span=document.span(mention.start, mention.end),
            )


UNKNOWN_MENTION = ProjectRule(
    "JT319",
    "unknown-mention",
    Severity.ADVICE,
    "The prose of a ticket, outside code, names an ID that no ticket has or ever had.",
    "`See JJM-999.` in a description",
    check=_check,
)
