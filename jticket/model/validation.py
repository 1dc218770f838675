"""Checks the values of fields, whether they come from files, JSON or a command line."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.model import rules
from jticket.model.dates import parse_date, parse_timestamp
from jticket.model.diagnostics import Problem
from jticket.model.effort import parse_effort
from jticket.model.field import Field, Shape
from jticket.model.ids import is_id
from jticket.model.schema import TITLE_LENGTH
from jticket.model.settings import CustomType
from jticket.model.suggestions import one_of
from jticket.model.wording import is_one_line, quoted, shortened

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from jticket.model.settings import CustomField, Settings
    from jticket.model.ticket import Raw

_SERVICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_INTEGER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,18})?", re.ASCII)
"""A number, as custom fields hold it."""

_REF = re.compile(r"[A-Za-z][A-Za-z0-9+._-]*:[^:].*")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s\x00-\x1f\x7f]+")
_SPACE = re.compile(r"\s")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_SLASH = re.compile(r"[/\\]")
_MAX_ID_DIGITS = 9


def problems(field: Field, value: str | tuple[str, ...], settings: Settings) -> Iterator[Problem]:
    """Yields what is wrong with a declared field's value; an empty value is always valid.

    The value has the shape of the field: text for a single value, a tuple for a list.
    """
    if isinstance(value, tuple):
        seen: set[str] = set()
        for index, item in enumerate(value):
            if item in seen:
                message = f"{field.key} has {quoted(item)} twice"
                yield Problem(rules.REPEATED_ITEM, message, "remove one", index)
            seen.add(item)
            if problem := _item_problem(field, item, settings):
                yield replace(problem, index=index)
    elif value and (problem := _item_problem(field, value, settings)):
        yield problem


def _item_problem(field: Field, text: str, settings: Settings) -> Problem | None:
    match field.shape:
        case Shape.STATUS | Shape.TICKET_TYPE | Shape.PRIORITY:
            return _choice_problem(field, text, settings)
        case Shape.ID | Shape.IDS:
            return _id_problem(text, settings)
        case Shape.LINE:
            return _line_problem(field.key, text)
        case Shape.MILESTONE:
            return _line_problem(field.key, text) or _unlisted_problem(field, text, settings)
        case Shape.PERSON:
            return _person_problem(field.key, text) or _unlisted_problem(field, text, settings)
        case Shape.REFS:
            return _ref_problem(field.key, text)
        case Shape.WORDS:
            return _word_problem(field.key, text)
        case Shape.PATHS:
            return _path_problem(field.key, text)
        case Shape.TIMESTAMP:
            if parse_timestamp(text) is None:
                fix = "write 2025-10-01T09:30:00Z"
                return Problem(rules.BAD_DATE, f"{quoted(text)} is not a timestamp", fix)
        case Shape.DATE:
            if parse_date(text) is None:
                return Problem(rules.BAD_DATE, f"{quoted(text)} is not a date", "write 2025-10-31")
        case Shape.EFFORT:
            if parse_effort(text, settings.hours_per_day) is None:
                fix = "write 90m, 6h, 1.5d, 1w or 1d 4h"
                return Problem(rules.BAD_EFFORT, f"{quoted(text)} is not a duration", fix)
        case Shape.SERVICE:
            return _service_problem(field, text, settings)
    return None


def choices_of(field: Field, settings: Settings) -> tuple[str, ...] | None:
    """Returns the values that a field is limited to, None where any is valid."""
    match field.shape:
        case Shape.STATUS:
            return settings.statuses
        case Shape.TICKET_TYPE:
            return settings.ticket_types
        case Shape.PRIORITY:
            return settings.priorities
        case Shape.SERVICE if settings.services:
            return tuple(service.service_id for service in settings.services)
        case Shape.MILESTONE if settings.milestones:
            return tuple(milestone.name for milestone in settings.milestones)
        case Shape.PERSON if settings.people:
            return tuple(person.key for person in settings.people)
        case _:
            return None


def custom_problems(field: CustomField, value: Raw) -> Iterator[Problem]:
    """Yields what is wrong with the value of a field that the config declares."""
    if value == "":
        return
    if (field.type is CustomType.LIST) != isinstance(value, tuple) or not _is_flat(value):
        shape = f"a single value ({field.type.value})"
        if field.type is CustomType.LIST:
            shape = "a list"
        yield Problem(rules.WRONG_SHAPE, f"{field.key} is {shape}")
        return
    if not isinstance(value, str):
        return
    lowered = value.lower()
    match field.type:
        case CustomType.INTEGER if not _INTEGER.fullmatch(value):
            yield Problem(rules.BAD_CUSTOM_VALUE, f"{field.key}: {quoted(value)} is not an integer")
        case CustomType.NUMBER if not NUMBER.fullmatch(value):
            yield Problem(rules.BAD_CUSTOM_VALUE, f"{field.key}: {quoted(value)} is not a number")
        case CustomType.BOOLEAN if lowered not in ("true", "false"):
            message = f"{field.key}: {quoted(value)} is not a boolean"
            yield Problem(rules.BAD_CUSTOM_VALUE, message, "write true or false")
        case CustomType.DATE if parse_date(value) is None:
            message = f"{field.key}: {quoted(value)} is not a date"
            yield Problem(rules.BAD_CUSTOM_VALUE, message, "write 2025-10-31")
        case CustomType.TICKET if _SPACE.search(value) or not is_one_line(value):
            yield Problem(rules.BAD_CUSTOM_VALUE, f"{field.key}: {quoted(value)} is not a ticket")
        case CustomType.URL if not _URL.fullmatch(value):
            message = f"{field.key}: {quoted(value)} is not a URL"
            yield Problem(rules.BAD_CUSTOM_VALUE, message, "write https://…")
        case CustomType.DURATION if parse_effort(value, 8) is None:
            message = f"{field.key}: {quoted(value)} is not a duration"
            yield Problem(rules.BAD_CUSTOM_VALUE, message, "write 90m, 6h, 1.5d, 1w or 1d 4h")
        case CustomType.ENUM if value not in field.values:
            message = f"unknown {field.key} {quoted(value)}"
            yield Problem(rules.BAD_CUSTOM_VALUE, message, one_of(value, field.values))
        case _:
            pass


def _is_flat(value: Raw) -> bool:
    return isinstance(value, str) or (
        isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    )


def _choice_problem(field: Field, text: str, settings: Settings) -> Problem | None:
    if text in _valid_choices(field, settings):
        return None
    choices = choices_of(field, settings) or ()
    message = f"unknown {field.key.replace('_', ' ')} {quoted(text)}"
    return Problem(rules.UNKNOWN_VALUE, message, one_of(text, choices))


def _valid_choices(field: Field, settings: Settings) -> Container[str]:
    match field.shape:
        case Shape.STATUS:
            return settings.workflow
        case Shape.TICKET_TYPE:
            return settings.ticket_types
        case _:
            return settings.priorities


def _service_problem(field: Field, text: str, settings: Settings) -> Problem | None:
    if not _SERVICE.fullmatch(text):
        fix = "letters, digits and . _ / - only, a letter or digit first"
        return Problem(rules.BAD_WORD, f"{quoted(text)} is not a service name", fix)
    choices = choices_of(field, settings)
    if choices is not None and text not in choices:
        message = f"unknown service {quoted(text)}"
        return Problem(rules.DANGLING_SERVICE, message, one_of(text, choices))
    return None


def _unlisted_problem(field: Field, text: str, settings: Settings) -> Problem | None:
    choices = choices_of(field, settings)
    if choices is None or text in choices:
        return None
    rule = rules.UNKNOWN_PERSON if field.shape is Shape.PERSON else rules.UNKNOWN_MILESTONE
    return Problem(rule, f"unknown {field.shape.value} {quoted(text)}", one_of(text, choices))


def _id_problem(text: str, settings: Settings) -> Problem | None:
    if is_id(text):
        return None
    upper = text.strip().upper()
    if is_id(upper):
        fix = f"write {upper}"
    elif text.isascii() and text.isdigit() and len(text) <= _MAX_ID_DIGITS:
        fix = f"write {settings.prefix}-{int(text):0{settings.id_width}d}"
    else:
        fix = f"an ID looks like {settings.prefix}-{1:0{settings.id_width}d}"
    return Problem(rules.BAD_ID, f"{quoted(text)} is not an ID", fix)


def _word_problem(key: str, text: str) -> Problem | None:
    if not text:
        return Problem(rules.BAD_WORD, f"{key} has an empty item", "remove it")
    if "," in text or _SPACE.search(text) or not is_one_line(text):
        parts = [part for part in re.split(r"[\s,]+", text) if part and is_one_line(part)]
        fix = f"write {shortened('-'.join(parts))}" if parts else None
        return Problem(rules.BAD_WORD, f"{quoted(text)} is not a single word", fix)
    return None


def _ref_problem(key: str, text: str) -> Problem | None:
    if problem := _word_problem(key, text):
        return problem
    if not _REF.fullmatch(text):
        fix = "write a URL, or name:value such as gh:owner/repo#12"
        return Problem(
            rules.BAD_WORD, f"{key}: {quoted(text)} is neither a URL nor name:value", fix
        )
    return None


def _person_problem(key: str, text: str) -> Problem | None:
    if "," in text:
        fix = f"write one of them; {key} is the person who has the ticket"
        return Problem(rules.BAD_LINE, f"{key} {quoted(text)} is more than one person", fix)
    return _line_problem(key, text)


def _path_problem(key: str, text: str) -> Problem | None:
    if not text:
        return Problem(rules.BAD_PATH, f"{key} has an empty item", "remove it")
    if not is_one_line(text):
        return Problem(rules.BAD_PATH, f"{quoted(text)} is not a path", "remove line breaks")
    fix = "write it from the repository's root"
    if text.startswith(("/", "\\")) or _DRIVE.match(text):
        return Problem(rules.BAD_PATH, f"{quoted(text)} is an absolute path", fix)
    if ".." in _SLASH.split(text):
        return Problem(rules.BAD_PATH, f"{quoted(text)} leads out of the repository", fix)
    if "\\" in text:
        return Problem(rules.BAD_PATH, f"{quoted(text)} has a backslash", "write it with /")
    return None


def _line_problem(key: str, text: str) -> Problem | None:
    if not is_one_line(text):
        fix = "remove line breaks and control characters"
        return Problem(rules.BAD_LINE, f"{key} is not one line of plain text", fix)
    if key == "title" and len(text) > TITLE_LENGTH:
        message, fix = f"the title has {len(text)} characters", f"at most {TITLE_LENGTH}"
        return Problem(rules.BAD_LINE, message, fix)
    return None
