"""A review for people: ticket by ticket what changed, then what that does to the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.compare.word_diff import RunKind, word_diff
from jticket.model.ticket import RawMapping
from jticket.render.diff_phrases import (
    caveats,
    counted,
    effect_list,
    facts,
    fate,
    figures,
    formatting_only,
    list_changes,
    moved_criteria,
    shortened,
)
from jticket.render.terminal import cut, safe_line, styled, table
from jticket.render.wrapping import Span, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jticket.model.compare.changes import FieldChange
    from jticket.model.compare.comparison import Comparison, Difference, SectionChange
    from jticket.model.compare.criteria import CriterionChange
    from jticket.model.compare.effects import Effects
    from jticket.model.compare.word_diff import Run
    from jticket.model.ticket import DevlogEntry, Ticket

_LETTERS = 400
_RUN_WORDS = 30
_RUNS = 40
_LOG_LINES = 30
_CRITERIA = 30
_FATES = {"created": "green", "deleted": "red"}
_MARKS = {RunKind.REMOVED: ("[-", "-]"), RunKind.ADDED: ("{+", "+}")}
_STYLES = {RunKind.REMOVED: "red", RunKind.ADDED: "green"}


@dataclass(frozen=True, slots=True)
class TextCanvas:
    """What a review is written on: how wide it is, and whether it has colours."""

    columns: int
    color: bool

    def wrapped(self, spans: Iterable[Span], *, start: str = "", indent: str = "") -> Iterator[str]:
        """Spans in lines that fit, without the end of a word that is a picture or the like."""
        spans = (Span(_without_monsters(each.text), each.style) for each in spans)
        return wrapped(spans, columns=self.columns, start=start, indent=indent, color=self.color)

    def headed(self, text: str) -> str:
        """A heading."""
        return styled(safe_line(text), "bold", color=self.color)


def _without_monsters(text: str) -> str:
    if len(text) <= _LETTERS:
        return text
    return " ".join(cut(word, _LETTERS) for word in text.split(" "))


def review_lines(
    found: Comparison, sheet: TextCanvas, *, ends: str, unread: Iterable[str] = ()
) -> Iterator[str]:
    """A comparison; `ends` names its sides, `unread` tells of files that can't be read."""
    unread = tuple(unread)
    yield from sheet.wrapped([Span(f"{ends}: {counted(found)}", "bold")], indent="  ")
    for each in unread:
        yield from sheet.wrapped([Span(each, "red")], indent="  ")
    for difference in found.differences:
        yield ""
        yield from _ticket_lines(difference, sheet)
    yield ""
    if told := formatting_only(found):
        yield from sheet.wrapped([Span(told, "dim")], indent="  ")
        yield ""
    yield from _effect_lines(found.effects, sheet, len(unread))


def _ticket_lines(difference: Difference, sheet: TextCanvas) -> Iterator[str]:
    ticket, changes = difference.pair.latest.ticket, difference.changes
    told = fate(difference)
    head = [Span(difference.id, "cyan"), Span(ticket.title, "bold")]
    yield from sheet.wrapped(
        [*head, *(Span(f"({each})", _FATES.get(each)) for each in told)], indent="  "
    )
    if difference.is_created or difference.is_deleted:
        yield from sheet.wrapped([Span(", ".join(facts(ticket)))], start="  ", indent="  ")
    if difference.is_created:
        yield from _content_lines(ticket, sheet)
    for field in changes.fields:
        if field.key != "id":
            spans = [Span(f"{field.key}:"), *_field_spans(field)]
            yield from sheet.wrapped(spans, start="  ", indent="    ")
    for criterion in changes.criteria:
        if criterion.change != "moved":
            yield from _criterion_lines(criterion, sheet)
    if moved := moved_criteria(changes):
        yield from sheet.wrapped([Span(f"criteria moved: {moved}")], start="  ", indent="    ")
    for section in difference.sections:
        yield from _section_lines(section, sheet)
    for entry in changes.devlog_added:
        yield from _entry_lines(entry, sheet, "devlog")
    for entry in changes.devlog_dropped:
        yield from _entry_lines(entry, sheet, "devlog entry gone:", "red")


