"""A review as Markdown for a comment on a pull request: a table, the plan, the details folded.

Everything that tickets say is quoted, and the whole stays below what GitHub takes in one comment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from jticket.render.diff_details import details
from jticket.render.diff_phrases import (
    caveats,
    counted,
    effect_list,
    figures,
    formatting_only,
    in_words,
)
from jticket.render.markdown_escape import directed, quoted_text
from jticket.render.template_filters import link_target
from jticket.render.terminal import cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.compare.comparison import Comparison, Difference
    from jticket.model.compare.effects import Effects
    from jticket.render.diff_phrases import Effect

LIMIT: Final = 65_000
"""The most characters of a review; GitHub refuses a comment of more than 65,536."""

_TABLE_SHARE = 32_000
_RESERVE = 400
_TITLE = 100
_WORDS = 240
_ITEMS = 15
_UNREAD = 10


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
        """A ticket's ID as a link to its file."""
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

    def takes(self, text: str, limit: int) -> bool:
        return self.used + len(text) + 1 <= limit


def review_markdown(found: Comparison, frame: Frame) -> str:
    """A comparison as a comment; what it has no room for is counted."""
    page = _Page()
    page.add(f"### Tickets: {counted(found)}", "", quoted_text(cut(frame.ends, _WORDS)))
    for each in frame.notes:
        page.add("", quoted_text(cut(f"Note: {each}", _WORDS)))
    unread = [*frame.unread[:_UNREAD]]
    if more := len(frame.unread) - len(unread):
        unread.append(f"and {more} more files that can't be read")
    for each in unread:
        page.add("", f"⚠ {quoted_text(cut(each, _WORDS))}")
    _add_table(page, found.differences, frame)
    if told := formatting_only(found):
        page.add("", quoted_text(cut(told, _WORDS)))
    page.add("", "#### Plan", "", *_plan(found.effects, len(frame.unread)))
    _add_details(page, found.differences, frame)
    return "\n".join(page.lines)


def _add_table(page: _Page, differences: Sequence[Difference], frame: Frame) -> None:
    if not differences:
        return
    page.add("", "| Ticket | Title | What changed |", "|---|---|---|")
    for place, each in enumerate(differences):
        row = f"| {_ticket(each, frame)} | {_title(each)} | {_cell(in_words(each))} |"
        if not page.takes(row, _TABLE_SHARE):
            left = len(differences) - place
            page.add("", f"… and {left} more; `jticket diff` shows them all.")
            return
        page.add(row)


def _ticket(difference: Difference, frame: Frame) -> str:
    """The ticket's ID, a link where its file is there."""
    shown = cut(difference.id, _TITLE)
    if difference.is_deleted:
        return quoted_text(shown)
    return frame.link(shown, difference.pair.latest.path)


def _title(difference: Difference) -> str:
    return _cell(difference.pair.latest.ticket.title, _TITLE)


def _cell(text: str, columns: int = _WORDS) -> str:
    return directed(quoted_text(cut(" ".join(text.split()), columns)))


def _plan(found: Effects, unread: int) -> Iterator[str]:
    yield "| | before | after | |"
    yield "|---|---:|---:|---:|"
    for each in figures(found):
        yield f"| {each.name} | {each.before} | {each.after} | {each.change} |"
    yield ""
    for effect in effect_list(found):
        yield f"- **{effect.name}**: {_items(effect)}"
    for caveat in caveats(found, unread):
        yield f"- {quoted_text(caveat)}"


def _items(effect: Effect) -> str:
    shown = ", ".join(_cell(each) for each in effect.items[:_ITEMS])
    more = len(effect.items) - _ITEMS
    return f"{shown} and {more} more" if more > 0 else shown


def _add_details(page: _Page, differences: Sequence[Difference], frame: Frame) -> None:
    """The details of each ticket; of the tickets that there is no room for, how many they are."""
    told = [(each, text) for each in differences if (text := "\n".join(details(each)))]
    if not told:
        return
    page.add("", "<details><summary>Details</summary>", "")
    left = 0
    for each, text in told:
        block = f"#### {_ticket(each, frame)} {_title(each)}\n\n{text}\n"
        if page.takes(block, LIMIT - _RESERVE):
            page.add(block)
        else:
            left += 1
    if left:
        page.add(f"The details of {left} tickets are left out; `jticket diff` shows them.", "")
    page.add("</details>")
