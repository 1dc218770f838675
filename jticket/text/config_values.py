"""Reads the value of each key of `config.yml`, or reports what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

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
    Layout,
    Service,
    Settings,
    StatusClass,
)
from jticket.model.validation import problems as field_problems
from jticket.model.wording import quoted
from jticket.text.config_nodes import (
    WORD,
    SettingError,
    choice_of,
    collected,
    entries_of,
    flag_of,
    is_empty,
    number_of,
    text_of,
    texts_of,
    unknown_key,
    word_of,
)
from jticket.text.config_project import (
    default_view,
    holidays,
    milestones,
    people,
    types,
    views,
    wip_limits,
    working_days,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from jticket.text.document import TextProblem
    from jticket.text.yaml_tree import Entry, Node


_FIELD_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_RESERVED = (*BY_KEY, *SECTION_KEYS, "sections", "fields")


def _prefix(node: Node, _: list[TextProblem]) -> str:
    text = text_of(node)
    if not is_prefix(text):
        fix = "a capital letter, then at most 15 capital letters or digits"
        raise SettingError(node, f"{quoted(text)} is not a prefix", fix)
    return text


def _width(node: Node, _: list[TextProblem]) -> int:
    text = text_of(node)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= 12):
        raise SettingError(
            node, f"{quoted(text)} is not a number of digits", "a number from 1 to 12"
        )
    return int(text)


def _hours_per_day(node: Node, _: list[TextProblem]) -> float:
    text = text_of(node)
    if not re.fullmatch(r"\d{1,2}(\.\d{1,4})?", text, re.ASCII) or not 0 < float(text) <= 24:
        raise SettingError(
            node, f"{quoted(text)} is not a number of hours", "more than 0, up to 24"
        )
    return float(text)


def _default_effort(node: Node, _: list[TextProblem]) -> float:
    hours = parse_effort(text_of(node), 8)
    if hours is None:
        raise SettingError(
            node, f"{quoted(text_of(node))} is not a duration", "write hours, as in 4h"
        )
    return hours


def _subject(node: Node, _: list[TextProblem]) -> str:
    text = text_of(node)
    unknown = [word for word in _PLACEHOLDER.findall(text) if word not in ("{id}", "{what}")]
    if unknown or "{what}" not in text or "{id}" not in text:
        message = f"unknown placeholder {unknown[0]}" if unknown else "a placeholder is missing"
        raise SettingError(node, message, "write {id} and {what}, and no other")
    return text


def _words(node: Node, _: list[TextProblem]) -> tuple[str, ...]:
    items = texts_of(node)
    for item in items:
        word_of(item, "word")
    if not items:
        raise SettingError(node, "the list is empty", "leave the key out for the default")
    return tuple(dict.fromkeys(item.value for item in items))


def _services(node: Node, problems: list[TextProblem]) -> tuple[Service, ...]:
    services = []
    for entry in entries_of(node):
        with collected(problems):
            services.append(_service(entry, problems))
    return tuple(services)


def _service(entry: Entry, problems: list[TextProblem]) -> Service:
    name = entry.key.value
    for problem in field_problems(BY_KEY["service_id"], name, Settings()):
        raise SettingError(entry.key, problem.message, problem.fix)
    service = Service(name)
    if is_empty(entry.value):
        return service
    for detail in entries_of(entry.value):
        if detail.key.value == "title":
            service = replace(service, title=text_of(detail.value))
        elif detail.key.value == "paths":
            items = texts_of(detail.value)
            paths = tuple(item.value for item in items)
            for problem in field_problems(BY_KEY["files"], paths, Settings()):
                raise SettingError(items[problem.index or 0], problem.message, problem.fix)
            service = replace(service, paths=paths)
        else:
            problems.append(unknown_key(detail, ("title", "paths")))
    return service


def _workflow(node: Node, problems: list[TextProblem]) -> MappingProxyType[str, tuple[str, ...]]:
    rows = dict(WORKFLOW)
    for entry in entries_of(node):
        with collected(problems):
            if not WORD.fullmatch(entry.key.value):
                raise SettingError(entry.key, f"{quoted(entry.key.value)} is not a status")
            rows[entry.key.value] = tuple(item.value for item in texts_of(entry.value))
    return MappingProxyType(rows)


def _status_class(node: Node, problems: list[TextProblem]) -> MappingProxyType[str, StatusClass]:
    classes = dict(STATUS_CLASSES)
    read = choice_of(StatusClass)
    for entry in entries_of(node):
        with collected(problems):
            status, status_class = entry.key.value, StatusClass(read(entry.value, problems))
            if STATUS_CLASSES.get(status, status_class) is not status_class:
                message = f"the class of {status} is fixed"
                raise SettingError(entry.value, message, "give new statuses a class, not these")
            classes[status] = status_class
    return MappingProxyType(classes)


def _required(node: Node, problems: list[TextProblem]) -> MappingProxyType[str, tuple[str, ...]]:
    required: dict[str, tuple[str, ...]] = {}
    for entry in entries_of(node):
        names = []
        for item in texts_of(entry.value):
            section = section_named(item.value)
            if section is None and item.value not in BY_KEY and not item.value.strip():
                problems.append(SettingError(item, "an empty name").problem)
                continue
            names.append(section.heading if section else item.value)
        required[entry.key.value] = tuple(names)
    return MappingProxyType(required)


def _fields(node: Node, problems: list[TextProblem]) -> tuple[CustomField, ...]:
    fields = []
    for entry in entries_of(node):
        with collected(problems):
            fields.append(_field(entry, problems))
    return tuple(fields)


def _field(entry: Entry, problems: list[TextProblem]) -> CustomField:
    key = entry.key.value
    if key in _RESERVED:
        raise SettingError(entry.key, f"'{key}' is a key of the format itself", "choose another")
    if not _FIELD_KEY.fullmatch(key):
        raise SettingError(entry.key, f"{quoted(key)} can't be a key")
    custom_type: CustomType | None = None
    values: tuple[str, ...] = ()
    for detail in entries_of(entry.value):
        if detail.key.value == "type":
            custom_type = CustomType(choice_of(CustomType)(detail.value, problems))
        elif detail.key.value == "values":
            values = tuple(item.value for item in texts_of(detail.value))
        else:
            problems.append(unknown_key(detail, ("type", "values")))
    if custom_type is None:
        types = ", ".join(custom.value for custom in CustomType)
        raise SettingError(entry.value, f"'{key}' has no type", f"write type: one of {types}")
    if (custom_type is CustomType.ENUM) != bool(values):
        fix = "an enum has values: [one, two], other types have none"
        raise SettingError(entry.value, f"the values of '{key}' do not fit its type", fix)
    return CustomField(key, custom_type, values)


READERS: dict[str, Callable[[Node, list[TextProblem]], object]] = {
    "prefix": _prefix,
    "id_scheme": choice_of(IdScheme),
    "id_width": _width,
    "commit": choice_of(CommitMode),
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
    "types": types,
    "milestones": milestones,
    "people": people,
    "working_days": working_days,
    "holidays": holidays,
    "wip_limits": wip_limits,
    "views": views,
    "default_view": default_view,
    "hold_days": lambda node, _: number_of(node),
    "layout": choice_of(Layout),
    "require_ticket": flag_of,
}
KEYS = tuple(READERS)
