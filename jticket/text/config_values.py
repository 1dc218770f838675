"""How each key of `config.yml` is read: a value that can be used, or a mistake with its place."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from jticket.model import rules
from jticket.model.effort import parse_effort
from jticket.model.ids import is_prefix
from jticket.model.schema import BY_KEY, SECTION_KEYS, section_named
from jticket.model.settings import (
    STATUS_CLASSES,
    WORKFLOW,
    CommitMode,
    CustomField,
    CustomType,
    IdScheme,
    Service,
    Settings,
    StatusClass,
)
from jticket.model.suggestions import one_of
from jticket.model.validation import problems
from jticket.model.wording import is_one_line, quoted
from jticket.text.document import TextProblem
from jticket.text.yaml_tree import Entry, Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import Enum

    from jticket.model.diagnostics import Rule

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_FIELD_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_RESERVED = (*BY_KEY, *SECTION_KEYS, "sections", "fields")


class MistakeError(ValueError):
    """Says that a setting can't be used: the node, the words and the way out."""

    def __init__(
        self, node: Node, message: str, fix: str | None = None, rule: Rule = rules.CONFIG_VALUE
    ) -> None:
        super().__init__(message)
        self.flaw = TextProblem(rule, node.start, message, fix)


def _text(node: Node) -> str:
    if not isinstance(node, Scalar):
        raise MistakeError(node, "one value belongs here, not a list or mapping")
    if not is_one_line(node.value):
        raise MistakeError(node, "the value is not one line of plain text")
    return node.value


def _texts(node: Node) -> list[Scalar]:
    if isinstance(node, Sequence):
        items = [item for item in node.items if isinstance(item, Scalar)]
        if len(items) == len(node.items):
            return items
    raise MistakeError(node, "a list of words belongs here", "write [one, two]")


def _entries(node: Node) -> tuple[Entry, ...]:
    if isinstance(node, Mapping):
        return node.entries
    raise MistakeError(node, "a mapping belongs here", "write key: value, one a line")


def _prefix(node: Node, _: list[TextProblem]) -> str:
    text = _text(node)
    if not is_prefix(text):
        fix = "a capital letter, then at most 15 capital letters or digits"
        raise MistakeError(node, f"{quoted(text)} is no prefix", fix)
    return text


def _choice(choices: type[Enum]) -> Callable[[Node, list[TextProblem]], Enum]:
    def read(node: Node, _: list[TextProblem]) -> Enum:
        text = _text(node)
        known = {str(each.value): each for each in choices}
        if text not in known:
            raise MistakeError(node, f"unknown value {quoted(text)}", one_of(text, known))
        return known[text]

    return read


def _flag(node: Node, _: list[TextProblem]) -> bool:
    text = _text(node)
    if text not in ("true", "false"):
        raise MistakeError(node, f"{quoted(text)} is neither true nor false", "write true or false")
    return text == "true"


def _width(node: Node, _: list[TextProblem]) -> int:
    text = _text(node)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= 12):
        raise MistakeError(node, f"{quoted(text)} is no width", "a number from 1 to 12")
    return int(text)


def _hours_per_day(node: Node, _: list[TextProblem]) -> float:
    text = _text(node)
    if not re.fullmatch(r"\d{1,2}(\.\d{1,4})?", text, re.ASCII) or not 0 < float(text) <= 24:
        raise MistakeError(node, f"{quoted(text)} is no number of hours", "more than 0, up to 24")
    return float(text)


def _default_effort(node: Node, _: list[TextProblem]) -> float:
    hours = parse_effort(_text(node), 8)
    if hours is None:
        raise MistakeError(node, f"{quoted(_text(node))} is no duration", "write hours, as in 4h")
    return hours


def _subject(node: Node, _: list[TextProblem]) -> str:
    text = _text(node)
    unknown = [each for each in _PLACEHOLDER.findall(text) if each not in ("{id}", "{what}")]
    if unknown or "{what}" not in text or "{id}" not in text:
        message = f"unknown placeholder {unknown[0]}" if unknown else "a placeholder is missing"
        raise MistakeError(node, message, "write {id} and {what}, and no other")
    return text


def _words(node: Node, _: list[TextProblem]) -> tuple[str, ...]:
    items = _texts(node)
    for item in items:
        if not _WORD.fullmatch(item.value):
            raise MistakeError(item, f"{quoted(item.value)} is no word")
    if not items:
        raise MistakeError(node, "the list is empty", "leave the key out for the default")
    return tuple(dict.fromkeys(item.value for item in items))


def _services(node: Node, flaws: list[TextProblem]) -> tuple[Service, ...]:
    services = []
    for entry in _entries(node):
        try:
            services.append(_service(entry, flaws))
        except MistakeError as mistake:
            flaws.append(mistake.flaw)
    return tuple(services)


