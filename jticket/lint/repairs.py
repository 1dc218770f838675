"""Findings with one right answer, as edits; what leaves a choice is left to people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jticket.errors import NotFoundError
from jticket.lint.ticket_rules import misread_values
from jticket.model import kinds
from jticket.model.ids import is_id, matching, number_of
from jticket.model.schema import FIELDS, Shape
from jticket.model.settings import CustomType
from jticket.model.validation import choices_of
from jticket.text.edit import Quote, SetField
from jticket.text.nodes import Scalar
from jticket.text.reading import value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jticket.model.schema import Field
    from jticket.text.edit import Edit
    from jticket.text.nodes import Node
    from jticket.text.project import Project
    from jticket.text.reading import Reading

REPAIRABLE = frozenset(
    {
        kinds.WRONG_SHAPE,
        kinds.UNKNOWN_VALUE,
        kinds.BAD_ID,
        kinds.BAD_WORD,
        kinds.BAD_PATH,
        kinds.BAD_CUSTOM_VALUE,
        kinds.REPEATED_ITEM,
        kinds.READS_OTHERWISE,
        kinds.DANGLING_PARENT,
        kinds.DANGLING_DEPENDENCY,
        kinds.DANGLING_SERVICE,
        kinds.FORMER_ID,
    }
)
"""Kinds of which some findings have one right answer; in a file without any nothing is changed."""

_BETWEEN = re.compile(r"[\s_-]+")
_SEVERAL = re.compile(r"[\s,]")


def repairs(reading: Reading, project: Project, stem: str) -> Iterator[Edit]:
    """The edits that mend a ticket; `stem` is its file's name.

    - a status, type, priority, service or enum in other case, or with other dashes and blanks
    - a reference as `jjm-14` or `14`, and one by a former ID
    - an item that stands twice, or is empty, and one word where a list belongs
    - a plain value that other tools misread gets quotes
    """
    if reading.source is None:
        return
    settings = project.settings
    for field in FIELDS:
        entry = reading.source.front.entry(field.key)
        if entry is None:
            continue
        now = value_of(field, entry.value)
        meant = _meant(field, entry.value, project, stem)
        if meant and meant != now:
            yield SetField(field.key, meant)
    for custom in settings.fields:
        entry = reading.source.front.entry(custom.key)
        if entry and custom.type is CustomType.ENUM and isinstance(entry.value, Scalar):
            choice = _choice(entry.value.value, custom.values)
            if choice != entry.value.value:
                yield SetField(custom.key, choice)
    for key, index, _, _ in misread_values(reading, settings):
        yield Quote(key, index)


def _meant(field: Field, node: Node, project: Project, stem: str) -> str | tuple[str, ...] | None:
    """What a field's value should be, as far as that is certain; None where nothing is."""
    value = value_of(field, node)
    if value is None and isinstance(node, Scalar) and not _SEVERAL.search(node.value.strip()):
        value = (node.value.strip(),)
    if isinstance(value, tuple):
        items = (_item(field, each, project) for each in value)
        return tuple(dict.fromkeys(each for each in items if each))
    if value and field.key == "id":
        is_own = is_id(stem) and matching(value, [stem], project.settings.prefix) == [stem]
        return stem if is_own and not is_id(value) else value
    return _item(field, value, project) if value else None


def _item(field: Field, text: str, project: Project) -> str:
    if field.key in ("parent_id", "dependencies"):
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
