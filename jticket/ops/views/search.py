"""`search`: tickets whose text holds all the words, best first, with the lines that match.

A plain scan of every ticket's text; where an index comes to stand, it stands behind `search`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jticket.model.ticket import Ticket
    from jticket.text.reading import ValidFile

_WEIGHTS = (("id", 20), ("title", 10), ("tags", 5), ("description", 2))


@dataclass(frozen=True, slots=True)
class Match:
    """A line of a ticket's file that holds one of the words; counted from 1."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A ticket that holds all the words."""

    file: ValidFile
    matches: tuple[Match, ...]
    score: int


def search(files: Iterable[ValidFile], words: Sequence[str]) -> list[Hit]:
    """The tickets that hold all the words, whatever their case; equal ones keep their order.

    A word counts most in an ID, then in the title, the tags, the description, and once for each
    line elsewhere.
    """
    wanted = [each for each in map(_folded, words) if each]
    hits = [hit for file in files if (hit := _hit(file, wanted)) is not None]
    return sorted(hits, key=lambda hit: -hit.score)


def _hit(file: ValidFile, words: Sequence[str]) -> Hit | None:
    ticket, source = file.ticket, file.text
    text = source.document.text
    folded = _folded(text)
    if not all(word in folded for word in words):
        return None
    lines = enumerate(text.split("\n"), 1)
    matches = tuple(
        Match(number, line.strip())
        for number, line in lines
        if any(word in _folded(line) for word in words)
    )
    return Hit(file, matches, _score(ticket, words) + len(matches))


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