def _service(entry: Entry, flaws: list[TextProblem]) -> Service:
    name = entry.key.value
    for problem in problems(BY_KEY["service_id"], name, Settings()):
        raise MistakeError(entry.key, problem.message, problem.fix)
    service = Service(name)
    if isinstance(entry.value, Scalar) and not entry.value.value:
        return service
    for each in _entries(entry.value):
        if each.key.value == "title":
            service = replace(service, title=_text(each.value))
        elif each.key.value == "paths":
            items = _texts(each.value)
            paths = tuple(item.value for item in items)
            for problem in problems(BY_KEY["files"], paths, Settings()):
                raise MistakeError(items[problem.index or 0], problem.message, problem.fix)
            service = replace(service, paths=paths)
        else:
            flaws.append(_unknown_key(each, ("title", "paths")))
    return service


def _unknown_key(entry: Entry, known: tuple[str, ...]) -> TextProblem:
    key = entry.key.value
    return TextProblem(
        rules.CONFIG_UNKNOWN_KEY, entry.key.start, f"unknown key '{key}'", one_of(key, known)
    )


def _workflow(node: Node, flaws: list[TextProblem]) -> MappingProxyType[str, tuple[str, ...]]:
    rows = dict(WORKFLOW)
    for entry in _entries(node):
        try:
            if not _WORD.fullmatch(entry.key.value):
                raise MistakeError(entry.key, f"{quoted(entry.key.value)} is no status")
            rows[entry.key.value] = tuple(item.value for item in _texts(entry.value))
        except MistakeError as mistake:
            flaws.append(mistake.flaw)
    return MappingProxyType(rows)


def _status_class(node: Node, flaws: list[TextProblem]) -> MappingProxyType[str, StatusClass]:
    classes = dict(STATUS_CLASSES)
    read = _choice(StatusClass)
    for entry in _entries(node):
        try:
            found = read(entry.value, flaws)
            if entry.key.value in STATUS_CLASSES and found is not classes[entry.key.value]:
                message = f"the class of {entry.key.value} is fixed"
                raise MistakeError(entry.value, message, "give new statuses a class, not these")
            classes[entry.key.value] = StatusClass(found)
        except MistakeError as mistake:
            flaws.append(mistake.flaw)
    return MappingProxyType(classes)


def _required(node: Node, flaws: list[TextProblem]) -> MappingProxyType[str, tuple[str, ...]]:
    required: dict[str, tuple[str, ...]] = {}
    for entry in _entries(node):
        names = []
        for item in _texts(entry.value):
            section = section_named(item.value)
            if section is None and item.value not in BY_KEY and not item.value.strip():
                flaws.append(TextProblem(rules.CONFIG_VALUE, item.start, "an empty name"))
                continue
            names.append(section.heading if section else item.value)
        required[entry.key.value] = tuple(names)
    return MappingProxyType(required)


def _fields(node: Node, flaws: list[TextProblem]) -> tuple[CustomField, ...]:
    fields = []
    for entry in _entries(node):
        try:
            fields.append(_field(entry, flaws))
        except MistakeError as mistake:
            flaws.append(mistake.flaw)
    return tuple(fields)


def _field(entry: Entry, flaws: list[TextProblem]) -> CustomField:
    key = entry.key.value
    if key in _RESERVED:
        raise MistakeError(entry.key, f"'{key}' is a key of the format itself", "choose another")
    if not _FIELD_KEY.fullmatch(key):
        raise MistakeError(entry.key, f"{quoted(key)} is no key")
    kind: CustomType | None = None
    values: tuple[str, ...] = ()
    for each in _entries(entry.value):
        if each.key.value == "type":
            kind = CustomType(_choice(CustomType)(each.value, flaws))
        elif each.key.value == "values":
            values = tuple(item.value for item in _texts(each.value))
        else:
            flaws.append(_unknown_key(each, ("type", "values")))
    if kind is None:
        types = ", ".join(each.value for each in CustomType)
        raise MistakeError(entry.value, f"'{key}' has no type", f"write type: one of {types}")
    if (kind is CustomType.ENUM) != bool(values):
        fix = "an enum has values: [one, two], other types have none"
        raise MistakeError(entry.value, f"the values of '{key}' do not fit its type", fix)
    return CustomField(key, kind, values)


READERS: dict[str, Callable[[Node, list[TextProblem]], object]] = {
    "prefix": _prefix,
    "id_scheme": _choice(IdScheme),
    "id_width": _width,
    "commit": _choice(CommitMode),
    "commit_subject": _subject,
    "hours_per_day": _hours_per_day,
    "default_effort": _default_effort,
    "services": _services,
    "ticket_types": _words,
    "priorities": _words,
    "workflow": _workflow,
    "status_class": _status_class,
    "required": _required,
    "fields": _fields,
    "require_ticket": _flag,
}
KEYS = tuple(READERS)
