"""What changed of one ticket, as a list in Markdown; all that the ticket says is quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.compare.word_diff import RunKind, word_diff
from jticket.model.ticket import RawMapping
from jticket.render.diff_phrases import list_changes, moved_criteria, shortened
from jticket.render.markdown_escape import directed, quoted_text
from jticket.render.terminal import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jticket.model.compare.changes import FieldChange
    from jticket.model.compare.comparison import Difference
    from jticket.model.compare.criteria import CriterionChange
    from jticket.model.compare.word_diff import Run
    from jticket.model.ticket import DevlogEntry, Ticket

_LETTERS = 600
_CRITERIA = 40
_ITEMS = 20
_RUNS = 40
_RUN_WORDS = 60
_LOG_LINES = 20
_TAGS = {RunKind.REMOVED: "del", RunKind.ADDED: "ins"}


def details(difference: Difference) -> Iterator[str]:
    """The lines of a ticket's list; none where the table says it all."""
    if difference.is_created:
        yield from _created(difference.pair.latest.ticket)
        return
    changes = difference.changes
    for each in changes.fields[:_CRITERIA]:
        if each.key != "id":
            yield f"- {_text(each.key)}: {_field(each)}"
    criteria = [each for each in changes.criteria if each.change != "moved"]
    for criterion in criteria[:_CRITERIA]:
        yield f"- criterion {_criterion(criterion)}"
    if (more := len(criteria) - _CRITERIA) > 0:
        yield f"- and {more} more criteria"
    if moved := moved_criteria(changes):
        yield f"- criteria moved: {_text(moved)}"
    for section in difference.sections[:_ITEMS]:
        heading = section.heading or "text before the sections"
        yield f"- **{_text(heading)}**: {_words(section.words) or 'only blanks changed'}"
    for entry in changes.devlog_added[:_ITEMS]:
        yield from _entry("devlog", entry)
    for entry in changes.devlog_dropped[:_ITEMS]:
        yield from _entry("devlog entry gone", entry)


def _created(ticket: Ticket) -> Iterator[str]:
    """What a new ticket is about; boxes that can be ticked would promise what they don't do."""
    if ticket.description:
        yield f"- **Description**: {_text(ticket.description, _RUN_WORDS)}"
    for criterion in ticket.criteria[:_CRITERIA]:
        yield f"- {'☑' if criterion.done else '☐'} {_text(criterion.text)}"
    if (more := len(ticket.criteria) - _CRITERIA) > 0:
        yield f"- and {more} more criteria"


def _field(change: FieldChange) -> str:
    before, after = change.before, change.after
    if isinstance(before, RawMapping) or isinstance(after, RawMapping):
        return "changed"
    if isinstance(before, str) and isinstance(after, str):
        return directed(f"{_text(before) or 'none'} → {_text(after) or 'none'}")
    gone, come = list_changes(before, after)
    told = [f"<del>{_text(each)}</del>" for each in gone[:_ITEMS]]
    told += [f"<ins>{_text(each)}</ins>" for each in come[:_ITEMS]]
    more = len(gone) + len(come) - len(told)
    return " ".join([*told, *([f"and {more} more"] if more else [])]) or "reordered"


def _criterion(change: CriterionChange) -> str:
    if change.change == "reworded":
        return f"reworded: {_words(word_diff(change.was, change.text)) or _text(change.text)}"
    return f"{change.change}: {_text(change.text)}"


def _words(runs: Iterable[Run]) -> str:
    parts = []
    for place, run in enumerate(runs):
        if place == _RUNS:
            parts.append("… and more")
            break
        text = "…" if run.kind is RunKind.SKIPPED else _text(run.text, _RUN_WORDS)
        tag = _TAGS.get(run.kind)
        parts.append(f"<{tag}>{text}</{tag}>" if tag else text)
    return " ".join(parts)


def _entry(name: str, entry: DevlogEntry) -> Iterator[str]:
    """An entry of the devlog as a quotation, line by line as it was written."""
    yield f"- {name}, {_text(f'{entry.timestamp} {entry.author}')}"
    lines = [_text(line) for line in entry.text.splitlines() if line.strip()]
    for line in lines[:_LOG_LINES]:
        yield f"  > {line}<br>"
    if (more := len(lines) - _LOG_LINES) > 0:
        yield f"  > … and {more} more lines"


def _text(text: str, words: int = _RUN_WORDS) -> str:
    return quoted_text(cut(shortened(text, words), _LETTERS))
