"""Fixes for findings with one right answer, from text to text; the other findings are left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jticket.errors import NotFoundError
from jticket.lint.rules.reads_otherwise import misread_values
from jticket.model.diagnostics import Safety
from jticket.model.ids import is_id, matching, number_of
from jticket.model.schema import BY_KEY
from jticket.model.settings import CustomType
from jticket.model.validation import choices_of
from jticket.text.edits.apply import EditRefusedError, apply_edits
from jticket.text.edits.edit import Quote, SetField
from jticket.text.reading import value_of
from jticket.text.yaml_tree import Scalar, Sequence, custom_value, raw

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from jticket.model.diagnostics import Diagnostic, Place
    from jticket.model.field import Field
    from jticket.model.settings import CustomField
    from jticket.model.ticket import Raw
    from jticket.text.edits.edit import Edit
    from jticket.text.project import Project
    from jticket.text.reading import TicketText, ValidFile
    from jticket.text.yaml_tree import Entry, Node

_WORD_SEPARATORS = re.compile(r"[\s_-]+")
_ITEM_SEPARATOR = re.compile(r"[\s,]")


def fixed(
    file: ValidFile,
    findings: Iterable[Diagnostic],
    project: Project,
    *,
    on_refusal: Callable[[str], object] = lambda reason: None,
) -> ValidFile:
    """Returns the file with the safe fixes for some findings applied, where they have any.

    - a missing ID, if the file's name is one
    - a status, type, priority, service or enum that differs in case, dashes and spaces alone
    - a reference as `jjm-14` or `14`, and one by a former ID
    - an item that is repeated or empty, and a single word where a list belongs
    - quotes for a plain value that other tools misread

    An edit that would lose a comment is refused: `on_refusal` gets the reason.
    """
    places = {
        finding.start
        for finding in findings
        if finding.path == file.path and finding.rule.safety is Safety.SAFE
    }
    after = file
    for edit in _edits(file, project, places):
        try:
            after = apply_edits(after, [edit])
        except EditRefusedError as error:
            on_refusal(error.reason)
    return after


def _edits(file: ValidFile, project: Project, places: Container[Place]) -> Iterator[Edit]:
    """Yields the edits that fix what begins at some places."""
    text, settings = file.text, project.settings
    new_values: dict[str, str | tuple[str, ...]] = {}
    for key in (*BY_KEY, *(field.key for field in settings.fields)):
        if any(place in places for place in _places(text, key)):
            value = _fixed_value(key, text.front.entry(key), project, text.stem)
            if value is not None:
                new_values[key] = value
                yield SetField(key, value)
    quoted: dict[str, list[int]] = {}
    for key, index, plain, _ in misread_values(file, settings):
        if text.span_of(key, index).start in places:
            value = new_values.get(key)
            if value is None:
                quoted.setdefault(key, []).extend(() if index is None else (index,))
            elif isinstance(value, tuple) and plain in value:
                quoted.setdefault(key, []).append(value.index(plain))
    for key, indexes in quoted.items():
        yield Quote(key, tuple(indexes))


def _places(text: TicketText, key: str) -> Iterator[Place]:
    """Yields where a finding on a key may begin: at its value, or at an item of it."""
    yield text.span_of(key).start
    entry = text.front.entry(key)
    if entry and isinstance(entry.value, Sequence):
        for index in range(len(entry.value.items)):
            yield text.span_of(key, index).start


def _fixed_value(
    key: str, entry: Entry | None, project: Project, stem: str
) -> str | tuple[str, ...] | None:
    """Returns the value that was meant for a key; None if it is uncertain or there already."""
    field, custom = BY_KEY.get(key), project.settings.custom_field(key)
    if key == "id" and is_id(stem) and (entry is None or not str(raw(entry.value)).strip()):
        return stem
    if entry is None:
        return None
    if field:
        value = _fixed_declared_value(field, entry.value, project, stem)
        return None if value == value_of(field, entry.value) else value
    return _fixed_custom_value(custom, custom_value(entry.value)) if custom else None


def _fixed_declared_value(
    field: Field, node: Node, project: Project, stem: str
) -> str | tuple[str, ...] | None:
    value = value_of(field, node)
    if value is None and isinstance(node, Scalar):
        value = _single_item(node.value)
    if isinstance(value, tuple):
        items = (_fixed_item(field, item, project) for item in value)
        return tuple(dict.fromkeys(item for item in items if item))
    if value and field.key == "id":
        is_own = is_id(stem) and matching(value, [stem], project.settings.prefix) == [stem]
        return stem if is_own and not is_id(value) else value
    return _fixed_item(field, value, project) if value else None


def _fixed_custom_value(field: CustomField, value: Raw) -> str | tuple[str, ...] | None:
    if isinstance(value, str) and field.type is CustomType.LIST:
        return _single_item(value)
    if isinstance(value, str) and field.type is CustomType.ENUM:
        choice = _choice(value, field.values)
        return None if choice == value else choice
    return None


def _single_item(text: str) -> tuple[str] | None:
    """Returns one word as the list that it should be; None if there may be several."""
    word = text.strip()
    return (word,) if word and not _ITEM_SEPARATOR.search(word) else None


def _fixed_item(field: Field, text: str, project: Project) -> str:
    if field.refers:
        return _current_id(text, project)
    choices = choices_of(field, project.settings)
    return text if choices is None else _choice(text, choices)


def _choice(text: str, choices: Iterable[str]) -> str:
    """Returns the choice that differs in case, dashes and spaces alone, else the text itself."""
    known = list(choices)
    alike = [choice for choice in known if _folded(choice) == _folded(text)]
    return alike[0] if text not in known and len(alike) == 1 else text


def _folded(text: str) -> str:
    return _WORD_SEPARATORS.sub("", text.strip()).casefold()


def _current_id(text: str, project: Project) -> str:
    """Returns the current ID of a ticket that is named by a former one or in another notation.

    The beginning of a random ID is not enough: the ID of another ticket may come to begin with it.
    """
    if project.knows(text):
        return project.graph.resolve(text) or text
    try:
        ticket_id = project.resolve(text)
    except NotFoundError:
        return text
    is_same = ticket_id.casefold() == text.strip().casefold()
    return ticket_id if is_same or number_of(ticket_id) else text
