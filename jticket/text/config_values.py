"""Reads the value of each key of `config.yml`, or reports what is wrong with it."""

from __future__ import annotations

import re
from contextlib import contextmanager
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
    View,
)
from jticket.model.suggestions import one_of
from jticket.model.validation import problems as field_problems
from jticket.model.wording import is_one_line, quoted
from jticket.text.document import TextProblem
from jticket.text.yaml_tree import Entry, Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from enum import Enum

    from jticket.model.diagnostics import Rule

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_FIELD_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_RESERVED = (*BY_KEY, *SECTION_KEYS, "sections", "fields")


class SettingError(ValueError):
    """Raised when a setting can't be used; carries the problem with its place and its fix."""

    def __init__(
        self, node: Node, message: str, fix: str | None = None, rule: Rule = rules.CONFIG_VALUE
    ) -> None:
        super().__init__(message)
        self.problem = TextProblem(rule, node.start, message, fix, node.end)


@contextmanager
def collected(problems: list[TextProblem]) -> Iterator[None]:
    """Collects a setting's problem instead of raising it: the other settings still count."""
    try:
        yield
    except SettingError as error:
        problems.append(error.problem)


def _text(node: Node) -> str:
    if not isinstance(node, Scalar):
        raise SettingError(node, "one value belongs here, not a list or mapping")
    if not is_one_line(node.value):
        raise SettingError(node, "the value is not one line of plain text")
    return node.value


def _texts(node: Node) -> list[Scalar]:
    if isinstance(node, Sequence):
        items = [item for item in node.items if isinstance(item, Scalar)]
        if len(items) == len(node.items):
            return items
    raise SettingError(node, "a list of words belongs here", "write [one, two]")


def _entries(node: Node) -> tuple[Entry, ...]:
    if isinstance(node, Mapping):
        return node.entries
    raise SettingError(node, "a mapping belongs here", "write key: value, one a line")


def _prefix(node: Node, _: list[TextProblem]) -> str:
    text = _text(node)
    if not is_prefix(text):
        fix = "a capital letter, then at most 15 capital letters or digits"
        raise SettingError(node, f"{quoted(text)} is no prefix", fix)
    return text


def _choice(choices: type[Enum]) -> Callable[[Node, list[TextProblem]], Enum]:
    def read(node: Node, _: list[TextProblem]) -> Enum:
        text = _text(node)
        known = {str(choice.value): choice for choice in choices}
        if text not in known:
            raise SettingError(node, f"unknown value {quoted(text)}", one_of(text, known))
        return known[text]

    return read


def _flag(node: Node, _: list[TextProblem]) -> bool:
    text = _text(node)
    if text not in ("true", "false"):
        raise SettingError(node, f"{quoted(text)} is neither true nor false", "write true or false")
    return text == "true"


def _width(node: Node, _: list[TextProblem]) -> int:
    text = _text(node)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= 12):
        raise SettingError(node, f"{quoted(text)} is no width", "a number from 1 to 12")
    return int(text)


def _hours_per_day(node: Node, _: list[TextProblem]) -> float:
    text = _text(node)
    if not re.fullmatch(r"\d{1,2}(\.\d{1,4})?", text, re.ASCII) or not 0 < float(text) <= 24:
        raise SettingError(node, f"{quoted(text)} is no number of hours", "more than 0, up to 24")
    return float(text)


def _default_effort(node: Node, _: list[TextProblem]) -> float:
    hours = parse_effort(_text(node), 8)
    if hours is None:
        raise SettingError(node, f"{quoted(_text(node))} is no duration", "write hours, as in 4h")
    return hours


def _subject(node: Node, _: list[TextProblem]) -> str:
    text = _text(node)
    unknown = [word for word in _PLACEHOLDER.findall(text) if word not in ("{id}", "{what}")]
    if unknown or "{what}" not in text or "{id}" not in text:
        message = f"unknown placeholder {unknown[0]}" if unknown else "a placeholder is missing"
        raise SettingError(node, message, "write {id} and {what}, and no other")
    return text


def _words(node: Node, _: list[TextProblem]) -> tuple[str, ...]:
    items = _texts(node)
    for item in items:
        if not _WORD.fullmatch(item.value):
            raise SettingError(item, f"{quoted(item.value)} is no word")
    if not items:
        raise SettingError(node, "the list is empty", "leave the key out for the default")
    return tuple(dict.fromkeys(item.value for item in items))


def _services(node: Node, problems: list[TextProblem]) -> tuple[Service, ...]:
    services = []
    for entry in _entries(node):
        with collected(problems):
            services.append(_service(entry, problems))
    return tuple(services)


