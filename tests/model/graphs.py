"""Small random projects, for laws that hold in all projects."""

from __future__ import annotations

import os
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from jticket.model.settings import Settings
from jticket.model.ticket import Ticket

STRESS = bool(os.environ.get("JTICKET_STRESS"))
LONG = 100_000 if STRESS else 2_000  # deeper than any recursion may be, either way
SETTINGS = Settings(prefix="JJM")


def law(examples: int) -> settings:
    """Returns settings for a law with that many examples, more with JTICKET_STRESS=1."""
    return settings(
        max_examples=examples * 60 if STRESS else examples,
        derandomize=not STRESS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def numbered(number: int) -> str:
    """Returns the ID of that number."""
    return f"JJM-{number:03d}"


@st.composite
def projects(draw: st.DrawFn, most: int = 6) -> list[Ticket]:
    """Draws a few tickets of any type and status, with parents and dependencies between them.

    Some references lead nowhere, some use a former ID.
    """
    count = draw(st.integers(1, most))
    ids = [numbered(n + 1) for n in range(count)]
    references = st.sampled_from([*ids, *ids, "OLD-001", "JJM-999"])
    tickets = [
        Ticket(
            ticket_id,
            status=draw(st.sampled_from(["backlog", "ready", "in_progress", "done", "cancelled"])),
            ticket_type=draw(st.sampled_from(["epic", "epic", "task", "bug"])),
            parent_id=draw(st.one_of(st.just(""), references)),
            dependencies=tuple(draw(st.lists(references, max_size=2))),
        )
        for ticket_id in ids
    ]
    owner = draw(st.integers(0, count - 1))
    tickets[owner] = replace(tickets[owner], aliases=("OLD-001",))
    return tickets


def pieces(text: str) -> list[str]:
    """Returns the pieces that `¦` separates in a text, in which `⏎` stands for a newline."""
    return text.replace("⏎", "\n").split("¦")
