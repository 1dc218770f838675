"""A review for people: ticket by ticket what changed, then what that does to the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.render.diff_items import Description, Limits, Line, NewCriterion, Role, ticket_items
from jticket.render.diff_phrases import (
    caveats,
    counted,
    effect_list,
    facts,
    fate,
    figures,
    formatting_only,
    milestone_moves,
)
from jticket.render.terminal import styled, table
from jticket.render.wrapping import StyledText, wrapped
from jticket.text.printable import cut, safe_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jticket.model.compare.comparison import Comparison, Difference
    from jticket.model.compare.effects import Effects
    from jticket.render.diff_items import DiffEntry, Item, Piece

_LIMITS = Limits(words=30, new_criteria=30)
_ENTRY_LINES = 30
_INDENT = "  "
_LONGEST_WORD = 400
_FATE_STYLES = {"created": "green", "deleted": "red"}
_STYLES = {
    Role.OLD_VALUE: "red",
    Role.NEW_VALUE: "green",
    Role.NO_VALUE: "dim",
    Role.ITEM_REMOVED: "red",
    Role.ITEM_ADDED: "green",
    Role.WORDS_REMOVED: "red",
    Role.WORDS_ADDED: "green",
}
_SIGNS = {Role.ITEM_REMOVED: ("-", ""), Role.ITEM_ADDED: ("+", "")}
_COLORLESS_SIGNS = {
    **_SIGNS,
    Role.WORDS_REMOVED: ("[-", "-]"),
    Role.WORDS_ADDED: ("{+", "+}"),
}


@dataclass(frozen=True, slots=True)
class TextCanvas:
    """What a review is written on: its width in columns, and whether it has colors."""

    columns: int
    color: bool

    def wrapped(
        self, spans: Iterable[StyledText], *, start: str = "", indent: str = ""
    ) -> Iterator[str]:
        """Yields spans in lines that fit; very long words, such as data URIs, are cut."""
        spans = (StyledText(_without_long_words(span.text), span.style) for span in spans)
        return wrapped(spans, columns=self.columns, start=start, indent=indent, color=self.color)

    def heading(self, text: str) -> str:
        """Returns a heading."""
        return styled(safe_line(text), "bold", color=self.color)


def review_lines(
    comparison: Comparison, canvas: TextCanvas, *, ends: str, unread: Iterable[str] = ()
) -> Iterator[str]:
    """Yields the lines of a comparison.

    `ends` names its two sides, `unread` has a line for each file that can't be read.
    """
    unread = tuple(unread)
    yield from canvas.wrapped([StyledText(f"{ends}: {counted(comparison)}", "bold")], indent="  ")
    for line in unread:
        yield from canvas.wrapped([StyledText(line, "red")], indent="  ")
    for difference in comparison.differences:
        yield ""
        yield from _ticket_lines(difference, canvas)
    yield ""
    if phrase := formatting_only(comparison):
        yield from canvas.wrapped([StyledText(phrase, "dim")], indent="  ")
        yield ""
    yield from _plan_lines(comparison.effects, canvas, len(unread))


def _without_long_words(text: str) -> str:
    if len(text) <= _LONGEST_WORD:
        return text
    return " ".join(cut(word, _LONGEST_WORD) for word in text.split(" "))


def _ticket_lines(difference: Difference, canvas: TextCanvas) -> Iterator[str]:
    ticket = difference.pair.latest.ticket
    fates = (StyledText(f"({phrase})", _FATE_STYLES.get(phrase)) for phrase in fate(difference))
    heading = [StyledText(difference.id, "cyan"), StyledText(ticket.title, "bold"), *fates]
    yield from canvas.wrapped(heading, indent="  ")
    if difference.is_created or difference.is_deleted:
        yield from canvas.wrapped([StyledText(", ".join(facts(ticket)))], start="  ", indent="  ")
    for item in ticket_items(difference, _LIMITS):
        yield from _item_lines(item, canvas)


def _item_lines(item: Item, canvas: TextCanvas) -> Iterator[str]:
    match item:
        case Description(text):
            yield from canvas.wrapped([StyledText(text)], start="  ", indent="  ")
        case NewCriterion(text, done):
            box = f"[{'x' if done else ' '}] {text}"
            yield from canvas.wrapped([StyledText(box)], start="  ", indent="      ")
        case Line(label, pieces, role):
            label_spans = [StyledText(f"{label}:", _STYLES.get(role))] if label else []
            spans = [*label_spans, *(_span(piece, canvas) for piece in pieces)]
            yield from canvas.wrapped(spans, start="  ", indent="    ")
        case _:
            yield from _entry_lines(item, canvas)


def _span(piece: Piece, canvas: TextCanvas) -> StyledText:
    signs = _SIGNS if canvas.color else _COLORLESS_SIGNS
    before, after = signs.get(piece.role, ("", ""))
    return StyledText(f"{before}{piece.text}{after}", _STYLES.get(piece.role))


def _entry_lines(entry: DiffEntry, canvas: TextCanvas) -> Iterator[str]:
    label = StyledText("devlog entry gone:", "red") if entry.is_gone else StyledText("devlog")
    yield from canvas.wrapped(
        [label, StyledText(entry.time_and_author, "dim")], start="  ", indent="    "
    )
    lines = entry.text.splitlines()
    for line in lines[:_ENTRY_LINES]:
        yield from canvas.wrapped([StyledText(line)], start="    ", indent="    ")
    if len(lines) > _ENTRY_LINES:
        yield f"    … and {len(lines) - _ENTRY_LINES} more lines"


def _plan_lines(effects: Effects, canvas: TextCanvas, unread: int) -> Iterator[str]:
    yield canvas.heading("Plan")
    rows = [(row.name, row.before, row.after, row.change) for row in figures(effects)]
    header = ("", "BEFORE", "AFTER", "")
    for line in table(header, rows, columns=canvas.columns - len(_INDENT), color=canvas.color):
        yield f"{_INDENT}{line}".rstrip()
    for move in milestone_moves(effects):
        yield from canvas.wrapped([StyledText(move)], start="  ", indent="    ")
    for effect in effect_list(effects):
        spans = [StyledText(f"{effect.name}:"), StyledText(", ".join(effect.items))]
        yield from canvas.wrapped(spans, start="  ", indent="    ")
    for caveat in caveats(effects, unread):
        yield from canvas.wrapped([StyledText(caveat, "dim")], start="  ", indent="    ")
