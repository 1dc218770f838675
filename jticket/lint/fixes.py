"""Findings with one right answer, as edits; what leaves a choice is left to people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jticket.errors import NotFoundError
from jticket.lint.ticket_rules import misread_values
from jticket.model import rules
from jticket.model.ids import is_id, matching, number_of
from jticket.model.schema import BY_KEY, Shape
from jticket.model.settings import CustomType
from jticket.model.validation import choices_of
from jticket.text.edits.edit import Quote, SetField
from jticket.text.reading import value_of
from jticket.text.yaml_tree import Scalar, Sequence, custom_value, raw

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from jticket.model.diagnostics import Place
    from jticket.model.schema import Field
    from jticket.model.settings import CustomField
    from jticket.model.ticket import Raw
    from jticket.text.edits.edit import Edit
    from jticket.text.project import Project
    from jticket.text.reading import TicketText, ValidFile
    from jticket.text.yaml_tree import Entry, Node

REPAIRABLE = frozenset(
    {
        rules.MISSING_FIELD,
        rules.WRONG_SHAPE,
        rules.UNKNOWN_VALUE,
        rules.BAD_ID,
        rules.BAD_WORD,
        rules.BAD_PATH,
        rules.BAD_CUSTOM_VALUE,
        rules.REPEATED_ITEM,
        rules.READS_OTHERWISE,
        rules.DANGLING_PARENT,
        rules.DANGLING_DEPENDENCY,
        rules.DANGLING_RELATION,
        rules.DANGLING_SERVICE,
        rules.FORMER_ID,
    }
)
"""Kinds of which some findings have one right answer."""

_BETWEEN = re.compile(r"[\s_-]+")
_SEVERAL = re.compile(r"[\s,]")


def repairs(
    file: ValidFile, project: Project, stem: str, places: Container[Place]
) -> Iterator[Edit]:
    """The edits that mend what was found at some places; `stem` is the name of the ticket's file.

    - an ID that is missing while the file's name is one
    - a status, type, priority, service or enum in other case, or with other dashes and blanks
    - a reference as `jjm-14` or `14`, and one by a former ID
    - an item that stands twice, or is empty, and one word where a list belongs
    - a plain value that other tools misread gets quotes
    """
    text, settings = file.text, project.settings
    mended: dict[str, str | tuple[str, ...]] = {}
    for key in (*BY_KEY, *(each.key for each in settings.fields)):
        if any(place in places for place in _places(text, key)):
            meant = _meant(key, text.front.entry(key), project, stem)
            if meant is not None:
                mended[key] = meant
                yield SetField(key, meant)
    for key, index, plain, _ in misread_values(file, settings):
        if text.span_of(key, index).start in places:
            now = mended.get(key)
            if isinstance(now, tuple) and plain in now:
                yield Quote(key, now.index(plain))
            elif now is None:
                yield Quote(key, index)


def _places(text: TicketText, key: str) -> Iterator[Place]:
    """Yields where a finding on a key may begin: at its value, or at an item of it."""
    yield text.span_of(key).start
    entry = text.front.entry(key)
    if entry and isinstance(entry.value, Sequence):
        for index in range(len(entry.value.items)):
            yield text.span_of(key, index).start


def _meant(
    key: str, entry: Entry | None, project: Project, stem: str
) -> str | tuple[str, ...] | None:
    """What a key's value should be, as far as that is certain; None where it may stay."""
    field, custom = BY_KEY.get(key), project.settings.custom_field(key)
    if key == "id" and is_id(stem) and (entry is None or not str(raw(entry.value)).strip()):
        return stem
    if entry is None:
        return None
    if field:
        meant = _value(field, entry.value, project, stem)
        return None if meant == value_of(field, entry.value) else meant
    return _custom_value(custom, custom_value(entry.value)) if custom else None


def _value(field: Field, node: Node, project: Project, stem: str) -> str | tuple[str, ...] | None:
    value = value_of(field, node)
    if value is None and isinstance(node, Scalar):
        value = _alone(node.value)
    if isinstance(value, tuple):
        items = (_item(field, each, project) for each in value)
        return tuple(dict.fromkeys(each for each in items if each))
    if value and field.key == "id":
        is_own = is_id(stem) and matching(value, [stem], project.settings.prefix) == [stem]
        return stem if is_own and not is_id(value) else value
    return _item(field, value, project) if value else None


def _custom_value(field: CustomField, now: Raw) -> str | tuple[str, ...] | None:
    if isinstance(now, str) and field.type is CustomType.LIST:
        return _alone(now)
    if isinstance(now, str) and field.type is CustomType.ENUM:
        choice = _choice(now, field.values)
        return None if choice == now else choice
    return None


def _alone(text: str) -> tuple[str] | None:
    """One word as the list that it should be; None where there is none, or may be several."""
    word = text.strip()
    return (word,) if word and not _SEVERAL.search(word) else None


def _item(field: Field, text: str, project: Project) -> str:
    if field.refers:
        return _reference(text, project)
    if field.shape is Shape.IDS:
        upper = text.strip().upper()
        return upper if not is_id(text) and is_id(upper) else text
    choices = choices_of(field, project.settings)
    return text if choices is None else _choice(text, choices)


def _choice(text: str, choices: Iterable[str]) -> str:
    """The choice that differs in case, dashes and blanks alone; the text where none does."""
    known = list(choices)
    alike = [each for each in known if _folded(each) == _folded(text)]
    return alike[0] if text not in known and len(alike) == 1 else text


def _folded(text: str) -> str:
    return _BETWEEN.sub("", text.strip()).casefold()


def _reference(text: str, project: Project) -> str:
    """Today's ID of a ticket that is named by a former one, or in another way to write it.

    The beginning of a random ID is not enough: another ticket may come to begin like that.
    """
    if project.knows(text):
        return project.graph.resolve(text) or text
    try:
        found = project.resolve(text)
    except NotFoundError:
        return text
    same = found.casefold() == text.strip().casefold()
    return found if same or number_of(found) else text