def _content_lines(ticket: Ticket, sheet: TextCanvas) -> Iterator[str]:
    """What a new ticket is about."""
    if ticket.description:
        text = shortened(ticket.description, _RUN_WORDS)
        yield from sheet.wrapped([Span(text)], start="  ", indent="  ")
    for criterion in ticket.criteria[:_CRITERIA]:
        text = f"[{'x' if criterion.done else ' '}] {' '.join(criterion.text.split())}"
        yield from sheet.wrapped([Span(text)], start="  ", indent="      ")
    if (more := len(ticket.criteria) - _CRITERIA) > 0:
        yield f"  and {more} more criteria"


def _field_spans(change: FieldChange) -> Iterator[Span]:
    before, after = change.before, change.after
    if isinstance(before, RawMapping) or isinstance(after, RawMapping):
        yield Span("changed")
    elif isinstance(before, tuple) or isinstance(after, tuple):
        gone, come = list_changes(before, after)
        yield from (Span(f"-{each}", "red") for each in gone)
        yield from (Span(f"+{each}", "green") for each in come)
        if not (gone or come):
            yield Span("reordered")
    else:
        yield Span(before or "none", "red" if before else "dim")
        yield Span("→")
        yield Span(after or "none", "green" if after else "dim")


def _criterion_lines(change: CriterionChange, sheet: TextCanvas) -> Iterator[str]:
    style = {"added": "green", "ticked": "green", "dropped": "red"}.get(change.change)
    if change.change == "reworded":
        spans = [*_word_spans(word_diff(change.was, change.text), sheet)]
    else:
        spans = [Span(" ".join(change.text.split()))]
    spans = [Span(f"criterion {change.change}:", style), *spans]
    yield from sheet.wrapped(spans, start="  ", indent="    ")


def _section_lines(change: SectionChange, sheet: TextCanvas) -> Iterator[str]:
    head = Span(f"{change.heading or 'text before the sections'}:")
    words = [*_word_spans(change.words, sheet)] or [Span("only blanks changed")]
    yield from sheet.wrapped([head, *words], start="  ", indent="    ")


def _word_spans(runs: Iterable[Run], sheet: TextCanvas) -> Iterator[Span]:
    for place, run in enumerate(runs):
        if place == _RUNS:
            yield Span("… and more")
            return
        opening, closing = ("", "") if sheet.color else _MARKS.get(run.kind, ("", ""))
        text = "…" if run.kind is RunKind.SKIPPED else shortened(run.text, _RUN_WORDS)
        yield Span(f"{opening}{text}{closing}", _STYLES.get(run.kind))


def _entry_lines(
    entry: DevlogEntry, sheet: TextCanvas, name: str, style: str | None = None
) -> Iterator[str]:
    yield from sheet.wrapped(
        [Span(name, style), Span(f"{entry.timestamp} {entry.author}", "dim")], start="  "
    )
    lines = entry.text.splitlines()
    for line in lines[:_LOG_LINES]:
        yield from sheet.wrapped([Span(line)], start="    ", indent="    ")
    if len(lines) > _LOG_LINES:
        yield f"    … and {len(lines) - _LOG_LINES} more lines"


def _effect_lines(found: Effects, sheet: TextCanvas, unread: int) -> Iterator[str]:
    yield sheet.headed("Plan")
    rows = [(each.name, each.before, each.after, each.change) for each in figures(found)]
    for line in table(("", "BEFORE", "AFTER", ""), rows, columns=sheet.columns, color=sheet.color):
        yield f"  {line}".rstrip()
    for effect in effect_list(found):
        text = ", ".join(effect.items)
        yield from sheet.wrapped([Span(f"{effect.name}:"), Span(text)], start="  ", indent="    ")
    for each in caveats(found, unread):
        yield from sheet.wrapped([Span(each, "dim")], start="  ", indent="    ")
