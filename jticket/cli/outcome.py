"""The lines that say what a change did, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jticket.ops.write.outcome import Outcome


def outcome_lines(outcome: Outcome) -> list[str]:
    """Returns a line for each changed ticket; what follows is in the last one, or in its own.

    For example `WEB-003 Log in: in_progress → done · now available: WEB-013`.
    """
    from jticket.model.wording import shortened
    from jticket.text.printable import safe_line

    lines = [
        f"{f'{summary.id} {shortened(summary.title)}'.strip()}: {summary.line}"
        for summary in outcome.summaries
    ]
    if consequences := " · ".join(_consequences(outcome)):
        lines = [*lines, consequences] if len(lines) > 1 else [f"{lines[0]} · {consequences}"]
    return [safe_line(line) for line in lines]


def _consequences(outcome: Outcome) -> list[str]:
    """Returns what follows from a change, in phrases."""
    from jticket.model.wording import listed
    from jticket.ops.write.consequences import consequences_of

    consequences = consequences_of(outcome)
    phrases = {
        "now available": [_available_words(outcome, id_) for id_ in consequences.available],
        "now blocked": consequences.blocked,
        "can be completed": consequences.completable,
    }
    return [f"{phrase}: {listed(ids)}" for phrase, ids in phrases.items() if ids]


def _available_words(outcome: Outcome, ticket_id: str) -> str:
    """Returns a ticket that is available now, and which of its dependencies were cancelled."""
    from jticket.model.wording import cancelled_words

    graph = outcome.project.graph
    cancelled = graph.cancelled_dependencies(graph.tickets[ticket_id])
    return f"{ticket_id} ({cancelled_words(cancelled)})" if cancelled else ticket_id
