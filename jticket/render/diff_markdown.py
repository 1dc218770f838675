"""A review as Markdown for a comment on a pull request: a table, the plan, the details folded.

All text from tickets is quoted, and the comment stays below the limit that GitHub has for one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from jticket.model.wording import listed
from jticket.render.diff_items import (
    Description,
    Limits,
    Line,
    NewCriterion,
    Role,
    elided,
    ticket_items,
)
from jticket.render.diff_phrases import (
    caveats,
    counted,
    effect_list,
    figures,
    formatting_only,
    milestone_moves,
    summary,
)
from jticket.render.markdown_escape import directed, link_target, quoted_text
from jticket.text.printable import cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.compare.comparison import Comparison, Difference
    from jticket.model.compare.effects import Effects
    from jticket.render.diff_items import DiffEntry, Piece

LIMIT: Final = 65_000
"""The most characters of a review; GitHub refuses a comment of more than 65,536."""

_TABLE_LIMIT = 32_000
_RESERVE = 400
_TITLE_COLUMNS = 100
_PHRASE_COLUMNS = 240
_EFFECT_ITEMS = 15
_UNREAD = 10

_MOST_WORDS = 60
_LIMITS = Limits(
    words=_MOST_WORDS,
    new_criteria=40,
    criteria=40,
    fields=40,
    list_items=20,
    sections=20,
    entries=20,
)
_TEXT_COLUMNS = 600
_ENTRY_LINES = 20
_TAGS = {
    Role.ITEM_REMOVED: "del",
    Role.ITEM_ADDED: "ins",
    Role.WORDS_REMOVED: "del",
    Role.WORDS_ADDED: "ins",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What a comment says beside the comparison: its ends, what can't be read, where links lead.

    `link_base` comes before the path of a ticket's file, from the repository's root. `notes` say
    how the ends were found and counted.
    """

    ends: str
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    link_base: str = ""

    def link(self, ticket_id: str, path: str) -> str:
        """Returns a ticket's ID as a link to its file."""
        base = f"{self.link_base.rstrip('/')}/" if self.link_base else ""
        return f"[{quoted_text(ticket_id)}]({base}{link_target(path)})"


@dataclass(slots=True)
class _Page:
    """Lines up to a limit of characters."""

    lines: list[str] = field(default_factory=list)
    used: int = 0

    def add(self, *lines: str) -> None:
        self.lines += lines
        self.used += sum(map(len, lines)) + len(lines)

    def has_room(self, text: str, limit: int) -> bool:
        return self.used + len(text) + 1 <= limit


def review_markdown(comparison: Comparison, frame: Frame) -> str:
    """Returns a comparison as a comment; what it has no room for is counted."""
    page = _Page()
    page.add(f"### Tickets: {counted(comparison)}", "", _phrase(frame.ends))
    for note in frame.notes:
        page.add("", _phrase(f"Note: {note}"))
    unread = [*frame.unread[:_UNREAD]]
    if more := len(frame.unread) - len(unread):
        unread.append(f"and {more} more files that can't be read")
    for line in unread:
        page.add("", f"⚠ {_phrase(line)}")
    _add_table(page, comparison.differences, frame)
    if phrase := formatting_only(comparison):
        page.add("", _phrase(phrase))
    page.add("", "#### Plan", "", *_plan(comparison.effects, len(frame.unread)))
    _add_details(page, comparison.differences, frame)
    return "\n".join(page.lines)


def _phrase(text: str) -> str:
    return quoted_text(cut(text, _PHRASE_COLUMNS))


def _add_table(page: _Page, differences: Sequence[Difference], frame: Frame) -> None:
    if not differences:
        return
    page.add("", "| Ticket | Title | What changed |", "|---|---|---|")
    for place, difference in enumerate(differences):
        cells = (_ticket(difference, frame), _title(difference), _cell(summary(difference)))
        row = f"| {' | '.join(cells)} |"
        if not page.has_room(row, _TABLE_LIMIT):
            left = len(differences) - place
            page.add("", f"… and {left} more; `jticket diff` shows them all.")
            return
        page.add(row)


