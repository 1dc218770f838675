"""The one door for changes to a ticket's text: edits in, a new text out, read back and compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.errors import RefusedError
from jticket.model.schema import BY_KEY
from jticket.model.settings import CustomType
from jticket.model.ticket import DevlogEntry
from jticket.text.document import MAX_FILE, UnreadableError
from jticket.text.edits import edit as edit_values
from jticket.text.edits import fields, sections
from jticket.text.edits.edit import (
    AddCriterion,
    AddEntry,
    Edit,
    Quote,
    SetField,
    SetSection,
    Tick,
    named,
)
from jticket.text.edits.spans import NoPlaceError, apply_splices, comments
from jticket.text.outline import outline
from jticket.text.reading import Reading, Source, read_document, value_of
from jticket.text.yaml_tree import raw

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.settings import CustomField, Settings
    from jticket.model.ticket import Ticket
    from jticket.text.edits.spans import Splice
    from jticket.text.yaml_tree import Mapping

__all__ = [
    "AddCriterion",
    "AddEntry",
    "Edit",
    "EditRefusedError",
    "Quote",
    "SetField",
    "SetSection",
    "Tick",
    "editable",
    "edited",
]

_TYPED = (CustomType.INTEGER, CustomType.NUMBER, CustomType.BOOLEAN, CustomType.DATE)


class EditRefusedError(RefusedError):
    """Says that a file can't be edited safely, and why."""

    code = "edit_refused"

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        where = f"{path}:{line}" if line else path
        self.reason = f"{where}: {reason}"
        super().__init__(f"{self.reason}; nothing was changed", "edit the file by hand")


def edited(reading: Reading, edits: Sequence[Edit], settings: Settings, *, stem: str) -> Reading:
    """The ticket after the edits, in order, read back from its new text.

    Raises:
        EditRefusedError: the file has no readable front matter, or the new text would say
            something else than what was meant.
    """
    current = reading
    for edit in edits:
        current = _edited_once(current, edit, settings, stem)
    return current


def _edited_once(reading: Reading, edit: Edit, settings: Settings, stem: str) -> Reading:
    ticket, source = editable(reading)
    splices = list(_splices(ticket, source, edit, reading.path, settings))
    if not splices:
        return reading
    try:
        document = source.document.with_text(apply_splices(source.document.text, splices))
    except UnreadableError as error:
        raise EditRefusedError(reading.path, f"{error.message} ({error.fix})") from None
    after = read_document(document, reading.path, settings, stem=stem)
    wanted = edit_values.meant(ticket, source.body, edit, settings)
    if (
        _said(after, edit) != wanted
        or after.source is None
        or _untouched(source, edit) != _untouched(after.source, edit)
    ):
        raise EditRefusedError(reading.path, *_reason(source, edit, splices[0].start))
    if len(document.encoded()) > MAX_FILE:
        raise EditRefusedError(reading.path, f"the file would have more than {MAX_FILE} bytes")
    if lost := _lost_comment(source, after.source):
        reason = f"setting {named(edit)} would lose the comment '{lost}'"
        raise EditRefusedError(reading.path, reason)
    return after


def _said(after: Reading, edit: Edit) -> Ticket | None:
    """The ticket after an edit; a key that was cleared may be left with nothing behind it."""
    if after.ticket is None or not isinstance(edit, SetField) or edit.value:
        return after.ticket
    fields = tuple(pair for pair in after.ticket.fields if pair[0] != edit.key or pair[1])
    return replace(after.ticket, fields=fields)


def _reason(source: Source, edit: Edit, offset: int) -> tuple[str, int]:
    """Why an edit has not done what it should, and the line."""
    document = source.document
    if edit_values.section_of(edit) is not None:
        found = outline(document.text, document.body_start)
        if found.unclosed:
            line = document.place(found.verbatim[-1][0]).line
            return f"what begins here is never closed (with {found.unclosed})", line
    return f"{named(edit)} can't be set safely here", document.place(offset).line


def _untouched(source: Source, edit: Edit) -> list[str]:
    """The parts of the body that an edit has no business with."""
    document, heading = source.document, edit_values.section_of(edit)
    if heading is None:
        return [document.text[document.body_start :]]
    own = sections.found(source.body, heading) if heading else None
    others = [part for part in source.body.parts if part is not own]
    texts = [document.text[part.start : part.end].rstrip() for part in others]
    return [source.body.preamble, *texts] if heading else texts


def editable(reading: Reading) -> tuple[Ticket, Source]:
    """The ticket and source of a reading.

    Raises:
        EditRefusedError: there is none, with the finding that says why.
    """
    if reading.ticket is None or reading.source is None:
        first = min(reading.diagnostics, key=lambda each: each.kind.code)
        raise EditRefusedError(reading.path, first.sentence, first.place.line)
    return reading.ticket, reading.source


def _splices(
    ticket: Ticket, source: Source, edit: Edit, path: str, settings: Settings
) -> Iterator[Splice]:
    document, body = source.document, source.body
    match edit:
        case SetField(key, value):
            if _is_so_already(ticket, source.front, key, value):
                return
            typed = fields.is_typed(key) or _is_typed(settings.custom_field(key))
            try:
                yield from fields.set_value(document, source.front, key, value, typed=typed)
            except NoPlaceError as error:
                line = document.place(error.offset).line
                raise EditRefusedError(path, str(error), line) from None
        case Quote(key, index):
            yield from fields.quoted(source.front, key, index)
        case Tick(number, done):
            if not 1 <= number <= len(body.criteria):
                reason = f"there is no criterion {number}, only {len(body.criteria)} of them"
                raise EditRefusedError(path, reason)
            yield from sections.tick(body, number, done=done)
        case AddCriterion(text, done):
            cleaned = edit_values.criterion_text(text)
            yield from sections.append_criterion(document, body, cleaned, done=done)
        case AddEntry(timestamp, author, text):
            entry = DevlogEntry(timestamp, author, edit_values.entry_text(text))
            yield from sections.append_entry(document, body, entry)
        case SetSection(heading, text):
            yield from sections.set_section(document, body, heading, edit_values.section_text(text))


def _is_so_already(ticket: Ticket, front: Mapping, key: str, value: str | tuple[str, ...]) -> bool:
    """Whether the file says the value already; of one of a wrong shape it says nothing."""
    entry, field = front.entry(key), BY_KEY.get(key)
    if field is None:
        return value == ("" if entry is None else raw(entry.value))
    said = value_of(field, entry.value) if entry else ""
    if said is None or (field.required and not said):  # a file's name may stand in for its ID
        return said == value
    return ticket.value(key) == value


def _is_typed(custom: CustomField | None) -> bool:
    return custom is not None and custom.type in _TYPED


def _lost_comment(before: Source, after: Source) -> str | None:
    """A comment of the front matter that is there no more."""
    left = Counter(_comments(after))
    return next(iter(Counter(_comments(before)) - left), None)


def _comments(source: Source) -> list[str]:
    document = source.document
    return comments(document.text, source.front, document.front_start, document.front_end)
