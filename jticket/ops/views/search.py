"""`search`: tickets whose text holds all the words, best first, with the lines that match.

It scans the text of every selected ticket.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.ops.selection import select_tickets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jticket.model.ticket import Ticket
    from jticket.ops.selection import Selection
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

_WEIGHTS = (("id", 20), ("title", 10), ("tags", 5), ("description", 2))


@dataclass(frozen=True, slots=True)
class Match:
    """A line of a ticket's file that holds one of the words; lines count from 1."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A ticket that holds all the words."""

    file: ValidFile
    matches: tuple[Match, ...]
    score: int


def search_tickets(
    project: Project, selection: Selection, now: datetime, words: Sequence[str]
) -> tuple[Hit, ...]:
    """Returns the tickets of a selection that hold all the words, in any case, best first.

    A word counts most in an ID, then in the title, the tags, the description, and once for each
    line elsewhere. Tickets with the same score are in the selection's order.

    Raises:
        UsageError: a value that the field can't have, or a wrong query.
        NotFoundError: the ticket to filter by does not exist.
    """
    wanted = [word for text in words for part in text.split() if (word := _folded(part))]
    files = select_tickets(project, selection, now)
    hits = (hit for file in files if (hit := _hit(file, wanted)) is not None)
    return tuple(sorted(hits, key=lambda hit: -hit.score))


def _hit(file: ValidFile, words: Sequence[str]) -> Hit | None:
    text = file.text.document.text
    folded = _folded(text)
    if not all(word in folded for word in words):
        return None
    lines = enumerate(text.split("\n"), 1)
    matches = tuple(
        Match(number, line.strip())
        for number, line in lines
        if any(word in _folded(line) for word in words)
    )
    return Hit(file, matches, _score(file.ticket, words) + len(matches))


def _score(ticket: Ticket, words: Sequence[str]) -> int:
    texts = {
        "id": ticket.id,
        "title": ticket.title,
        "tags": " ".join(ticket.tags),
        "description": ticket.description,
    }
    folded = {key: _folded(text) for key, text in texts.items()}
    return sum(weight for key, weight in _WEIGHTS for word in words if word in folded[key])


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