def _ticket(difference: Difference, frame: Frame) -> str:
    """Returns the ticket's ID, a link unless its file is gone."""
    ticket_id = cut(difference.id, _TITLE_COLUMNS)
    if difference.is_deleted:
        return quoted_text(ticket_id)
    return frame.link(ticket_id, difference.pair.latest.path)


def _title(difference: Difference) -> str:
    return _cell(difference.pair.latest.ticket.title, _TITLE_COLUMNS)


def _cell(text: str, columns: int = _PHRASE_COLUMNS) -> str:
    return directed(quoted_text(cut(" ".join(text.split()), columns)))


def _plan(effects: Effects, unread: int) -> Iterator[str]:
    yield "| | before | after | |"
    yield "|---|---:|---:|---:|"
    for row in figures(effects):
        yield f"| {row.name} | {row.before} | {row.after} | {row.change} |"
    yield ""
    for move in milestone_moves(effects):
        yield f"- {_cell(move)}"
    for effect in effect_list(effects):
        yield f"- **{effect.name}**: {listed([*map(_cell, effect.items)], _EFFECT_ITEMS)}"
    for caveat in caveats(effects, unread):
        yield f"- {quoted_text(caveat)}"


def _add_details(page: _Page, differences: Sequence[Difference], frame: Frame) -> None:
    """Adds the details of each ticket, and how many tickets there was no room for."""
    texts = [
        (difference, text)
        for difference in differences
        if (text := "\n".join(_detail_lines(difference)))
    ]
    if not texts:
        return
    page.add("", "<details><summary>Details</summary>", "")
    left = 0
    for difference, text in texts:
        block = f"#### {_ticket(difference, frame)} {_title(difference)}\n\n{text}\n"
        if page.has_room(block, LIMIT - _RESERVE):
            page.add(block)
        else:
            left += 1
    if left:
        page.add(f"The details of {left} tickets are left out; `jticket diff` shows them.", "")
    page.add("</details>")


def _detail_lines(difference: Difference) -> Iterator[str]:
    for item in ticket_items(difference, _LIMITS):
        match item:
            case Description(text):
                yield f"- **Description**: {_text(text)}"
            case NewCriterion(text, done):  # a box that can be ticked would promise too much
                yield f"- {'☑' if done else '☐'} {_text(text)}"
            case Line("", pieces):
                yield f"- {_pieces(pieces)}"
            case Line(label, pieces, _, is_section):
                name = f"**{_text(label)}**" if is_section else _text(label)
                yield f"- {name}: {_pieces(pieces)}"
            case _:
                yield from _entry_lines(item)


def _pieces(pieces: Sequence[Piece]) -> str:
    texts = ((_text(piece.text), _TAGS.get(piece.role)) for piece in pieces)
    markdown = " ".join(f"<{tag}>{text}</{tag}>" if tag else text for text, tag in texts)
    has_arrow = any(piece.role is Role.ARROW for piece in pieces)
    return directed(markdown) if has_arrow else markdown


def _entry_lines(entry: DiffEntry) -> Iterator[str]:
    """Yields an entry of the devlog as a quotation, with the line breaks that it has."""
    yield f"- {'devlog entry gone' if entry.is_gone else 'devlog'}, {_text(entry.time_and_author)}"
    lines = [_text(line) for line in entry.text.splitlines() if line.strip()]
    for line in lines[:_ENTRY_LINES]:
        yield f"  > {line}<br>"
    if (more := len(lines) - _ENTRY_LINES) > 0:
        yield f"  > … and {more} more lines"


def _text(text: str) -> str:
    return quoted_text(cut(elided(text, _MOST_WORDS), _TEXT_COLUMNS))
