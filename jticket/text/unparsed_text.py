"""The text of sections with a fixed form that is not part of a criterion or a devlog entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.schema import ACCEPTANCE_CRITERIA, DEVLOG
from jticket.text.markdown_text import prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.text.body import BodyText, Part
    from jticket.text.reading import TicketText


def unparsed_texts(file: TicketText) -> tuple[tuple[str, str], ...]:
    """Returns the text around the criteria and above the devlog's entries, by heading.

    A section without such text, or with comments alone, is left out.
    """
    text, body = file.document.text, file.body
    texts = []
    for name, gaps in ((ACCEPTANCE_CRITERIA, _around_criteria), (DEVLOG, _above_entries)):
        if part := body.part(name):
            rest = prose("".join(text[start:end] for start, end in gaps(body, part)))
            texts.append((name, rest))
    return tuple((heading, rest) for heading, rest in texts if rest)


def _around_criteria(body: BodyText, part: Part) -> Iterator[tuple[int, int]]:
    at = part.content
    for place in body.criterion_places:
        yield at, place.item.start
        at = place.item.end
    yield at, part.end


def _above_entries(body: BodyText, part: Part) -> Iterator[tuple[int, int]]:
    yield part.content, next(iter(body.devlog_places), part.end)
