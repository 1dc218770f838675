"""The only way to change a ticket's text: edits in, a new text out, read back and compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.errors import RefusedError
from jticket.model.schema import BY_KEY
from jticket.model.settings import CustomType
from jticket.model.ticket import DevlogEntry
from jticket.text.document import MAX_FILE, DocumentError
from jticket.text.edits import criteria, fields, sections
from jticket.text.edits.edit import (
    AddCriterion,
    AddEntry,
    CriterionEdit,
    Edit,
    MoveCriterion,
    Quote,
    RemoveCriterion,
    RewordCriterion,
    SetField,
    SetSection,
    Tick,
    criterion_text,
    describe,
    entry_text,
    expected_ticket,
    section_of,
    section_text,
)
from jticket.text.edits.spans import NoPlaceError, apply_splices, comments
from jticket.text.outline import outline
from jticket.text.reading import TicketText, ValidFile, read_document, value_of
from jticket.text.yaml_tree import custom_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.settings import CustomField
    from jticket.model.ticket import Ticket
    from jticket.text.edits.spans import Splice
    from jticket.text.yaml_tree import Mapping

_TYPED_CUSTOM = (
    *(CustomType.INTEGER, CustomType.NUMBER, CustomType.BOOLEAN, CustomType.DATE),
    CustomType.DURATION,
)


class EditRefusedError(RefusedError):
    """Raised when a file can't be edited safely; `reason` says where and why."""

    code = "edit_refused"

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        where = f"{path}:{line}" if line else path
        self.reason = f"{where}: {reason}"
        super().__init__(f"{self.reason}; nothing was changed", "edit the file by hand")


def apply_edits(file: ValidFile, edits: Sequence[Edit]) -> ValidFile:
    """Returns the file after the edits, in order, read back from its new text.

    Raises:
        EditRefusedError: the new text would not hold the expected ticket.
    """
    for edit in edits:
        file = _apply_edit(file, edit)
    return file


def _apply_edit(file: ValidFile, edit: Edit) -> ValidFile:
    text, path = file.text, file.path
    splices = list(_splices(file, edit))
    if not splices:
        return file
    try:
        document = text.document.with_text(apply_splices(text.document.text, splices))
    except DocumentError as error:
        raise EditRefusedError(path, f"{error.message} ({error.fix})") from None
    after = read_document(document, path, text.settings, stem=text.stem)
    if not isinstance(after, ValidFile) or not _is_as_expected(file, after, edit):
        raise EditRefusedError(path, *_reason(text, edit, splices[0].start))
    if len(document.encoded()) > MAX_FILE:
        raise EditRefusedError(path, f"the file would have more than {MAX_FILE} bytes")
    if lost := _lost_comment(text, after.text):
        raise EditRefusedError(path, f"setting {describe(edit)} would lose the comment '{lost}'")
    return after


def _is_as_expected(before: ValidFile, after: ValidFile, edit: Edit) -> bool:
    """Returns whether the new text holds the expected ticket, and nothing else changed."""
    if _untouched(before.text, edit) != _untouched(after.text, edit):
        return False
    actual = after.ticket
    if section_of(edit) is None:  # the body's text is the same, and need not be read
        actual = replace(actual, body=before.ticket.body)
    if isinstance(edit, SetField) and not edit.value:  # an empty key may be left
        fields = tuple(pair for pair in actual.fields if pair[0] != edit.key or pair[1])
        actual = replace(actual, fields=fields)
    return actual == expected_ticket(before.ticket, edit, before.text.settings)


def _reason(text: TicketText, edit: Edit, offset: int) -> tuple[str, int]:
    """Returns why an edit failed, and the line."""
    document = text.document
    if section_of(edit) is not None:
        structure = outline(document.text, document.body_start)
        if structure.unclosed:
            line = document.place(structure.verbatim[-1][0]).line
            return f"what begins here is never closed (with {structure.unclosed})", line
    return f"{describe(edit)} can't be set safely here", document.place(offset).line


def _untouched(text: TicketText, edit: Edit) -> list[str]:
    """Returns the parts of the body that the edit must not change."""
    document, heading = text.document, section_of(edit)
    if heading is None:
        return [document.text[document.body_start :]]
    own = sections.find_section(text.body, heading) if heading else None
    others = [part for part in text.body.parts if part is not own]
    texts = [document.text[part.start : part.end].rstrip() for part in others]
    return [text.body.preamble, *texts] if heading else texts


def _splices(file: ValidFile, edit: Edit) -> Iterator[Splice]:
    text, front = file.text, file.text.front
    document = text.document
    match edit:
        case SetField(key, value):
            if _is_already_set(file.ticket, front, key, value):
                return
            typed = fields.is_typed(key) or _is_typed(text.settings.custom_field(key))
            try:
                yield from fields.set_value(document, front, key, value, typed=typed)
            except NoPlaceError as error:
                line = document.place(error.offset).line
                raise EditRefusedError(file.path, str(error), line) from None
        case Quote(key, indexes):
            yield from fields.quoting_splices(front, key, indexes)
        case Tick() | AddCriterion() | RewordCriterion() | RemoveCriterion() | MoveCriterion():
            yield from _criterion_splices(file, edit)
        case AddEntry(timestamp, author, words):
            entry = DevlogEntry(timestamp, author, entry_text(words))
            yield from sections.append_entry(document, text.body, entry)
        case SetSection(heading, words):  # pragma: no branch - there are no other edits
            content = section_text(words)
            yield from sections.set_section(document, text.body, heading, content)


def _criterion_splices(file: ValidFile, edit: CriterionEdit) -> list[Splice]:
    document, body = file.text.document, file.text.body
    numbers = [] if isinstance(edit, AddCriterion) else [edit.number]
    total = len(file.ticket.criteria)
    for number in [*numbers, *([edit.to] if isinstance(edit, MoveCriterion) else [])]:
        if not 1 <= number <= total:
            reason = f"there is no criterion {number}, only {total} of them"
            raise EditRefusedError(file.path, reason)
    match edit:
        case Tick(number, done):
            return sections.tick(body, number, done=done)
        case AddCriterion(words, done):
            return sections.append_criterion(document, body, criterion_text(words), done=done)
        case RewordCriterion(number, words):
            return criteria.reword(document.text, body, number, words)
        case RemoveCriterion(number):
            return criteria.remove(document.text, body, number)
        case MoveCriterion(number, to):  # pragma: no branch - there are no other edits
            return criteria.move(document.text, body, number, to)


def _is_already_set(ticket: Ticket, front: Mapping, key: str, value: str | tuple[str, ...]) -> bool:
    """Returns whether the file has the value already; one of a wrong shape never counts."""
    entry, field = front.entry(key), BY_KEY.get(key)
    if field is None:
        return value == ("" if entry is None else custom_value(entry.value))
    written = value_of(field, entry.value) if entry else ""
    if written is None or (field.required and not written):  # the ID may be the file's name
        return written == value
    return ticket.value(key) == value


def _is_typed(custom: CustomField | None) -> bool:
    return custom is not None and custom.type in _TYPED_CUSTOM


def _lost_comment(before: TicketText, after: TicketText) -> str | None:
    """Returns a comment of the front matter that was lost, if any."""
    left = Counter(_comments(after))
    return next(iter(Counter(_comments(before)) - left), None)


def _comments(text: TicketText) -> list[str]:
    document = text.document
    return comments(document.text, text.front, document.front_start, document.front_end)
