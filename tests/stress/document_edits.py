"""Edits at random, and what of a ticket and of its bytes each of them may change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from strategies import AWKWARD, SETTINGS

from jticket.model.schema import BY_KEY, FIELDS, HEADINGS, TEXT_SECTIONS
from jticket.text.edits.edit import (
    AddCriterion,
    AddEntry,
    Quote,
    SetField,
    SetSection,
    Tick,
)
from stress.byte_oracle import is_insertion, is_within, lost_comment, page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from jticket.model.ticket import Body, Ticket, Value
    from jticket.text.edits.edit import Edit
    from jticket.text.reading import ValidFile
    from stress.byte_oracle import Page

_CUSTOM = {custom.key: custom for custom in SETTINGS.fields}
_KEYS = [field.key for field in FIELDS if field.key != "id"]
_CRITERIA, _DEVLOG = "Acceptance Criteria", "Devlog"
_PLAIN = re.compile(r"\w[\w ]*(?:\n\w[\w ]*)*")
_WORDS = ["one", "two words", "6h", "2025-10-31", "JJM-001", "ana", "src/", "in_progress", "high"]
_PROSE = [
    *("text", "two\nlines", "- a\n- b", "```\nopen", "<!-- open", "<div>\n\n\n", "> q", "a\r\nb"),
    *("### third", "    code", "a\n---\nb", "---", "<<<<<<< a", "- [ ] task", "1. x\n\n   y", "\\"),
    *("a\u2028b", "a\x00b", "a\x85b", "\ufeffa", "x" * 3000, "a  \nb", "\tx", "| a |\n|---|\n"),
]


def drawn_edit(chance: Random, file: ValidFile) -> Edit:
    """Draws an edit of any kind, often one that the file makes awkward."""
    match chance.randrange(12):
        case 0:
            return Tick(chance.randrange(len(file.ticket.criteria) + 2), done=chance.random() < 0.6)
        case 1:
            return AddCriterion(chance.choice(_PROSE), done=chance.random() < 0.3)
        case 2:
            author = chance.choice(["ana", "Ana Author", "a#", "#", "عل", "a\x1bb"])
            return AddEntry("2025-10-03T10:00:00Z", author, chance.choice(_PROSE))
        case 3 | 4:
            own = [part.heading for part in file.text.body.parts]
            heading = chance.choice([*HEADINGS[:1], *HEADINGS[2:3], "Notes", "", *own])
            return SetSection(heading, chance.choice([*_PROSE, ""]))
        case 5 if file.text.front.entries:
            key = chance.choice(file.text.front.entries).key.value
            return Quote(key, chance.choice([(), (0,), (1, 0), (5, 1, 1)]))
        case _:
            return _drawn_value(chance, file.ticket)


def _drawn_value(chance: Random, ticket: Ticket) -> SetField:
    key = chance.choice([*_KEYS, *_KEYS, *_CUSTOM])
    is_list = BY_KEY[key].shape.is_list if key in BY_KEY else key == "reviewers"
    if not is_list:
        values = [_text(chance), _text(chance), _text(chance), ""]
        return SetField(key, chance.choice(values))
    present = ticket.value(key) if key in BY_KEY else dict(ticket.fields).get(key, ())
    items: list[str] = []
    if isinstance(present, tuple) and chance.random() < 0.7:
        items = [item for item in present if isinstance(item, str)]
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(items) + 1)
        match chance.randrange(3):
            case 0:
                del items[at : at + 1]
            case 1:
                items = items[at:] + items[:at]
            case _:
                items.insert(at, _text(chance))
    return SetField(key, tuple(items))


def _text(chance: Random) -> str:
    if chance.random() < 0.5:
        return chance.choice(_WORDS)
    return chance.choice(AWKWARD) + chance.choice(["", "", "", " x", "\n", ":", "x" * 90])


def edit_losses(
    before: ValidFile, after: ValidFile, edit: Edit, events: list[str]
) -> Iterator[str]:
    """Yields what an edit changed that it should not have, and what it failed to change."""
    old, new = before.text.document.encoded(), after.text.document.encoded()
    old_page, new_page = page(old), page(new)
    if old_page is None or new_page is None:
        yield "the fences are gone"
        return
    if old == new:
        events.append("unchanged")
    else:
        events.append("edited")
        yield from _byte_losses(old_page, new_page, edit, events)
    yield from _value_losses(before.ticket, after.ticket, edit)


def _byte_losses(old: Page, new: Page, edit: Edit, events: list[str]) -> Iterator[str]:
    match edit:
        case SetField(key, _) | Quote(key, _):
            if not is_within(old.data, new.data, old.front_start, old.front_end):
                yield "bytes outside the front matter changed"
            yield from _front_losses(old, new, key, events)
        case Tick():
            events.append("exact")
            pairs = zip(old.data, new.data, strict=False)
            changed = sum(one != two for one, two in pairs)
            if len(old.data) != len(new.data) or changed != 1:
                yield f"{changed} bytes changed, not one"
        case AddCriterion() | AddEntry():
            if not is_insertion(old.data, new.data):
                yield "bytes that were there changed"
            yield from _body_losses(old, new, _heading(edit), events)
        case SetSection(heading, _):
            yield from _body_losses(old, new, heading, events)


def _front_losses(old: Page, new: Page, key: str, events: list[str]) -> Iterator[str]:
    """Yields losses among the lines of the front matter, where lines show what its keys are."""
    if old.blocks is None:
        return
    events.append("exact")
    if (block := old.blocks.get(key)) is None:
        if not is_insertion(old.data, new.data):
            yield f"lines that were there changed when {key} was added"
        return
    start, end = block
    if not is_within(old.data, new.data, start, end):
        yield f"lines of other keys than {key} changed"
        return
    new_end = len(new.data) - (len(old.data) - end)
    comment = lost_comment(old.data[start:end], new.data[start:new_end])
    if comment is not None:
        yield f"the comment {comment!r} was lost"


def _body_losses(old: Page, new: Page, heading: str, events: list[str]) -> Iterator[str]:
    """Yields losses among the lines of the body, where a Markdown parser shows its sections."""
    if not new.data.startswith(old.data[: old.body_start]):
        yield "bytes of the front matter changed"
    if old.sections is None:
        return
    events.append("exact")
    if (section := old.section(" ".join(heading.split()))) is None:
        if not is_insertion(old.data, new.data):
            yield f"lines that were there changed when the section '{heading}' was added"
    elif not is_within(old.data, new.data, *section):
        yield f"lines outside the section '{heading}' changed"


def _value_losses(before: Ticket, after: Ticket, edit: Edit) -> Iterator[str]:
    """Yields values that should have changed and did not, or the other way round."""
    own = edit.key if isinstance(edit, SetField) else None
    for field in FIELDS:
        value = after.value(field.key)
        if field.key != own and value != before.value(field.key):
            yield f"{field.key} changed to {value!r}"
    old_custom, new_custom = dict(before.fields), dict(after.fields)
    for key in old_custom.keys() | new_custom.keys():
        if key != own and old_custom.get(key) != new_custom.get(key):
            yield f"{key} changed to {new_custom.get(key)!r}"
    if isinstance(edit, SetField) and _value(after, edit.key) != _wanted(edit):
        yield f"{edit.key} is {_value(after, edit.key)!r}, not {_wanted(edit)!r}"
    yield from _section_losses(before.body, after.body, edit)


def _value(ticket: Ticket, key: str) -> object:
    return ticket.value(key) if key in BY_KEY else dict(ticket.fields).get(key) or ""


def _wanted(edit: SetField) -> Value:
    if edit.value or edit.key in _CUSTOM:
        return edit.value or ""
    return BY_KEY[edit.key].default or edit.value


def _section_losses(before: Body, after: Body, edit: Edit) -> Iterator[str]:
    """Yields the sections whose text changed though another was edited."""
    own = " ".join(_heading(edit).split()).casefold()
    is_named = own in map(str.casefold, HEADINGS)
    for key, heading in TEXT_SECTIONS.items():
        text = after.texts.get(key, "")
        if heading.casefold() != own and text != before.texts.get(key, ""):
            yield f"the section '{heading}' changed"
        if not isinstance(edit, SetSection) or heading.casefold() != own:
            continue
        if _PLAIN.fullmatch(edit.text) and text != edit.text.rstrip():
            yield f"the section '{heading}' is {text!r}"
    if own != _CRITERIA.casefold() and after.criteria != before.criteria:
        yield "the criteria changed"
    if own != _DEVLOG.casefold() and after.devlog != before.devlog:
        yield "the devlog changed"
    if (is_named or not isinstance(edit, SetSection)) and after.sections != before.sections:
        yield "other sections changed"
    if isinstance(edit, AddEntry) and after.devlog[: len(before.devlog)] != before.devlog:
        yield "earlier entries changed"
    if isinstance(edit, AddCriterion) and after.criteria[:-1] != before.criteria:
        yield "earlier criteria changed"


def _heading(edit: Edit) -> str:
    match edit:
        case SetSection(heading, _):
            return heading
        case AddEntry():
            return _DEVLOG
        case Tick() | AddCriterion():
            return _CRITERIA
        case _:
            return "\0"  # of the front matter: no section