def _service(entry: Entry, problems: list[TextProblem]) -> Service:
    name = entry.key.value
    for problem in field_problems(BY_KEY["service_id"], name, Settings()):
        raise SettingError(entry.key, problem.message, problem.fix)
    service = Service(name)
    if isinstance(entry.value, Scalar) and not entry.value.value:
        return service
    for detail in _entries(entry.value):
        if detail.key.value == "title":
            service = replace(service, title=_text(detail.value))
        elif detail.key.value == "paths":
            items = _texts(detail.value)
            paths = tuple(item.value for item in items)
            for problem in field_problems(BY_KEY["files"], paths, Settings()):
                raise SettingError(items[problem.index or 0], problem.message, problem.fix)
            service = replace(service, paths=paths)
        else:
            problems.append(_unknown_key(detail, ("title", "paths")))
    return service


def _unknown_key(entry: Entry, known: tuple[str, ...]) -> TextProblem:
    key = entry.key.value
    message, start, end = f"unknown key '{key}'", entry.key.start, entry.key.end
    return TextProblem(rules.CONFIG_UNKNOWN_KEY, start, message, one_of(key, known), end)


def _workflow(node: Node, problems: list[TextProblem]) -> MappingProxyType[str, tuple[str, ...]]:
    rows = dict(WORKFLOW)
    for entry in _entries(node):
        with collected(problems):
            if not _WORD.fullmatch(entry.key.value):
                raise SettingError(entry.key, f"{quoted(entry.key.value)} is no status")
            rows[entry.key.value] = tuple(item.value for item in _texts(entry.value))
    return MappingProxyType(rows)


def _status_class(node: Node, problems: list[TextProblem]) -> MappingProxyType[str, StatusClass]:
    classes = dict(STATUS_CLASSES)
    read = _choice(StatusClass)
    for entry in _entries(node):
        with collected(problems):
            status, status_class = entry.key.value, StatusClass(read(entry.value, problems))
            if STATUS_CLASSES.get(status, status_class) is not status_class:
                message = f"the class of {status} is fixed"
                raise SettingError(entry.value, message, "give new statuses a class, not these")
            classes[status] = status_class
    return MappingProxyType(classes)


def _required(node: Node, problems: list[TextProblem]) -> MappingProxyType[str, tuple[str, ...]]:
    required: dict[str, tuple[str, ...]] = {}
    for entry in _entries(node):
        names = []
        for item in _texts(entry.value):
            section = section_named(item.value)
            if section is None and item.value not in BY_KEY and not item.value.strip():
                problems.append(SettingError(item, "an empty name").problem)
                continue
            names.append(section.heading if section else item.value)
        required[entry.key.value] = tuple(names)
    return MappingProxyType(required)


def _fields(node: Node, problems: list[TextProblem]) -> tuple[CustomField, ...]:
    fields = []
    for entry in _entries(node):
        with collected(problems):
            fields.append(_field(entry, problems))
    return tuple(fields)


def _field(entry: Entry, problems: list[TextProblem]) -> CustomField:
    key = entry.key.value
    if key in _RESERVED:
        raise SettingError(entry.key, f"'{key}' is a key of the format itself", "choose another")
    if not _FIELD_KEY.fullmatch(key):
        raise SettingError(entry.key, f"{quoted(key)} is no key")
    custom_type: CustomType | None = None
    values: tuple[str, ...] = ()
    for detail in _entries(entry.value):
        if detail.key.value == "type":
            custom_type = CustomType(_choice(CustomType)(detail.value, problems))
        elif detail.key.value == "values":
            values = tuple(item.value for item in _texts(detail.value))
        else:
            problems.append(_unknown_key(detail, ("type", "values")))
    if custom_type is None:
        types = ", ".join(custom.value for custom in CustomType)
        raise SettingError(entry.value, f"'{key}' has no type", f"write type: one of {types}")
    if (custom_type is CustomType.ENUM) != bool(values):
        fix = "an enum has values: [one, two], other types have none"
        raise SettingError(entry.value, f"the values of '{key}' do not fit its type", fix)
    return CustomField(key, custom_type, values)


def _views(node: Node, problems: list[TextProblem]) -> tuple[View, ...]:
    views = []
    for entry in _entries(node):
        with collected(problems):
            views.append(_view(entry, problems))
    return tuple(views)


def _view(entry: Entry, problems: list[TextProblem]) -> View:
    if not _WORD.fullmatch(entry.key.value):
        raise SettingError(entry.key, f"{quoted(entry.key.value)} is not a name", "use one word")
    view = View(entry.key.value)
    for detail in _entries(entry.value):
        key = detail.key.value
        if key == "where":
            view = replace(view, where=_text(detail.value))
        elif key in ("sort", "columns"):
            names = tuple(item.value for item in _texts(detail.value))
            view = replace(view, **{key: names})  # type: ignore[arg-type]  # both are texts
        else:
            problems.append(_unknown_key(detail, ("where", "sort", "columns")))
    return view


def _line(node: Node, _: list[TextProblem]) -> str:
    return _text(node)


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
    "views": _views,
    "default_view": _line,
}
KEYS = tuple(READERS)
