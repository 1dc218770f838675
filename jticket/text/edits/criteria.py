"""Edits of acceptance criteria as splices: their text replaced, removed, moved among the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jticket.text.edits.spans import Splice
from jticket.text.markdown_text import paragraph_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.text.body import BodyText, CriterionPlace
    from jticket.text.outline import Item

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_NUMBERED = re.compile(r"([ \t]*)([0-9]+)([.)][ \t]+)")


def reword(text: str, body: BodyText, number: int, words: str) -> list[Splice]:
    """Replaces the first paragraph of a criterion; what is nested below it stays."""
    place = body.criterion_places[number - 1]
    start = place.box + len("x]")
    while text[start] in " \t":  # words follow: else it would not be a criterion
        start += 1
    end = start
    for _ in range(paragraph_lines(body.value.criteria[number - 1].text)):
        line = _LINE.match(text, end, place.item.end)
        end = line.end() if line else end
    end = start + len(text[start:end].rstrip("\r\n"))
    return [] if text[start:end] == words else [Splice(start, end, words)]


def remove(text: str, body: BodyText, number: int) -> list[Splice]:
    """Removes a criterion with what is nested below it, and the blank lines that set it apart."""
    places = body.criterion_places
    item = places[number - 1].item
    below = places[number].item if number < len(places) else None
    above = places[number - 2].item if number > 1 else None
    if below and not text[item.end : below.start].strip():
        return [Splice(item.start, below.start, "")]
    if above and not text[above.end : item.start].strip():
        return [Splice(above.end, item.end, "")]
    return [Splice(item.start, _end_of_blank_lines(text, item), "")]


def move(text: str, body: BodyText, number: int, to: int) -> list[Splice]:
    """Moves a criterion with what is nested below it; what is between the items stays there.

    Numbered markers of the same form stay where they are, so that the list still counts up.
    """
    first, last = sorted((number, to))
    places = body.criterion_places[first - 1 : last]
    moved = list(places)
    moved.insert(to - first, moved.pop(number - first))
    keeps_markers = _are_numbered_alike(text, places)
    return [
        Splice(place.item.start, place.item.end, _block(text, place, source, keeps_markers))
        for place, source in zip(places, moved, strict=True)
        if place is not source
    ]


def _block(text: str, place: CriterionPlace, source: CriterionPlace, keeps_marker: bool) -> str:
    item = source.item
    if not keeps_marker:
        return text[item.start : item.end]
    return text[place.item.start : place.item.content] + text[item.content : item.end]


def _are_numbered_alike(text: str, places: Sequence[CriterionPlace]) -> bool:
    leads = [text[place.item.start : place.item.content] for place in places]
    markers = [_NUMBERED.fullmatch(lead) for lead in leads]
    forms = {(marker[1], len(marker[2]), marker[3]) if marker else None for marker in markers}
    return len(forms) == 1 and None not in forms


def _end_of_blank_lines(text: str, item: Item) -> int:
    """Returns where an item that stands alone ends, with the blank lines after it."""
    rest = text[item.end :]
    blank = rest[: len(rest) - len(rest.lstrip(" \t\r\n"))]
    if len(blank) == len(rest):  # nothing follows: the newline at the end of the file stays
        line = _LINE.match(text, item.end)
        return line.end() if line else item.end
    return item.end + max(blank.rfind("\n"), blank.rfind("\r")) + 1
