"""What the body says in the sections of a fixed form, beside the values that are read from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.schema import ACCEPTANCE_CRITERIA, DEVLOG
from jticket.text.body import prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.text.body import BodyText, Part
    from jticket.text.reading import TicketText


def remainders(file: TicketText) -> tuple[tuple[str, str], ...]:
    """The text around the acceptance criteria and that above the devlog's entries, by heading.

    A section whose text is all in its criteria or entries, or in comments, is not among them.
    """
    text, body = file.document.text, file.body
    found = []
    for name, gaps in ((ACCEPTANCE_CRITERIA, _around_criteria), (DEVLOG, _above_entries)):
        if part := body.part(name):
            rest = prose("".join(text[start:end] for start, end in gaps(body, part)))
            found.append((name, rest))
    return tuple((heading, rest) for heading, rest in found if rest)


def _around_criteria(body: BodyText, part: Part) -> Iterator[tuple[int, int]]:
    at = part.content
    for place in body.criterion_places:
        yield at, place.item.start
        at = place.item.end
    yield at, part.end


def _above_entries(body: BodyText, part: Part) -> Iterator[tuple[int, int]]:
    yield part.content, next(iter(body.devlog_places), part.end)
